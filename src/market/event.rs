//! What a market tells a strategy.

use super::{Book, Fills, OrderId, OrderStatus, Trade, VenueOrderId, plain_enum};
use crate::money::Market;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// A turn in the life of one of our orders, other than a fill.
///
/// ```
/// use tidegate::{market::{OrderEvent, OrderId, VenueOrderId}, money::{BtcUsdt, Only}};
/// let placed = OrderEvent::<BtcUsdt>::Placed {
///     id: OrderId::new(1),
///     instrument: Only,
///     venue: VenueOrderId(991),
/// };
/// assert_eq!(placed.id(), OrderId::new(1));
/// assert!(!placed.is_end());
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub enum OrderEvent<M: Market> {
    /// The venue has the order.
    Placed {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it trades.
        instrument: M::Instrument,
        /// The venue's name of it.
        venue: VenueOrderId,
    },
    /// The order is gone, with what was left of it.
    Cancelled {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it traded.
        instrument: M::Instrument,
    },
    /// The order was executed in full and is gone.
    Done {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it traded.
        instrument: M::Instrument,
    },
    /// The order never came to exist: a gate or the venue refused it.
    Refused {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it would have traded.
        instrument: M::Instrument,
        /// The rule that forbids it.
        rule: Cow<'static, str>,
        /// What the rule saw.
        found: Cow<'static, str>,
        /// What the rule allows.
        limit: Cow<'static, str>,
    },
    /// The venue ended the order by its own rule, as at the end of the day, with what was left of it.
    Expired {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it traded.
        instrument: M::Instrument,
    },
    /// Nobody here knows whether the venue has the order: its submission timed out, or was given up after
    /// bytes had left. Not an end: each later answer of the venue resolves it.
    Lost {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it trades, if the venue has it.
        instrument: M::Instrument,
    },
    /// The venue did not take a cancel; the order is as it was. Not an end.
    CancelRefused {
        /// Our name of the order.
        id: OrderId<M>,
        /// What it trades.
        instrument: M::Instrument,
        /// What the venue said: it does not know the order, it is too late, it has trouble of its own.
        why: Cow<'static, str>,
    },
}

plain_enum!(clone OrderEvent {
    Placed { id: id, instrument: instrument, venue: venue },
    Cancelled { id: id, instrument: instrument },
    Done { id: id, instrument: instrument },
    Refused { id: id, instrument: instrument, rule: rule, found: found, limit: limit },
    Expired { id: id, instrument: instrument },
    Lost { id: id, instrument: instrument },
    CancelRefused { id: id, instrument: instrument, why: why },
});

impl<M: Market> OrderEvent<M> {
    /// The order to which it happened.
    #[must_use]
    pub const fn id(&self) -> OrderId<M> {
        match self {
            OrderEvent::Placed { id, .. }
            | OrderEvent::Cancelled { id, .. }
            | OrderEvent::Done { id, .. }
            | OrderEvent::Refused { id, .. }
            | OrderEvent::Expired { id, .. }
            | OrderEvent::Lost { id, .. }
            | OrderEvent::CancelRefused { id, .. } => *id,
        }
    }

    /// What the order trades.
    #[must_use]
    pub const fn instrument(&self) -> M::Instrument {
        match self {
            OrderEvent::Placed { instrument, .. }
            | OrderEvent::Cancelled { instrument, .. }
            | OrderEvent::Done { instrument, .. }
            | OrderEvent::Refused { instrument, .. }
            | OrderEvent::Expired { instrument, .. }
            | OrderEvent::Lost { instrument, .. }
            | OrderEvent::CancelRefused { instrument, .. } => *instrument,
        }
    }

    /// Whether the order has no more events after this one.
    #[must_use]
    pub const fn is_end(&self) -> bool {
        match self {
            OrderEvent::Placed { .. } | OrderEvent::Lost { .. } | OrderEvent::CancelRefused { .. } => false,
            OrderEvent::Cancelled { .. }
            | OrderEvent::Done { .. }
            | OrderEvent::Refused { .. }
            | OrderEvent::Expired { .. } => true,
        }
    }
}

impl<M: Market> fmt::Display for OrderEvent<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, instrument) = (self.id(), self.instrument());
        match self {
            OrderEvent::Placed { venue, .. } => write!(f, "placed as {venue} (order {id}, {instrument})"),
            OrderEvent::Cancelled { .. } => write!(f, "cancelled (order {id}, {instrument})"),
            OrderEvent::Done { .. } => write!(f, "done (order {id}, {instrument})"),
            OrderEvent::Refused { rule, found, limit, .. } => {
                write!(f, "refused by {rule}: expected {limit}, found {found} (order {id}, {instrument})")
            }
            OrderEvent::Expired { .. } => write!(f, "expired (order {id}, {instrument})"),
            OrderEvent::Lost { .. } => write!(f, "lost (order {id}, {instrument})"),
            OrderEvent::CancelRefused { why, .. } => {
                write!(f, "cancel refused: {why} (order {id}, {instrument})")
            }
        }
    }
}

/// How well the market can be reached (R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Link {
    /// Events arrive and actions leave.
    Up,
    /// Events may be late or missing.
    Degraded,
    /// Nothing arrives; what became of orders under way is unknown.
    Down,
    /// Up again, and what the venue knows has been compared with what we know.
    Resynced,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Link::Up => "up",
            Link::Degraded => "degraded",
            Link::Down => "down",
            Link::Resynced => "resynced",
        })
    }
}

/// Anything a market can tell.
///
/// A strategy sees these as separate streams; recordings and connectors carry the sum.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub enum MarketEvent<M: Market> {
    /// Others traded.
    Trade(Trade<M>),
    /// The whole book, as it stands in no fixed order with our own orders (O9).
    Book(Book<M>),
    /// Our orders were executed (O8).
    Fills(Fills<M>),
    /// An order of ours was placed or ended.
    Order(OrderEvent<M>),
    /// The connection changed.
    Link(Link),
    /// An answer to the runtime's question where an order stands; no port shows it to a strategy.
    Status(OrderStatus<M>),
}

plain_enum!(clone MarketEvent {
    Trade { 0: trade },
    Book { 0: book },
    Fills { 0: fills },
    Order { 0: order },
    Link { 0: link },
    Status { 0: status },
});

impl<M: Market> From<Trade<M>> for MarketEvent<M> {
    fn from(trade: Trade<M>) -> Self {
        MarketEvent::Trade(trade)
    }
}

impl<M: Market> From<Book<M>> for MarketEvent<M> {
    fn from(book: Book<M>) -> Self {
        MarketEvent::Book(book)
    }
}

impl<M: Market> From<Fills<M>> for MarketEvent<M> {
    fn from(fills: Fills<M>) -> Self {
        MarketEvent::Fills(fills)
    }
}

impl<M: Market> From<OrderEvent<M>> for MarketEvent<M> {
    fn from(order: OrderEvent<M>) -> Self {
        MarketEvent::Order(order)
    }
}

impl<M: Market> From<Link> for MarketEvent<M> {
    fn from(link: Link) -> Self {
        MarketEvent::Link(link)
    }
}

impl<M: Market> From<OrderStatus<M>> for MarketEvent<M> {
    fn from(status: OrderStatus<M>) -> Self {
        MarketEvent::Status(status)
    }
}
