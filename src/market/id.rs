//! Names of orders and trades that cannot be mistaken for each other.
//!
//! An order has two names: ours, given before it leaves, and the venue's, learnt when it is placed.

use crate::money::{Market, ordered};
use serde::{Deserialize, Serialize};
use std::{fmt, marker::PhantomData};

/// Our own name of an order on market `M`; rises strictly from order to order (O3).
///
/// ```
/// use tidegate::{market::OrderId, money::BtcUsdt};
/// let first = OrderId::<BtcUsdt>::new(1);
/// assert_eq!(first.next(), Some(OrderId::new(2)));
/// assert_eq!(first.to_string(), "1");
/// ```
///
/// ```compile_fail,E0308
/// use tidegate::{market::OrderId, money::{BtcUsdt, EthUsdt}};
/// assert_eq!(OrderId::<BtcUsdt>::new(1), OrderId::<EthUsdt>::new(1));
/// ```
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct OrderId<M: Market> {
    number: u64,
    #[serde(skip)]
    market: PhantomData<fn() -> M>,
}

ordered!(OrderId<M: Market> by number);

impl<M: Market> OrderId<M> {
    /// The id with this number.
    #[inline]
    #[must_use]
    pub const fn new(number: u64) -> OrderId<M> {
        OrderId { number, market: PhantomData }
    }

    /// The number of the id.
    #[inline]
    #[must_use]
    pub const fn number(self) -> u64 {
        self.number
    }

    /// The id after this one, or `None` after the last.
    #[inline]
    #[must_use]
    pub fn next(self) -> Option<OrderId<M>> {
        self.number.checked_add(1).map(OrderId::new)
    }
}

impl<M: Market> fmt::Display for OrderId<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl<M: Market> fmt::Debug for OrderId<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderId({} {})", self.number, M::NAME)
    }
}

/// The venue's name of an order, learnt when it is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VenueOrderId(pub u64);

/// The venue's number of a trade, public or of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TradeId(pub u64);

impl fmt::Display for VenueOrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TradeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
