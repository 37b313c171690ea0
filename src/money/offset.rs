//! How far a price moves.

use super::{Amount, Market, Quantity, fixed, ordered};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, marker::PhantomData};

/// The difference of two prices on market `M`, signed, in 1e-8 of the quote currency.
///
/// ```
/// use tidegate::money::{BtcUsdt, Move, Price};
/// let price: Price<BtcUsdt> = "100".parse()?;
/// let spread = Move::from_units(50_000_000);
/// assert_eq!(price.checked_add(spread).map(|p| p.to_string()).as_deref(), Some("100.5"));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Move<M: Market> {
    units: i64,
    market: PhantomData<fn() -> M>,
}

ordered!(Move<M: Market> by units);

impl<M: Market> Move<M> {
    /// No move.
    pub const ZERO: Move<M> = Move::from_units(0);

    /// A move from a count of 1e-8.
    #[inline]
    #[must_use]
    pub const fn from_units(units: i64) -> Move<M> {
        Move { units, market: PhantomData }
    }

    /// The count of 1e-8; negative for a move down.
    #[inline]
    #[must_use]
    pub const fn units(self) -> i64 {
        self.units
    }

    /// The nearest floating point number: lossy, for indicators and charts only.
    #[inline]
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / fixed::SCALE as f64
    }

    /// What the move is worth on a quantity: exact, and always in range.
    #[inline]
    #[must_use]
    pub const fn notional(self, quantity: Quantity<M>) -> Amount<M::Quote> {
        Amount::from_units(self.units as i128 * quantity.units() as i128)
    }
}

impl<M: Market> fmt::Display for Move<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.units.into(), fixed::DECIMALS).fmt(f)
    }
}

impl<M: Market> fmt::Debug for Move<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Move({self} {})", M::NAME)
    }
}

impl<M: Market> Serialize for Move<M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.units.serialize(to)
    }
}

impl<'de, M: Market> Deserialize<'de> for Move<M> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Move<M>, D::Error> {
        i64::deserialize(from).map(Move::from_units)
    }
}
