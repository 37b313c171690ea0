//! What can go wrong when a book is made or used.

use crate::money::fixed::{DECIMALS, print};
use thiserror::Error;

/// A book that cannot be, or a question it cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BookError {
    /// Somebody would pay at least what somebody else asks.
    #[error("book: expected the best bid below the best ask, found {} and {}",
        print((*.bid).into(), DECIMALS), print((*.ask).into(), DECIMALS))]
    Crossed {
        /// The best bid in 1e-8.
        bid: i64,
        /// The best ask in 1e-8.
        ask: i64,
    },
    /// The book holds less than was asked for.
    #[error("book: expected {} to take, found {}",
        print((*.asked).into(), DECIMALS), print((*.found).into(), DECIMALS))]
    TooThin {
        /// The quantity asked for in 1e-8.
        asked: i64,
        /// The quantity in the book in 1e-8.
        found: i64,
    },
    /// Nothing was asked for, so there is no average price.
    #[error("book: expected a quantity above zero, found 0")]
    NothingAsked,
    /// A tick of zero, to which nothing can be rounded.
    #[error("book: expected a tick above zero, found 0")]
    ZeroTick,
    /// A price or a quantity that does not fit.
    #[error("book: expected a {what} between 0 and 92233720368.54775807, found one beyond")]
    OutOfRange {
        /// What does not fit.
        what: &'static str,
    },
}
