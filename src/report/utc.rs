//! Nanoseconds since 1970 as a date and a time of day, in UTC, without leap seconds.
//!
//! The calendar is that of [`time`](crate::time), the proleptic Gregorian one; here is what an axis needs beside
//! it. Years are counted from March, so that leap days come last.

use crate::time::calendar::civil;

pub(super) const SECOND: i64 = 1_000_000_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// A moment taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Utc {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    /// Nanoseconds since midnight.
    pub(super) since_midnight: i64,
}

impl Utc {
    pub(super) fn of(nanos: i64) -> Self {
        let (year, month, day) = civil(nanos.div_euclid(DAY));
        Self { year, month, day, since_midnight: nanos.rem_euclid(DAY) }
    }

    /// `2024-03-05`
    pub(super) fn date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `2024-03`
    pub(super) fn month(&self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// `14:05`
    pub(super) fn minutes(&self) -> String {
        let t = self.since_midnight;
        format!("{:02}:{:02}", t / HOUR, t / MINUTE % 60)
    }

    /// `14:05:09`, with up to nine decimals.
    pub(super) fn seconds(&self, decimals: usize) -> String {
        let second = self.since_midnight / SECOND % 60;
        let fraction = format!("{:09}", self.since_midnight % SECOND);
        let point = if decimals == 0 { "" } else { "." };
        format!("{}:{second:02}{point}{}", self.minutes(), &fraction[..decimals.min(9)])
    }
}

/// The first nanosecond of a month, counted from January of the year 0; none beyond what nanoseconds can hold.
pub(super) fn month_start(months: i64) -> Option<i64> {
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * from_march + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468).checked_mul(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_are_named_rightly() {
        let moment = Utc::of(1_709_647_509_123_456_789);
        assert_eq!((moment.date().as_str(), moment.seconds(3).as_str()), ("2024-03-05", "14:05:09.123"));
        assert_eq!(Utc::of(0).date() + &Utc::of(0).seconds(0), "1970-01-0100:00:00");
        assert_eq!(Utc::of(-1).seconds(9), "23:59:59.999999999");
        assert_eq!(Utc::of(951_782_400 * SECOND).date(), "2000-02-29");
        assert_eq!((Utc::of(i64::MIN).year, Utc::of(i64::MAX).year), (1677, 2262));
    }

    #[test]
    fn every_month_starts_on_its_first_day() {
        for months in 1_678 * 12..2_262 * 12 {
            let start = Utc::of(month_start(months).unwrap());
            let expected = Utc { year: months / 12, month: months % 12 + 1, day: 1, since_midnight: 0 };
            assert_eq!(start, expected);
        }
        assert_eq!(month_start(3_000 * 12), None);
    }
}
