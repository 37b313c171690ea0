//! What travels between a client and the exchange, and what the exchange holds.

use tidegate::prelude::*;

/// How an order ended here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Filled,
    Cancelled,
    Expired,
}

/// An order that arrived and was taken.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) venue: u64,
    pub(crate) side: Side,
    pub(crate) price: Price<BtcUsdt>,
    pub(crate) units: i64,
    pub(crate) trades: Vec<(u64, i64)>,
    pub(crate) reduces_only: bool,
    pub(crate) end: Option<Ended>,
}

impl Held {
    pub(crate) fn filled(&self) -> i64 {
        self.trades.iter().map(|(_, units)| units).sum()
    }

    pub(crate) fn is_live(&self) -> bool {
        self.end.is_none()
    }
}

/// An order on its way in.
#[derive(Clone, Debug)]
pub(crate) struct Placing {
    pub(crate) name: String,
    pub(crate) side: Side,
    pub(crate) limit: Option<Price<BtcUsdt>>,
    pub(crate) units: i64,
    pub(crate) reduces_only: bool,
}

/// What travels, or is about to happen.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Place(u64, Placing),
    Cancel {
        call: u64,
        own: String,
        names: Vec<String>,
    },
    Query {
        name: String,
    },
    Reply(Option<u64>, Reply),
    /// On the stream of events of the account.
    Report(Report),
    /// The connector gives a submission up.
    GivenUp {
        call: u64,
        name: String,
    },
    /// Others meet an order that rests.
    Meet {
        name: String,
        units: i64,
    },
    /// Others trade.
    Tick,
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// With the fills that it had at once.
    Placed(String, Vec<(u64, i64)>),
    Refused(String, &'static str),
    CancelTaken,
    CancelRefused(Vec<String>, &'static str),
    Found(String, Held),
    NotFound(String),
    Trouble(String),
}

/// A line on the stream. As at some exchanges, the one about a cancel carries the cancel's own name in the field
/// where the others have the order's, and the order's in another.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) name: String,
    pub(crate) original: Option<String>,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    New,
    Trade { trade: u64, units: i64 },
    Gone(Ended),
}
