//! Points in time and lengths of time, as whole nanoseconds.
//!
//! A [`Time`] is a point, a [`Span`] a length; they do not mix, and neither is a bare number.
//! Nothing here reads a clock: a runtime does, and hands the reading in.
//!
//! Laws, for all times `t` and spans `s`:
//!
//! 1. `t.after(s) >= t`: a span never leads back.
//! 2. `t.after(s).since(t) == s`, unless the sum left the range; then it is [`Time::MAX`].
//! 3. [`Time::MAX`] means *never*: a deadline there does not come.

pub(crate) mod calendar;
mod error;
mod instant;
mod span;

pub use error::TimeError;
pub use instant::Time;
pub use span::Span;

/// The earlier of two times at which something is due, where `None` is never.
#[inline]
pub(crate) fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}
