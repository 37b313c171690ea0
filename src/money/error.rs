//! What can go wrong when money is made or computed.

use super::fixed::FixedError;
use thiserror::Error;

/// A number that cannot be the money it was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is no decimal number of this kind.
    #[error("{what}: {source}")]
    Text {
        /// What was to be read: `price`, `quantity`, `amount` or `rate`.
        what: &'static str,
        /// Where the text goes wrong.
        source: FixedError,
    },
    /// Below zero where only zero or more has a meaning.
    #[error("{what}: expected zero or more, found {found} units of 1e-8")]
    Negative {
        /// What was to be made.
        what: &'static str,
        /// The number, in units of 1e-8.
        found: i64,
    },
    /// A floating point number that is no price: not a number, infinite, negative or too large.
    #[error("price: expected a number between 0 and 92233720368.54775807, found {found}")]
    NotAPrice {
        /// The number as it was given.
        found: f64,
    },
    /// A tick of zero, to which nothing can be rounded.
    #[error("tick: expected more than zero, found 0")]
    ZeroTick,
    /// A result that does not fit the type that was to hold it.
    #[error("{what}: expected a result within {limit}, found one beyond")]
    OutOfRange {
        /// What was computed.
        what: &'static str,
        /// The range of the type.
        limit: &'static str,
    },
}

impl MoneyError {
    /// A signed amount left 128 bits.
    pub(crate) const fn amount(what: &'static str) -> MoneyError {
        MoneyError::OutOfRange { what, limit: "±1.7e22 (128 bits of 1e-16)" }
    }

    /// A signed count of 1e-8 left 64 bits.
    pub(crate) const fn units(what: &'static str) -> MoneyError {
        MoneyError::OutOfRange { what, limit: "±92233720368.54775807 (64 bits of 1e-8)" }
    }
}
