//! The unit a tape counts its time in, told from the size of the number.
//!
//! Dumps before 2025 count milliseconds, later spot dumps microseconds, and nothing in the file says which.
//! Between 2009 and 2100 the two ranges are a factor of 300 apart, so that a plausible time has one reading.

use std::ops::Range;

use crate::time::Time;

/// 2009-01-01T00:00:00Z in seconds: no venue of this kind is older.
const FIRST_SECOND: i64 = 1_230_768_000;
/// 2100-01-01T00:00:00Z in seconds: the first instant that is too late.
const END_SECOND: i64 = 4_102_444_800;

/// What one step of a tape's time column is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Milliseconds since 1970, 13 digits.
    Millis,
    /// Microseconds since 1970, 16 digits.
    Micros,
}

impl TimeUnit {
    /// The unit in which `stamp` lies between the years 2009 and 2100, if there is one.
    ///
    /// ```
    /// use tidegate::connector::replay::TimeUnit;
    /// assert_eq!(TimeUnit::of(1_700_000_000_000), Some(TimeUnit::Millis));
    /// assert_eq!(TimeUnit::of(1_700_000_000_000_000), Some(TimeUnit::Micros));
    /// assert_eq!(TimeUnit::of(1_700_000_000), None); // seconds
    /// ```
    pub fn of(stamp: i64) -> Option<Self> {
        [Self::Millis, Self::Micros].into_iter().find(|unit| unit.plausible().contains(&stamp))
    }

    /// The word used in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Millis => "milliseconds",
            Self::Micros => "microseconds",
        }
    }

    /// The instant that `stamp` names, if it is plausible in this unit.
    #[inline]
    pub(super) fn time(self, stamp: i64) -> Option<Time> {
        if !self.plausible().contains(&stamp) {
            return None;
        }
        match self {
            Self::Millis => Time::from_millis(stamp).ok(),
            Self::Micros => Time::from_micros(stamp).ok(),
        }
    }

    #[inline]
    const fn plausible(self) -> Range<i64> {
        let per_second = match self {
            Self::Millis => 1_000,
            Self::Micros => 1_000_000,
        };
        FIRST_SECOND * per_second..END_SECOND * per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_of_each_unit_are_years_2009_and_2100() {
        assert_eq!(TimeUnit::of(1_230_767_999_999), None);
        assert_eq!(TimeUnit::of(1_230_768_000_000), Some(TimeUnit::Millis));
        assert_eq!(TimeUnit::of(4_102_444_799_999), Some(TimeUnit::Millis));
        assert_eq!(TimeUnit::of(4_102_444_800_000), None);
        assert_eq!(TimeUnit::of(1_230_768_000_000_000), Some(TimeUnit::Micros));
        assert_eq!(TimeUnit::of(4_102_444_800_000_000), None);
        assert_eq!(TimeUnit::of(-1), None);
    }

    #[test]
    fn a_stamp_of_another_unit_is_not_a_time() {
        assert!(TimeUnit::Millis.time(1_700_000_000_000_000).is_none());
        assert!(TimeUnit::Micros.time(1_700_000_000_000).is_none());
        assert!(TimeUnit::Micros.time(1_700_000_000_000_000).is_some());
    }
}
