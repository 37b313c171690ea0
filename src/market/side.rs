//! The direction of an order or a trade.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether the base currency is bought or sold.
///
/// ```
/// use tidegate::market::Side;
/// assert_eq!(Side::Buy.opposite(), Side::Sell);
/// assert_eq!(Side::Sell.sign(), -1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The position rises.
    Buy,
    /// The position falls.
    Sell,
}

impl Side {
    /// The side of the other party, and of an order that undoes this one.
    #[inline]
    #[must_use]
    pub const fn opposite(self) -> Side {
        match self {
            Side::Buy => Side::Sell,
            Side::Sell => Side::Buy,
        }
    }

    /// `1` for a buy and `-1` for a sale: what a unit does to the position.
    #[inline]
    #[must_use]
    pub const fn sign(self) -> i64 {
        match self {
            Side::Buy => 1,
            Side::Sell => -1,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Side::Buy => "buy",
            Side::Sell => "sell",
        })
    }
}
