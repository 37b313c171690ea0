//! What a market lane remembers from the seal on.

use std::collections::BTreeMap;

use crate::control::{End, PositionKey};
use crate::market::OrderId;
use crate::money::Market;

/// What is remembered from the seal on.
pub(super) struct Ending<M: Market> {
    /// Orders that lived when the gate was sealed or were sent since: what they were, and how they ended.
    pub(super) swept: BTreeMap<OrderId<M>, Swept>,
    /// Positions that were held when the gate was sealed, or came up since and were closed.
    pub(super) held: Vec<PositionKey>,
    pub(super) cancels_pass: bool,
    pub(super) late: Vec<String>,
    pub(super) more_late: u64,
    pub(super) discarded: u64,
    /// Its connector cannot go on: no order passes.
    pub(super) is_lost: bool,
    /// How often in a row its executor has failed to say whether it is ready.
    pub(super) failures: u8,
    /// Its producer is not asked any more.
    pub(super) is_silent: bool,
    /// Its connector has ended: nothing is sent to a closed client.
    pub(super) has_ended: bool,
}

/// An order that lived when the gate was sealed.
pub(super) struct Swept {
    pub(super) what: String,
    pub(super) end: Option<End>,
}

/// Actions beyond this many are counted, not kept.
const KEPT: usize = 1_000;

impl<M: Market> Ending<M> {
    pub(super) const fn new() -> Self {
        Self {
            swept: BTreeMap::new(),
            held: Vec::new(),
            cancels_pass: false,
            late: Vec::new(),
            more_late: 0,
            discarded: 0,
            is_lost: false,
            failures: 0,
            is_silent: false,
            has_ended: false,
        }
    }

    /// Whether a cancel of the strategy still goes out: it has not said that it is done, and the client is not closed.
    pub(super) const fn takes_cancels(&self) -> bool {
        self.cancels_pass && !self.has_ended
    }

    pub(super) fn late(&mut self, what: String) {
        match self.late.len() < KEPT {
            true => self.late.push(what),
            false => self.more_late += 1,
        }
    }
}
