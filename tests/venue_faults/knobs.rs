//! What an exchange does well, and what it does wrong.

use std::collections::{BTreeMap, BTreeSet};

use tidegate::connector::Terms;
use tidegate::prelude::*;

/// What goes wrong with a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnPlace {
    /// It never arrives and its call never returns.
    Hangs,
    /// The connector gives up waiting: it may have arrived or not.
    Lost { arrives: bool },
    /// The stream tells of it long before the call returns.
    AnsweredAfter(Span),
    /// It is refused.
    Refused,
    /// What it filled at once is in the answer, and on the stream too.
    Repeated,
}

/// What goes wrong with a cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnCancel {
    /// It is not taken, for this reason.
    Refused(&'static str),
    /// It is accepted, and nothing happens.
    Ignored,
    /// No answer, and nothing happens.
    Silent,
    /// It is told as failed, and was done.
    ToldAsFailed,
}

/// All of it. The default does nothing wrong.
#[derive(Clone, Debug)]
pub(crate) struct Knobs {
    /// How long a request takes, there and back.
    pub(crate) place: Span,
    pub(crate) cancel: Span,
    pub(crate) query: Span,
    /// How long a line on the stream takes.
    pub(crate) stream: Span,
    /// How long the connector waits for the answer to a submission.
    pub(crate) patience: Span,
    pub(crate) terms: Terms<BtcUsdt>,
    pub(crate) cancels_on_logout: bool,
    /// The sweep's cancels of one instant go out as one request.
    pub(crate) bulk: bool,
    /// By the number of the order.
    pub(crate) on_place: BTreeMap<u64, OnPlace>,
    /// By the number of the order: its first cancel, its second.
    pub(crate) on_cancel: BTreeMap<u64, Vec<OnCancel>>,
    /// So many queries are answered with trouble.
    pub(crate) troubled_queries: u32,
    /// Orders of which the stream says nothing.
    pub(crate) unheard: BTreeSet<u64>,
    /// From then on new orders are refused.
    pub(crate) cancel_only: Option<Time>,
    /// How much there is for those who take.
    pub(crate) depth: i64,
    /// Others meet an order at a time, by so much.
    pub(crate) meets: Vec<(Time, u64, i64)>,
    /// Orders of somebody else on the same account.
    pub(crate) foreign: Vec<String>,
    /// Others trade every second up to this one.
    pub(crate) ticks: i32,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            place: Span::from_millis(40),
            cancel: Span::from_millis(40),
            query: Span::from_millis(40),
            stream: Span::from_millis(30),
            patience: Span::from_secs(1),
            terms: Terms::new(),
            cancels_on_logout: false,
            bulk: false,
            on_place: BTreeMap::new(),
            on_cancel: BTreeMap::new(),
            troubled_queries: 0,
            unheard: BTreeSet::new(),
            cancel_only: None,
            depth: i64::MAX,
            meets: Vec::new(),
            foreign: Vec::new(),
            ticks: 30,
        }
    }
}

impl Knobs {
    pub(crate) fn placing(mut self, id: u64, fault: OnPlace) -> Self {
        self.on_place.insert(id, fault);
        self
    }

    pub(crate) fn cancelling(mut self, id: u64, faults: impl Into<Vec<OnCancel>>) -> Self {
        self.on_cancel.insert(id, faults.into());
        self
    }

    /// Others meet this order at `millis`, by so many coins' hundredths.
    pub(crate) fn meeting(mut self, millis: u64, id: u64, hundredths: i64) -> Self {
        let at = Time::EPOCH.after(Span::from_millis(millis));
        self.meets.push((at, id, hundredths * super::exchange::COIN / 100));
        self
    }
}
