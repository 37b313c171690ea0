//! What the protocol knows of orders and positions: names and turns, no money.

use serde::{Deserialize, Serialize};

/// A port of the strategy, by its place in the strategy's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Port(pub u8);

/// An order, in whichever market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderKey {
    /// The market's port.
    pub port: Port,
    /// The client order id.
    pub id: u64,
}

/// A position, in whichever market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PositionKey {
    /// The market's port.
    pub port: Port,
    /// The instrument, by the place at which the runtime keeps it.
    pub instrument: u32,
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fate {
    /// Executed in full.
    Filled,
    /// Taken back.
    Cancelled,
    /// Never came to exist: the venue refused it.
    Rejected,
    /// Ended by the venue's own rule.
    Expired,
    /// Known to be working still, against the policy.
    LeftOpen,
    /// Nobody here knows.
    Unknown,
    /// Left working on purpose.
    Kept,
}

impl Fate {
    /// Every fate.
    pub const ALL: [Fate; 7] = [
        Fate::Filled,
        Fate::Cancelled,
        Fate::Rejected,
        Fate::Expired,
        Fate::LeftOpen,
        Fate::Unknown,
        Fate::Kept,
    ];
}

impl Fate {
    /// Whether the order may still trade.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Fate::LeftOpen | Fate::Unknown | Fate::Kept)
    }
}

impl std::fmt::Display for Fate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Fate::Filled => "filled",
            Fate::Cancelled => "cancelled",
            Fate::Rejected => "rejected",
            Fate::Expired => "expired",
            Fate::LeftOpen => "left open",
            Fate::Unknown => "unknown",
            Fate::Kept => "kept",
        })
    }
}

/// How far an order that has not ended is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// It was asked for; the venue has not answered.
    Requested,
    /// The venue has it.
    Working,
    /// Its outcome was lost.
    Lost,
}

/// What an order is to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It trades.
    Trade,
    /// It protects a position; once that is to be closed it is cancelled first, as the venue could fill both.
    Protect(PositionKey),
    /// It protects a position, at a venue that fills no closing order beyond zero: it stays until that is closed.
    ProtectToTheEnd(PositionKey),
}

/// An order that had not ended when the gates were sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LiveOrder {
    /// Which.
    pub key: OrderKey,
    /// How far it is known.
    pub known: Known,
    /// What it is for.
    pub purpose: Purpose,
}

/// Something was learnt about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderNews {
    /// The venue has it.
    Placed,
    /// It has ended, with one of the first four fates.
    Ended(End),
    /// A cancel of it was not taken.
    CancelRefused,
    /// Asked, the venue says that it is working.
    Working,
    /// Asked, the venue knows no such order, or says no more than that it is gone.
    NotFound,
    /// The question was not answered.
    Unanswered,
    /// Its outcome was lost.
    Lost,
}

/// How an order ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Executed in full.
    Filled,
    /// Taken back.
    Cancelled,
    /// Refused by the venue.
    Rejected,
    /// Ended by the venue's own rule.
    Expired,
}

impl From<End> for Fate {
    fn from(end: End) -> Fate {
        match end {
            End::Filled => Fate::Filled,
            End::Cancelled => Fate::Cancelled,
            End::Rejected => Fate::Rejected,
            End::Expired => Fate::Expired,
        }
    }
}

/// What the runtime is to do about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Cancel it.
    Cancel,
    /// Ask the venue where it stands.
    Query,
}
