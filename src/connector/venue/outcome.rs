//! What one step leads to, told in the order of the contract: the order's turn, its fills, its end.

use crate::connector::Handler;
use crate::market::{Fill, Fills, OrderEvent, TradeId};
use crate::money::Market;
use crate::time::Time;

/// The events about our orders that one step causes.
#[derive(Debug)]
pub(super) struct Outcome<M: Market> {
    turn: Option<OrderEvent<M>>,
    fills: Fills<M>,
    /// Fills that the venue made before.
    before: u64,
    ends: Vec<OrderEvent<M>>,
}

impl<M: Market> Outcome<M> {
    pub(super) fn of(turn: Option<OrderEvent<M>>, before: u64) -> Self {
        Self { turn, fills: Fills::new(), before, ends: Vec::new() }
    }

    pub(super) fn fills(&self) -> u64 {
        self.fills.len() as u64
    }

    /// The number of the next fill.
    pub(super) fn next(&self) -> TradeId {
        TradeId(self.before + self.fills() + 1)
    }

    /// Adds a fill, and the order's end if it was the last.
    pub(super) fn fill(&mut self, fill: Fill<M>, is_last: bool) {
        self.fills.push(fill);
        if is_last {
            self.ends.push(OrderEvent::Done { id: fill.id, instrument: fill.instrument });
        }
    }

    pub(super) fn tell(self, at: Time, events: &mut dyn Handler<M>) {
        if let Some(turn) = self.turn {
            events.fire(at, turn.into());
        }
        if !self.fills.is_empty() {
            events.fire(at, self.fills.into());
        }
        for end in self.ends {
            events.fire(at, end.into());
        }
    }
}
