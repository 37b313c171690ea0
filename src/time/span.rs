//! A length of time, never negative.
//!
//! Making and adding spans saturates at [`Span::MAX`] (292 years): longer waits differ in nothing.

use super::{TimeError, calendar};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A length of time in nanoseconds, zero or more.
///
/// ```
/// use tidegate::time::Span;
/// let wait = Span::from_secs(1).plus(Span::from_millis(500));
/// assert_eq!(wait.nanos(), 1_500_000_000);
/// assert_eq!(wait.to_string(), "1.5s");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// The longest span, some 292 years.
    pub const MAX: Span = Span(i64::MAX);

    /// A span of nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Span {
        Span(if nanos > i64::MAX as u64 { i64::MAX } else { nanos as i64 })
    }

    /// A span of microseconds.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Span {
        Span::from_nanos(micros.saturating_mul(1_000))
    }

    /// A span of milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Span {
        Span::from_nanos(millis.saturating_mul(1_000_000))
    }

    /// A span of seconds.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Span {
        Span::from_nanos(secs.saturating_mul(1_000_000_000))
    }

    /// The length in nanoseconds, zero or more.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Whether no time passes.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Both spans, one after the other; [`Span::MAX`] at most.
    #[must_use]
    pub const fn plus(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl TryFrom<i64> for Span {
    type Error = TimeError;

    fn try_from(nanos: i64) -> Result<Span, TimeError> {
        if nanos < 0 { Err(TimeError::NegativeSpan { found: nanos }) } else { Ok(Span(nanos)) }
    }
}

impl From<Span> for i64 {
    fn from(span: Span) -> i64 {
        span.0
    }
}

/// Seconds with as many decimals as are not zero.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / calendar::NANOS_PER_SECOND)?;
        calendar::write_fraction(f, self.0 % calendar::NANOS_PER_SECOND)?;
        f.write_str("s")
    }
}
