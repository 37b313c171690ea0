//! What a strategy asks of a market, and why.
//!
//! There is no action that stops a market: stopping is the runtime's business (R1).

use super::{OrderId, Side, batch, plain_enum, plain_struct};
use crate::money::{Market, Price, Quantity, copies};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// A request to market `M`; what becomes of it is told by events (O2).
///
/// ```
/// use tidegate::{market::{Action, OrderId, Side}, money::{BtcUsdt, Only}};
/// let bid = Action::<BtcUsdt>::Limit {
///     id: OrderId::new(1),
///     instrument: Only,
///     side: Side::Buy,
///     price: "61800".parse()?,
///     quantity: "0.01".parse()?,
/// };
/// assert_eq!(bid.to_string(), "limit buy 0.01 @ 61800 (order 1, only)");
/// let advice = bid.because("fast average crossed above slow");
/// assert_eq!(advice.reason, "fast average crossed above slow");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub enum Action<M: Market> {
    /// Buy or sell at this price or a better one.
    Limit {
        /// Our name of the order, above all earlier ones.
        id: OrderId<M>,
        /// What to trade.
        instrument: M::Instrument,
        /// Whether to buy or to sell.
        side: Side,
        /// The worst price to accept.
        price: Price<M>,
        /// How much.
        quantity: Quantity<M>,
    },
    /// Buy or sell at what the market asks.
    Market {
        /// Our name of the order, above all earlier ones.
        id: OrderId<M>,
        /// What to trade.
        instrument: M::Instrument,
        /// Whether to buy or to sell.
        side: Side,
        /// How much.
        quantity: Quantity<M>,
    },
    /// Take an order back; it may fill all the same (O2).
    Cancel {
        /// The order to take back.
        id: OrderId<M>,
        /// What it trades.
        instrument: M::Instrument,
    },
}

copies!(Action<M: Market>);
plain_enum!(Action {
    Limit { id: id, instrument: instrument, side: side, price: price, quantity: quantity },
    Market { id: id, instrument: instrument, side: side, quantity: quantity },
    Cancel { id: id, instrument: instrument },
});

impl<M: Market> Action<M> {
    /// The order that is asked for or taken back.
    #[inline]
    #[must_use]
    pub const fn id(&self) -> OrderId<M> {
        match *self {
            Action::Limit { id, .. } | Action::Market { id, .. } | Action::Cancel { id, .. } => id,
        }
    }

    /// What the order trades.
    #[inline]
    #[must_use]
    pub const fn instrument(&self) -> M::Instrument {
        match *self {
            Action::Limit { instrument, .. }
            | Action::Market { instrument, .. }
            | Action::Cancel { instrument, .. } => instrument,
        }
    }

    /// The side of a new order; `None` for a cancel.
    #[inline]
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match *self {
            Action::Limit { side, .. } | Action::Market { side, .. } => Some(side),
            Action::Cancel { .. } => None,
        }
    }

    /// How much a new order is for; `None` for a cancel.
    #[inline]
    #[must_use]
    pub const fn quantity(&self) -> Option<Quantity<M>> {
        match *self {
            Action::Limit { quantity, .. } | Action::Market { quantity, .. } => Some(quantity),
            Action::Cancel { .. } => None,
        }
    }

    /// The worst price a limit order accepts; `None` for the others.
    #[inline]
    #[must_use]
    pub const fn limit(&self) -> Option<Price<M>> {
        match *self {
            Action::Limit { price, .. } => Some(price),
            Action::Market { .. } | Action::Cancel { .. } => None,
        }
    }

    /// The action with the reasoning that led to it, for the journal and the report (O16).
    #[inline]
    #[must_use]
    pub fn because(self, reason: impl Into<Cow<'static, str>>) -> Advice<M> {
        Advice { action: self, reason: reason.into(), protects: false }
    }

    /// The action as one that protects a position; see [`Advice::protecting`].
    #[inline]
    #[must_use]
    pub fn protecting(self) -> Advice<M> {
        Advice::from(self).protecting()
    }
}

impl<M: Market> fmt::Display for Action<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Limit { id, instrument, side, price, quantity } => {
                write!(f, "limit {side} {quantity} @ {price} (order {id}, {instrument})")
            }
            Action::Market { id, instrument, side, quantity } => {
                write!(f, "market {side} {quantity} (order {id}, {instrument})")
            }
            Action::Cancel { id, instrument } => write!(f, "cancel (order {id}, {instrument})"),
        }
    }
}

/// An action with its reasoning, which is empty if none was given, and what is to be known at a shutdown.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Advice<M: Market> {
    /// What to do.
    pub action: Action<M>,
    /// Why, in words for people.
    pub reason: Cow<'static, str>,
    /// Whether the order protects a position: a shutdown that keeps the position keeps the order too.
    pub protects: bool,
}

plain_struct!(clone Advice { action, reason, protects });

impl<M: Market> Advice<M> {
    /// Marks an order that protects a position, as a stop does: a shutdown that keeps the position keeps the
    /// order too, and one that closes the position cancels the order after that.
    ///
    /// ```
    /// use tidegate::{market::{Action, OrderId, Side}, money::{BtcUsdt, Only}};
    /// let (id, instrument, side) = (OrderId::<BtcUsdt>::new(2), Only, Side::Sell);
    /// let stop = Action::Limit { id, instrument, side, price: "58000".parse()?, quantity: "1".parse()? };
    /// assert!(stop.because("2 % below the entry").protecting().protects);
    /// assert!(stop.protecting().protects);
    /// assert!(!stop.because("take profit").protects);
    /// # Ok::<(), tidegate::money::MoneyError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn protecting(mut self) -> Advice<M> {
        self.protects = true;
        self
    }
}

impl<M: Market> From<Action<M>> for Advice<M> {
    fn from(action: Action<M>) -> Advice<M> {
        Advice { action, reason: Cow::Borrowed(""), protects: false }
    }
}

batch! {
    /// The advice of one instant, in the order in which it is to be carried out.
    ///
    /// Up to two need no allocation.
    ///
    /// ```
    /// use tidegate::{market::{Action, Actions, OrderId}, money::{BtcUsdt, Only}};
    /// let cancel = |id| Action::<BtcUsdt>::Cancel { id: OrderId::new(id), instrument: Only };
    /// let both = Actions::from(cancel(1)).join(cancel(2).because("quote is stale").into());
    /// let ids: Vec<_> = both.iter().map(|advice| advice.action.id().number()).collect();
    /// assert_eq!(ids, [1, 2]);
    /// ```
    Actions of Advice, inline 2
}

impl<M: Market> From<Action<M>> for Actions<M> {
    fn from(action: Action<M>) -> Actions<M> {
        Advice::from(action).into()
    }
}

impl<M: Market> From<Option<Action<M>>> for Actions<M> {
    fn from(action: Option<Action<M>>) -> Actions<M> {
        action.into_iter().collect()
    }
}
