//! What a volume costs, or brings, when it is taken from the book at once.

use super::{
    Book, BookError, Level, plain_struct,
    reprice::{ceil, price_of},
};
use crate::money::{Amount, Market, Price, Quantity, copies};

/// The outcome of taking a volume from a book.
pub struct Taken<M: Market> {
    /// Money for one unit, over all levels; rounded up for a purchase, down for a sale.
    pub average: Price<M>,
    /// The last price that was needed: the limit that would take the same.
    pub worst: Price<M>,
    /// The exact money paid or received, without fees.
    pub amount: Amount<M::Quote>,
}

copies!(Taken<M: Market>);
plain_struct!(Taken { average, worst, amount });

impl<M: Market> Book<M> {
    /// What it costs to buy a quantity from the asks.
    ///
    /// ```
    /// use tidegate::{market::Book, money::{BtcUsdt, Only, Price, Quantity}};
    /// let none: [(Price<BtcUsdt>, Quantity<BtcUsdt>); 0] = [];
    /// let asks = [("100".parse()?, "1".parse()?), ("103".parse()?, "5".parse()?)];
    /// let taken = Book::new(Only, none, asks).unwrap().cost_to_buy("3".parse()?).unwrap();
    /// assert_eq!(taken.amount, "306".parse()?);
    /// assert_eq!((taken.average, taken.worst), ("102".parse()?, "103".parse()?));
    /// # Ok::<(), tidegate::money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`BookError::TooThin`] if the book holds less; [`BookError::NothingAsked`] for zero.
    pub fn cost_to_buy(&self, quantity: Quantity<M>) -> Result<Taken<M>, BookError> {
        taken(&self.asks, quantity, ceil)
    }

    /// What the sale of a quantity to the bids brings.
    ///
    /// # Errors
    /// [`BookError::TooThin`] if the book holds less; [`BookError::NothingAsked`] for zero.
    pub fn proceeds_of_sale(&self, quantity: Quantity<M>) -> Result<Taken<M>, BookError> {
        taken(&self.bids, quantity, i128::div_euclid)
    }
}

fn taken<M: Market>(
    levels: &[Level<M>],
    quantity: Quantity<M>,
    divide: impl Fn(i128, i128) -> i128,
) -> Result<Taken<M>, BookError> {
    if quantity.is_zero() {
        return Err(BookError::NothingAsked);
    }
    let (mut left, mut units) = (quantity.units(), 0_i128);
    for level in levels {
        let part = left.min(level.quantity.units());
        left -= part;
        // The parts add up to one quantity, so the sum stays below 2^126 as one product does.
        units += i128::from(part) * i128::from(level.price.units());
        if left == 0 {
            let average = price_of(divide(units, quantity.units().into()))?;
            return Ok(Taken { average, worst: level.price, amount: Amount::from_units(units) });
        }
    }
    Err(BookError::TooThin { asked: quantity.units(), found: quantity.units() - left })
}
