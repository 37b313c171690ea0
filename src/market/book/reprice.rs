//! The same book at other prices: coarser, or with the fee in them.

use super::{Book, BookError, Level};
use crate::money::{Market, Price, Rate, fixed::SCALE};

impl<M: Market> Book<M> {
    /// The book in steps of a tick: bids rounded down to it, asks up, equal prices added up.
    ///
    /// ```
    /// use tidegate::{market::Book, money::{BtcUsdt, Only, Price, Quantity}};
    /// let (one, none): (Quantity<BtcUsdt>, [(Price<BtcUsdt>, Quantity<BtcUsdt>); 0]) = ("1".parse()?, []);
    /// let bids = [("100.4".parse()?, one), ("100.2".parse()?, one)];
    /// let coarse = Book::new(Only, bids, none).unwrap().aggregate("1".parse()?).unwrap();
    /// assert_eq!(coarse.bids(), [("100".parse()?, "2".parse()?).into()]);
    /// # Ok::<(), tidegate::money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`BookError::ZeroTick`]; [`BookError::OutOfRange`] if a rounded price or a sum does not fit.
    pub fn aggregate(&self, tick: Price<M>) -> Result<Book<M>, BookError> {
        let tick = i128::from(tick.units());
        if tick == 0 {
            return Err(BookError::ZeroTick);
        }
        self.repriced(|bid| bid.div_euclid(tick) * tick, |ask| ceil(ask, tick) * tick)
    }

    /// The book as a taker meets it who pays this fee: bids bring less, asks cost more.
    ///
    /// # Errors
    /// [`BookError::OutOfRange`] if a price leaves the range, as bids do for a rate above one;
    /// [`BookError::Crossed`] if a rebate is so high that both sides meet.
    pub fn with_fee(&self, rate: Rate) -> Result<Book<M>, BookError> {
        let (one, rate) = (i128::from(SCALE), i128::from(rate.units()));
        self.repriced(|bid| (bid * (one - rate)).div_euclid(one), |ask| ceil(ask * (one + rate), one))
    }

    fn repriced(&self, bid: impl Fn(i128) -> i128, ask: impl Fn(i128) -> i128) -> Result<Book<M>, BookError> {
        let at = |level: &Level<M>, price: &dyn Fn(i128) -> i128| {
            Ok(Level { price: price_of(price(level.price.units().into()))?, quantity: level.quantity })
        };
        let bids: Vec<Level<M>> = self.bids.iter().map(|l| at(l, &bid)).collect::<Result<_, _>>()?;
        let asks: Vec<Level<M>> = self.asks.iter().map(|l| at(l, &ask)).collect::<Result<_, _>>()?;
        Book::new(self.instrument, bids, asks)
    }
}

/// `number / by`, rounded up; `by` is above zero.
pub(super) fn ceil(number: i128, by: i128) -> i128 {
    -(-number).div_euclid(by)
}

pub(super) fn price_of<M: Market>(units: i128) -> Result<Price<M>, BookError> {
    let range = BookError::OutOfRange { what: "price" };
    Price::from_units(i64::try_from(units).map_err(|_| range)?).map_err(|_| range)
}
