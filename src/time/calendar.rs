//! From nanoseconds to a date in the Gregorian calendar, for printing.
//!
//! The arithmetic counts days from 1 March of the year 0: with February last, the leap day is the
//! last day of its year and months follow one linear formula (Hinnant, *chrono-compatible
//! low-level date algorithms*).

use std::fmt::{self, Write};

pub(super) const NANOS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// Days in the 400 years after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Writes a point in time as `2024-08-08T23:54:15.342Z`.
pub(super) fn write(f: &mut fmt::Formatter<'_>, nanos: i64) -> fmt::Result {
    let seconds = nanos.div_euclid(NANOS_PER_SECOND);
    let (year, month, day) = civil(seconds.div_euclid(SECONDS_PER_DAY));
    let of_day = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    write_fraction(f, nanos.rem_euclid(NANOS_PER_SECOND))?;
    f.write_char('Z')
}

/// Writes `.5` for half a second and nothing for zero.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, mut nanos: i64) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let mut width = 9;
    while nanos % 10 == 0 {
        nanos /= 10;
        width -= 1;
    }
    write!(f, ".{nanos:0width$}")
}

/// Year, month and day of a day counted from 1970-01-01.
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_EPOCH;
    let era = days.div_euclid(DAYS_PER_ERA);
    let of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::civil;
    use crate::time::{Span, Time, TimeError};

    /// The next day by the rules learned at school.
    fn next((y, m, d): (i64, i64, i64)) -> (i64, i64, i64) {
        let leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let last = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m as usize - 1];
        match (m, d) {
            (12, 31) => (y + 1, 1, 1),
            (_, d) if d == last => (y, m + 1, 1),
            _ => (y, m, d + 1),
        }
    }

    #[test]
    fn every_day_from_1677_to_2263_follows_the_day_before() {
        let mut date = (1677, 1, 1);
        for day in -107_015..107_000 {
            assert_eq!(civil(day), date, "day {day}");
            date = next(date);
        }
    }

    #[test]
    fn times_before_the_epoch_and_at_the_ends_print() {
        assert_eq!(Time::from_nanos(-1).to_string(), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(Time::MIN.to_string(), "1677-09-21T00:12:43.145224192Z");
        assert_eq!(Time::MAX.to_string(), "2262-04-11T23:47:16.854775807Z");
        assert_eq!(Time::EPOCH.to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn sums_and_differences_stop_at_the_ends() {
        assert_eq!(Time::MAX.after(Span::from_nanos(1)), Time::MAX);
        assert_eq!(Time::MAX.checked_add(Span::from_nanos(1)), None);
        assert_eq!(Time::MAX.since(Time::MIN), Span::MAX);
        assert_eq!(Time::MIN.since(Time::MAX), Span::ZERO);
        assert_eq!(Span::from_secs(u64::MAX), Span::MAX);
        assert_eq!(Span::MAX.plus(Span::MAX), Span::MAX);
    }

    #[test]
    fn a_time_out_of_range_and_a_negative_span_are_errors() {
        let far = Time::from_millis(i64::MAX);
        assert_eq!(far, Err(TimeError::OutOfRange { unit: "milliseconds", found: i64::MAX }));
        assert!(Time::from_micros(i64::MIN).is_err());
        assert!(serde_json::from_str::<Span>("-1").is_err());
        assert_eq!(serde_json::from_str::<Time>("5").unwrap(), Time::from_nanos(5));
    }
}
