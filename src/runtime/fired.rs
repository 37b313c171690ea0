//! What connectors fired and no instant has taken so far.

use std::collections::VecDeque;

use crate::connector::Handler;
use crate::market::MarketEvent;
use crate::money::Market;
use crate::time::Time;

/// Who says something about our orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    Venue,
    /// The gate, of an order that the venue never saw: nothing of it enters the books.
    Gate,
}

/// Events that were fired and not fed yet, in order of time; equal times in order of arrival.
#[derive(Debug)]
pub(super) struct Fired<M: Market> {
    events: VecDeque<(Time, Speaker, MarketEvent<M>)>,
}

impl<M: Market> Fired<M> {
    pub(super) const fn new() -> Self {
        Self { events: VecDeque::new() }
    }

    #[inline]
    pub(super) fn first_at(&self) -> Option<Time> {
        self.events.front().map(|(at, ..)| *at)
    }

    #[inline(never)]
    pub(super) fn push(&mut self, at: Time, speaker: Speaker, event: MarketEvent<M>) {
        match self.events.back() {
            Some((last, ..)) if *last > at => {
                let place = self.events.partition_point(|(known, ..)| *known <= at);
                self.events.insert(place, (at, speaker, event));
            }
            _ => self.events.push_back((at, speaker, event)),
        }
    }

    pub(super) fn pop(&mut self) -> Option<(Time, Speaker, MarketEvent<M>)> {
        self.events.pop_front()
    }
}

impl<M: Market> Handler<M> for Fired<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.push(at, Speaker::Venue, event);
    }
}
