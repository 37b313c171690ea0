//! What can go wrong when a time is made from another unit.

use thiserror::Error;

/// A number that is no time of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The point lies outside the years 1677 to 2262, which 64 bits of nanoseconds can name.
    #[error("time in {unit}: expected a point between the years 1677 and 2262, found {found}")]
    OutOfRange {
        /// The unit in which the number was given.
        unit: &'static str,
        /// The number as it was given.
        found: i64,
    },
    /// A length of time below zero.
    #[error("span in nanoseconds: expected zero or more, found {found}")]
    NegativeSpan {
        /// The number as it was given.
        found: i64,
    },
}
