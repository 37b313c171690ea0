//! Our resting orders on one side of one instrument, best price first, earlier first at one price.
//!
//! Ids rise with the order of arrival (O3), so an id serves as the time.

use crate::market::{OrderId, Side};
use crate::money::{Market, Price, Quantity};
use std::collections::BTreeMap;

/// Rises from the best price to the worst.
type Rank = i64;

/// The resting orders of one side.
#[derive(Debug)]
pub(super) struct Ladder<M: Market> {
    side: Side,
    orders: BTreeMap<(Rank, OrderId<M>), Resting<M>>,
}

/// An order that rests.
#[derive(Debug)]
struct Resting<M: Market> {
    limit: Price<M>,
    left: Quantity<M>,
    filled: Quantity<M>,
}

/// A part of a resting order that a trade reaches.
#[derive(Debug)]
pub(super) struct Met<M: Market> {
    pub(super) id: OrderId<M>,
    pub(super) price: Price<M>,
    pub(super) part: Quantity<M>,
    pub(super) is_all: bool,
}

impl<M: Market> Ladder<M> {
    pub(super) const fn new(side: Side) -> Self {
        Self { side, orders: BTreeMap::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.orders.len()
    }

    /// The orders with what is left of them.
    pub(super) fn ids(&self) -> impl Iterator<Item = OrderId<M>> {
        self.orders.keys().map(|&(_, id)| id)
    }

    pub(super) fn rest(&mut self, id: OrderId<M>, price: Price<M>, left: Quantity<M>) {
        let resting = Resting { limit: price, left, filled: Quantity::ZERO };
        self.orders.insert((self.rank(price), id), resting);
    }

    /// How much of an order was executed; `None` if it does not rest here.
    pub(super) fn filled(&self, id: OrderId<M>) -> Option<Quantity<M>> {
        self.orders.iter().find(|((_, resting), _)| *resting == id).map(|(_, resting)| resting.filled)
    }

    pub(super) fn clear(&mut self) {
        self.orders.clear();
    }

    /// Takes the order out; whether there was one.
    pub(super) fn cancel(&mut self, id: OrderId<M>) -> bool {
        // A walk, because a strategy has a handful of orders and cancels are rare beside trades.
        let key = self.orders.keys().find(|&&(_, resting)| resting == id).copied();
        key.is_some_and(|key| self.orders.remove(&key).is_some())
    }

    /// What a trade at `price` reaches of the first order, at most `quantity` of it.
    pub(super) fn met(&self, price: Price<M>, quantity: Quantity<M>) -> Option<Met<M>> {
        let (&(rank, id), &Resting { limit, left, .. }) = self.orders.first_key_value()?;
        let is_reached = rank <= self.rank(price) && !quantity.is_zero();
        is_reached.then(|| Met { id, price: limit, part: left.min(quantity), is_all: left <= quantity })
    }

    /// Takes what was met off the first order.
    pub(super) fn take(&mut self, met: &Met<M>) {
        let Some(mut first) = self.orders.first_entry() else { return };
        let resting = first.get_mut();
        match resting.left.checked_sub(met.part) {
            Some(left) if !left.is_zero() => {
                resting.left = left;
                // It fits: filled and left together are what was ordered.
                resting.filled = resting.filled.checked_add(met.part).unwrap_or(Quantity::MAX);
            }
            _ => drop(first.remove()),
        }
    }

    /// Prices are never negative, so that their opposite exists.
    const fn rank(&self, price: Price<M>) -> Rank {
        match self.side {
            Side::Buy => -price.units(),
            Side::Sell => price.units(),
        }
    }
}
