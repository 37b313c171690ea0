//! The order book as a value: what could be bought and sold, at which prices.
//!
//! A book is made once, from any list of levels, and does not change. Bids fall, asks rise, each
//! price occurs once, no level is empty, and the best bid is below the best ask. Two books are equal
//! if these are (O17). The tools of O18 make a new book or a number:
//!
//! | file | tools |
//! |---|---|
//! | `reprice.rs` | coarser prices, prices with the fee in them |
//! | `cross.rs` | the market seen from the other currency, two markets as one |
//! | `taken.rs` | what a volume costs or brings |
//!
//! Where a price has to be rounded it is rounded against whoever takes it: bids down, asks up,
//! quantities down. A book made by a tool never promises more than the book it was made from.

mod cross;
mod error;
mod reprice;
mod taken;

pub use error::BookError;
pub use taken::Taken;

use super::{Side, plain_struct};
use crate::money::{Market, Move, Price, Quantity, copies};
use serde::{Deserialize, Serialize};

/// All orders at one price.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Level<M: Market> {
    /// The price.
    pub price: Price<M>,
    /// How much can be had there.
    pub quantity: Quantity<M>,
}

copies!(Level<M: Market>);
plain_struct!(Level { price, quantity });

impl<M: Market> From<(Price<M>, Quantity<M>)> for Level<M> {
    fn from((price, quantity): (Price<M>, Quantity<M>)) -> Level<M> {
        Level { price, quantity }
    }
}

/// The whole book of one instrument.
///
/// ```
/// use tidegate::{market::Book, money::{BtcUsdt, MoneyError, Only, Price, Quantity}};
/// let level = |price: &str, quantity: &str| -> (Price<BtcUsdt>, Quantity<BtcUsdt>) {
///     (price.parse().unwrap(), quantity.parse().unwrap())
/// };
/// let book = Book::new(
///     Only,
///     [level("99", "1"), level("100", "2"), level("99", "3")],
///     [level("102", "1"), level("101", "0")],
/// )?;
/// assert_eq!(book.bids().len(), 2);
/// assert_eq!(book.bids()[1], level("99", "4").into());
/// assert_eq!(book.mid(), "101".parse().ok());
/// # Ok::<(), tidegate::market::BookError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "", try_from = "Parts<M>")]
pub struct Book<M: Market> {
    instrument: M::Instrument,
    bids: Vec<Level<M>>,
    asks: Vec<Level<M>>,
}

plain_struct!(clone Book { instrument, bids, asks });

/// What a stored book consists of; it is checked again when it is read.
#[derive(Deserialize)]
#[serde(bound = "")]
struct Parts<M: Market> {
    instrument: M::Instrument,
    bids: Vec<Level<M>>,
    asks: Vec<Level<M>>,
}

impl<M: Market> TryFrom<Parts<M>> for Book<M> {
    type Error = BookError;

    fn try_from(parts: Parts<M>) -> Result<Book<M>, BookError> {
        Book::new(parts.instrument, parts.bids, parts.asks)
    }
}

impl<M: Market> Book<M> {
    /// A book from levels in any order; equal prices are added up, empty levels left out.
    ///
    /// # Errors
    /// [`BookError::Crossed`] if the best bid is not below the best ask;
    /// [`BookError::OutOfRange`] if the quantities at one price do not fit.
    pub fn new<L: Into<Level<M>>, K: Into<Level<M>>>(
        instrument: M::Instrument,
        bids: impl IntoIterator<Item = L>,
        asks: impl IntoIterator<Item = K>,
    ) -> Result<Book<M>, BookError> {
        let bids = normalised(bids.into_iter().map(Into::into).collect(), Side::Buy)?;
        let asks = normalised(asks.into_iter().map(Into::into).collect(), Side::Sell)?;
        let book = Book { instrument, bids, asks };
        match (book.best_bid(), book.best_ask()) {
            (Some(bid), Some(ask)) if bid.price >= ask.price => {
                Err(BookError::Crossed { bid: bid.price.units(), ask: ask.price.units() })
            }
            _ => Ok(book),
        }
    }

    /// A book without levels.
    #[must_use]
    pub const fn empty(instrument: M::Instrument) -> Book<M> {
        Book { instrument, bids: Vec::new(), asks: Vec::new() }
    }

    /// What is traded.
    #[must_use]
    pub const fn instrument(&self) -> M::Instrument {
        self.instrument
    }

    /// What others would buy, the highest price first.
    #[must_use]
    pub fn bids(&self) -> &[Level<M>] {
        &self.bids
    }

    /// What others would sell, the lowest price first.
    #[must_use]
    pub fn asks(&self) -> &[Level<M>] {
        &self.asks
    }

    /// The highest price at which one can sell.
    #[must_use]
    pub fn best_bid(&self) -> Option<Level<M>> {
        self.bids.first().copied()
    }

    /// The lowest price at which one can buy.
    #[must_use]
    pub fn best_ask(&self) -> Option<Level<M>> {
        self.asks.first().copied()
    }

    /// Half way between best bid and best ask, rounded down to 1e-8.
    #[must_use]
    pub fn mid(&self) -> Option<Price<M>> {
        let bid = self.best_bid()?.price;
        bid.checked_add(Move::from_units(self.spread()?.units() / 2))
    }

    /// How far the best ask is above the best bid; always more than zero.
    #[must_use]
    pub fn spread(&self) -> Option<Move<M>> {
        Some(self.best_ask()?.price.minus(self.best_bid()?.price))
    }

    /// Stops with the name of the broken rule; for tests and debug builds.
    ///
    /// # Panics
    /// If a rule at the head of this module does not hold.
    pub fn check_invariants(&self) {
        assert!(self.bids.windows(2).all(|w| w[0].price > w[1].price), "bids fall");
        assert!(self.asks.windows(2).all(|w| w[0].price < w[1].price), "asks rise");
        assert!(self.bids.iter().chain(&self.asks).all(|l| !l.quantity.is_zero()), "no level is empty");
        assert!(self.spread().is_none_or(|s| s > Move::ZERO), "the best bid is below the best ask");
    }
}

/// Sorted from the best price on, each price once, without empty levels.
fn normalised<M: Market>(mut levels: Vec<Level<M>>, side: Side) -> Result<Vec<Level<M>>, BookError> {
    levels.retain(|level| !level.quantity.is_zero());
    match side {
        Side::Buy => levels.sort_by_key(|level| std::cmp::Reverse(level.price)),
        Side::Sell => levels.sort_by_key(|level| level.price),
    }
    let mut fits = true;
    levels.dedup_by(|later, first| {
        let same = later.price == first.price;
        if same {
            match first.quantity.checked_add(later.quantity) {
                Some(sum) => first.quantity = sum,
                None => fits = false,
            }
        }
        same
    });
    if fits { Ok(levels) } else { Err(BookError::OutOfRange { what: "quantity at one price" }) }
}
