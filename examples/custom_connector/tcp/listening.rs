//! What is heard: the venue's answers as they come, and quotes at their times.

use std::sync::Arc;
use std::task::Waker;

use tidegate::connector::{ConnectorError, Handler, MarketData, Producer, Quote};
use tidegate::prelude::*;

use super::line::{Heard, Line};
use super::{NOW, words};

/// The producer.
pub(crate) struct Listening<D> {
    line: Arc<Line>,
    quotes: D,
    next: Option<(Time, Quote<BtcUsdt>)>,
}

impl<D> Listening<D> {
    pub(super) const fn new(line: Arc<Line>, quotes: D) -> Self {
        Self { line, quotes, next: None }
    }
}

impl<D: MarketData<BtcUsdt>> Producer<BtcUsdt> for Listening<D> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        if self.line.has_news() {
            return Ok(Some(NOW));
        }
        if self.next.is_none() {
            self.next = self.quotes.next_quote()?;
        }
        Ok(self.next.as_ref().map(|(at, _)| *at))
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        match self.line.next() {
            Some(Heard::Line(line)) => {
                events.fire(NOW, words::answer(&line)?);
                return Ok(());
            }
            Some(Heard::Link(link)) => {
                events.fire(NOW, link.into());
                return Ok(());
            }
            None => {}
        }
        match self.next.take() {
            Some((at, Quote::Trade(trade))) => events.fire_trade(at, trade),
            Some((at, Quote::Book(book))) => events.fire(at, book.into()),
            None => {}
        }
        Ok(())
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.line.listen(waker);
        true
    }
}
