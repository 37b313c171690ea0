//! What connectors fired and no instant has taken so far.

use crate::connector::Handler;
use crate::market::MarketEvent;
use crate::money::Market;
use crate::runtime::backlog::Backlog;
use crate::time::Time;

/// Who says something about our orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    Venue,
    /// The gate, of an order that the venue never saw: nothing of it enters the books.
    Gate,
}

/// Events that were fired and not fed yet.
#[derive(Debug)]
pub(super) struct Fired<M: Market> {
    events: Backlog<(Speaker, MarketEvent<M>)>,
}

impl<M: Market> Fired<M> {
    pub(super) const fn new() -> Self {
        Self { events: Backlog::new() }
    }

    #[inline]
    pub(super) fn first_at(&self) -> Option<Time> {
        self.events.first_at()
    }

    #[inline(never)]
    pub(super) fn push(&mut self, at: Time, speaker: Speaker, event: MarketEvent<M>) {
        self.events.push(at, (speaker, event));
    }

    pub(super) fn pop(&mut self) -> Option<(Time, Speaker, MarketEvent<M>)> {
        self.events.pop().map(|(at, (speaker, event))| (at, speaker, event))
    }
}

impl<M: Market> Handler<M> for Fired<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.push(at, Speaker::Venue, event);
    }
}
