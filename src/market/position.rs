//! What is held, and what closing it has earned, first in first out.
//!
//! A position is a queue of lots, all bought or all sold. A fill on the same side adds a lot; one on
//! the other side closes the oldest lots and, past zero, opens a lot the other way. Lots of one price
//! that follow each other are one, so the queue is as long as the prices held are different.
//!
//! For one instrument: a venue with many has one position for each (`per_key`).

use super::{Fill, Side, plain_struct};
use crate::money::{Amount, Market, MoneyError, Price, Quantity, copies, fixed};
use serde::{Deserialize, Serialize};
use std::{collections::VecDeque, fmt};

/// What a fill did to a position.
pub struct Realized<M: Market> {
    /// The profit of the lots it closed, before fees; negative for a loss.
    pub profit: Amount<M::Quote>,
    /// How much it closed.
    pub closed: Quantity<M>,
    /// How much it opened.
    pub opened: Quantity<M>,
}

copies!(Realized<M: Market>);
plain_struct!(Realized { profit, closed, opened });

/// What was bought or sold at one price and is still held.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Lot<M: Market> {
    price: Price<M>,
    quantity: Quantity<M>,
}

copies!(Lot<M: Market>);
plain_struct!(Lot { price, quantity });

/// A holding of the base currency: above zero if bought, below if sold.
///
/// ```
/// use tidegate::{
///     market::{Fill, Liquidity, OrderId, Position, Side, TradeId},
///     money::{Amount, BtcUsdt, Only},
/// };
/// let fill = |side, price: &str, quantity: &str| Fill::<BtcUsdt> {
///     id: OrderId::new(1),
///     trade: TradeId(1),
///     instrument: Only,
///     side,
///     price: price.parse().unwrap(),
///     quantity: quantity.parse().unwrap(),
///     fee: Amount::ZERO,
///     liquidity: Liquidity::Taker,
/// };
/// let mut position = Position::new();
/// position.apply(&fill(Side::Buy, "100", "1"))?;
/// position.apply(&fill(Side::Buy, "110", "1"))?;
/// let sale = position.apply(&fill(Side::Sell, "120", "1.5"))?;
/// assert_eq!(sale.profit, "25".parse()?); // 20 on the first, then half of 10
/// assert_eq!(position.to_string(), "0.5");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Position<M: Market> {
    units: i64,
    lots: VecDeque<Lot<M>>,
}

plain_struct!(clone Position { units, lots });

impl<M: Market> Position<M> {
    /// Nothing held.
    #[must_use]
    pub const fn new() -> Position<M> {
        Position { units: 0, lots: VecDeque::new() }
    }

    /// What is held in 1e-8 of the base currency; negative if it was sold.
    #[inline]
    #[must_use]
    pub const fn signed_units(&self) -> i64 {
        self.units
    }

    /// Whether nothing is held.
    #[inline]
    #[must_use]
    pub const fn is_flat(&self) -> bool {
        self.units == 0
    }

    /// How much is held, whichever way.
    #[must_use]
    pub fn quantity(&self) -> Quantity<M> {
        // `apply` keeps the units above the one number that has no opposite.
        Quantity::from_units(self.units.abs()).unwrap_or(Quantity::MAX)
    }

    /// The side that built the position; `None` if nothing is held.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match self.units {
            0 => None,
            1.. => Some(Side::Buy),
            _ => Some(Side::Sell),
        }
    }

    /// What closing all of it at this price would earn, before fees.
    #[must_use]
    pub fn unrealized(&self, last: Price<M>) -> Amount<M::Quote> {
        let sign = i128::from(self.units.signum());
        let gain = |lot: &Lot<M>| sign * last.minus(lot.price).notional(lot.quantity).units();
        // The lots add up to less than 2^63 units and each move is shorter: the sum fits.
        Amount::from_units(self.lots.iter().map(gain).sum())
    }

    /// Takes a fill into the position.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] if the position leaves 63 bits; it is unchanged then.
    pub fn apply(&mut self, fill: &Fill<M>) -> Result<Realized<M>, MoneyError> {
        let range = MoneyError::units("position");
        let after = self.units.checked_add(fill.signed_units()).ok_or(range)?;
        if after == i64::MIN {
            return Err(range);
        }
        let (profit, rest) = self.close(fill);
        self.open(fill.price, rest);
        self.units = after;
        self.debug_check();
        let closed = fill.quantity.checked_sub(rest).unwrap_or(Quantity::ZERO);
        Ok(Realized { profit: Amount::from_units(profit), closed, opened: rest })
    }

    /// Closes the oldest lots of the other side; returns their profit and what the fill has left.
    fn close(&mut self, fill: &Fill<M>) -> (i128, Quantity<M>) {
        let (mut profit, mut rest) = (0, fill.quantity);
        if self.side() != Some(fill.side.opposite()) {
            return (profit, rest);
        }
        while let Some(oldest) = self.lots.front_mut() {
            let part = rest.min(oldest.quantity);
            let gain = fill.price.minus(oldest.price).notional(part).units();
            profit -= i128::from(fill.side.sign()) * gain;
            rest = rest.checked_sub(part).unwrap_or(Quantity::ZERO);
            oldest.quantity = oldest.quantity.checked_sub(part).unwrap_or(Quantity::ZERO);
            if !oldest.quantity.is_zero() {
                break;
            }
            self.lots.pop_front();
        }
        (profit, rest)
    }

    fn open(&mut self, price: Price<M>, quantity: Quantity<M>) {
        if quantity.is_zero() {
            return;
        }
        match self.lots.back_mut().filter(|lot| lot.price == price) {
            // All lots together fit, as `apply` has seen.
            Some(lot) => lot.quantity = lot.quantity.checked_add(quantity).unwrap_or(Quantity::MAX),
            None => self.lots.push_back(Lot { price, quantity }),
        }
    }

    fn debug_check(&self) {
        if cfg!(debug_assertions) {
            self.check_invariants();
        }
    }

    /// Stops with the name of the broken rule; for tests and debug builds.
    ///
    /// # Panics
    /// If the lots do not add up to the position, or one of them is empty.
    pub fn check_invariants(&self) {
        let held: i128 = self.lots.iter().map(|lot| i128::from(lot.quantity.units())).sum();
        assert_eq!(held, i128::from(self.units).abs(), "the lots add up to the position");
        assert!(self.lots.iter().all(|lot| !lot.quantity.is_zero()), "no lot is empty");
    }
}

impl<M: Market> Default for Position<M> {
    fn default() -> Self {
        Position::new()
    }
}

impl<M: Market> fmt::Display for Position<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.units.into(), fixed::DECIMALS).fmt(f)
    }
}
