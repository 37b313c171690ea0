//! A market seen from its other currency, and two markets as one.

use super::{
    Book, BookError, Level,
    reprice::{ceil, price_of},
};
use crate::money::{Market, Price, Quantity, fixed::SCALE};

/// One squared, in units of a product of two numbers of 1e-8.
const SQUARE: i128 = SCALE as i128 * SCALE as i128;

impl<M: Market> Book<M> {
    /// The book of the inverse market, in which base and quote have changed places.
    ///
    /// Who bids for the base sells the quote: a bid at `p` for `q` is an ask at `1/p` for `p·q`.
    /// Asks are rounded up, bids and quantities down. Levels that round to nothing are left out.
    ///
    /// # Errors
    /// [`BookError::OutOfRange`] if a price or a quantity does not fit.
    pub fn inverse<I>(&self, instrument: I::Instrument) -> Result<Book<I>, BookError>
    where
        I: Market<Base = M::Quote, Quote = M::Base>,
    {
        let bids = self.asks.iter().filter(worth_something);
        let asks = self.bids.iter().filter(worth_something);
        let bids: Vec<Level<I>> = bids.map(|l| inverted(l, i128::div_euclid)).collect::<Result<_, _>>()?;
        let asks: Vec<Level<I>> = asks.map(|l| inverted(l, ceil)).collect::<Result<_, _>>()?;
        Book::new(instrument, bids.into_iter().filter(|l| l.price > Price::ZERO), asks)
    }

    /// The book of A/C from this one of A/B and the other of B/C.
    ///
    /// To buy A with C is to buy B with C and A with B. Both ladders are walked together: each step
    /// takes what the shallower one holds, at the product of both prices, asks rounded up and bids
    /// down. What is left of a level of B/C when it buys no whole unit of A is left out.
    ///
    /// # Errors
    /// [`BookError::OutOfRange`] if a price does not fit.
    pub fn cross<N, X>(&self, other: &Book<N>, instrument: X::Instrument) -> Result<Book<X>, BookError>
    where
        N: Market<Base = M::Quote>,
        X: Market<Base = M::Base, Quote = N::Quote>,
    {
        let bids: Vec<Level<X>> = walked(&self.bids, &other.bids, i128::div_euclid)?;
        let asks: Vec<Level<X>> = walked(&self.asks, &other.asks, ceil)?;
        Book::new(instrument, bids, asks)
    }
}

fn worth_something<M: Market>(level: &&Level<M>) -> bool {
    level.price > Price::ZERO
}

fn inverted<M: Market, I: Market>(
    level: &Level<M>,
    divide: impl Fn(i128, i128) -> i128,
) -> Result<Level<I>, BookError> {
    let worth = level.price.notional(level.quantity).units() / i128::from(SCALE);
    Ok(Level { price: price_of(divide(SQUARE, level.price.units().into()))?, quantity: quantity_of(worth)? })
}

/// Walks both ladders from their best prices; `divide` rounds the product of two prices.
fn walked<M: Market, N: Market, X: Market>(
    near: &[Level<M>],
    far: &[Level<N>],
    divide: impl Fn(i128, i128) -> i128,
) -> Result<Vec<Level<X>>, BookError> {
    let mut levels = Vec::new();
    // B is counted in 1e-16, so that paying for A in it is exact.
    let mut near = near.iter().map(|level| left(level, 1));
    let mut far = far.iter().map(|level| left(level, SCALE));
    let (mut a, mut b) = (near.next(), far.next());
    while let (Some((price_a, left_a)), Some((price_b, left_b))) = (a, b) {
        let affordable = if price_a == 0 { left_a } else { left_b / price_a };
        let taken = left_a.min(affordable);
        let price = price_of(divide(price_a * price_b, i128::from(SCALE)))?;
        levels.push(Level { price, quantity: quantity_of(taken)? });
        if taken == left_a {
            a = near.next();
            b = Some((price_b, left_b - taken * price_a));
        } else {
            a = Some((price_a, left_a - taken));
            b = far.next();
        }
    }
    Ok(levels)
}

/// Price and quantity of a level, the latter in `parts` of its unit.
fn left<M: Market>(level: &Level<M>, parts: i64) -> (i128, i128) {
    (level.price.units().into(), i128::from(level.quantity.units()) * i128::from(parts))
}

fn quantity_of<M: Market>(units: i128) -> Result<Quantity<M>, BookError> {
    let range = BookError::OutOfRange { what: "quantity" };
    Quantity::from_units(i64::try_from(units).map_err(|_| range)?).map_err(|_| range)
}
