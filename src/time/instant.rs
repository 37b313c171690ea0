//! A point in time, good for ordering, deadlines and replay.
//!
//! One signed 64-bit count of nanoseconds since 1970-01-01T00:00:00Z, without leap seconds, as
//! venues stamp their events. Sums saturate at [`Time::MAX`], which stands for *never*, so that
//! a deadline far away cannot wrap round into the past.

use super::{Span, TimeError, calendar};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A point in time: nanoseconds since the Unix epoch.
///
/// ```
/// use tidegate::time::{Span, Time};
/// let at = Time::from_millis(1_723_161_255_342)?;
/// assert_eq!(at.to_string(), "2024-08-08T23:54:15.342Z");
/// assert_eq!(at.after(Span::from_secs(5)).since(at), Span::from_secs(5));
/// # Ok::<(), tidegate::time::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

impl Time {
    /// The earliest point, in the year 1677: before every event.
    pub const MIN: Time = Time(i64::MIN);
    /// The latest point, in the year 2262; as a deadline it means *never*.
    pub const MAX: Time = Time(i64::MAX);
    /// 1970-01-01T00:00:00Z, also the default.
    pub const EPOCH: Time = Time(0);

    /// The point this many nanoseconds after the epoch, before it if negative.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Time {
        Time(nanos)
    }

    /// The point this many seconds after the epoch; every `i32` is in range. For an `i64` see [`from_millis`](Time::from_millis).
    #[must_use]
    pub const fn from_secs(secs: i32) -> Time {
        Time(secs as i64 * 1_000_000_000)
    }

    /// The point this many milliseconds after the epoch.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] if it lies outside the years 1677 to 2262.
    #[inline]
    pub const fn from_millis(millis: i64) -> Result<Time, TimeError> {
        scaled(millis, 1_000_000, "milliseconds")
    }

    /// The point this many microseconds after the epoch.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] if it lies outside the years 1677 to 2262.
    #[inline]
    pub const fn from_micros(micros: i64) -> Result<Time, TimeError> {
        scaled(micros, 1_000, "microseconds")
    }

    /// Nanoseconds since the epoch.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// The point one span later; [`Time::MAX`], that is never, where the sum leaves the range.
    ///
    /// ```
    /// use tidegate::time::{Span, Time};
    /// assert_eq!(Time::EPOCH.after(Span::from_secs(2)), Time::from_secs(2));
    /// assert_eq!(Time::EPOCH.after(Span::MAX).after(Span::MAX), Time::MAX);
    /// ```
    #[must_use]
    pub const fn after(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.nanos()))
    }

    /// The point one span later, or `None` where the sum leaves the range.
    #[must_use]
    pub const fn checked_add(self, span: Span) -> Option<Time> {
        match self.0.checked_add(span.nanos()) {
            Some(nanos) => Some(Time(nanos)),
            None => None,
        }
    }

    /// The point one span earlier, or `None` where the difference leaves the range.
    #[must_use]
    pub const fn checked_sub(self, span: Span) -> Option<Time> {
        match self.0.checked_sub(span.nanos()) {
            Some(nanos) => Some(Time(nanos)),
            None => None,
        }
    }

    /// How long ago `earlier` was; zero if it is in fact later, [`Span::MAX`] at most.
    #[must_use]
    pub const fn since(self, earlier: Time) -> Span {
        let apart = self.0.saturating_sub(earlier.0);
        Span::from_nanos(if apart < 0 { 0 } else { apart as u64 })
    }
}

const fn scaled(count: i64, nanos_each: i64, unit: &'static str) -> Result<Time, TimeError> {
    match count.checked_mul(nanos_each) {
        Some(nanos) => Ok(Time(nanos)),
        None => Err(TimeError::OutOfRange { unit, found: count }),
    }
}

/// ISO 8601 in UTC, with as many decimals of the second as are not zero.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        calendar::write(f, self.0)
    }
}
