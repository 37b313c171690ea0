//! What is heard: the venue's answers as they come, and quotes at their times.

use std::task::Waker;

use tidegate::connector::{ConnectorError, Handler, MarketData, Producer, Quote};
use tidegate::prelude::*;

use super::{Shared, lock, words};

/// The producer.
pub(crate) struct Listening<D> {
    heard: Shared,
    quotes: D,
    next: Option<(Time, Quote<BtcUsdt>)>,
}

impl<D> Listening<D> {
    pub(super) const fn new(heard: Shared, quotes: D) -> Self {
        Self { heard, quotes, next: None }
    }
}

/// What is there already happens when it is heard, whatever time that is.
const NOW: Time = Time::EPOCH;

impl<D: MarketData<BtcUsdt>> Producer<BtcUsdt> for Listening<D> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        if !lock(&self.heard).lines.is_empty() {
            return Ok(Some(NOW));
        }
        if self.next.is_none() {
            self.next = self.quotes.next_quote()?;
        }
        Ok(self.next.as_ref().map(|(at, _)| *at))
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        let line = lock(&self.heard).lines.pop_front();
        if let Some(line) = line {
            events.fire(NOW, words::answer(&line)?);
            return Ok(());
        }
        match self.next.take() {
            Some((at, Quote::Trade(trade))) => events.fire_trade(at, trade),
            Some((at, Quote::Book(book))) => events.fire(at, book.into()),
            None => {}
        }
        Ok(())
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        lock(&self.heard).waker = Some(waker.clone());
        true
    }
}
