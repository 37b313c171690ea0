//! The stand-in of a producer.

use super::line::Line;
use crate::connector::{ConnectorError, Handler, Producer};
use crate::market::MarketEvent;
use crate::money::Market;
use crate::runtime::backlog::Backlog;
use crate::runtime::worker::{Arc, Ordering, lock};
use crate::time::Time;

/// Reads what the connector has heard.
pub(crate) struct ProducerStandIn<M: Market> {
    line: Arc<Line<M>>,
    read: Backlog<MarketEvent<M>>,
    /// An empty list, whose room is used again.
    empty: Vec<(Time, MarketEvent<M>)>,
    failure: Option<ConnectorError>,
}

impl<M: Market> ProducerStandIn<M> {
    pub(super) const fn new(line: Arc<Line<M>>) -> Self {
        Self { line, read: Backlog::new(), empty: Vec::new(), failure: None }
    }

    /// Whether something that was read is to be told by now.
    fn has_due(&self) -> bool {
        self.read.first_at().is_some_and(|first| first <= self.line.shared.clock.now())
    }

    /// The same for the stand-in of the terminator, whenever it may have changed.
    fn tell_terminator(&self) {
        self.line.is_read.store(!self.has_due(), Ordering::Relaxed);
    }

    /// Takes over what is in the inbox.
    fn read(&mut self) {
        // Before the look inside: what comes after it rings again.
        self.line.has_news.store(false, Ordering::Release);
        let mut inbox = lock(&self.line.inbox);
        let producer = inbox.exchange(&mut self.empty);
        let failure = inbox.failure.take();
        drop(inbox);
        producer.into_iter().for_each(std::task::Waker::wake);
        self.failure = self.failure.take().or(failure);
        for (at, event) in self.empty.drain(..) {
            self.read.push(at, event);
        }
    }
}

impl<M: Market> Producer<M> for ProducerStandIn<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        // One list after the other: what has not been heard so far keeps its place in the inbox, and its producer waits.
        if !self.has_due() && self.line.has_news.load(Ordering::Acquire) {
            self.read();
        }
        self.line.is_listened_to.store(true, Ordering::Relaxed);
        self.tell_terminator();
        let first = self.read.first_at();
        // What it told before is heard first. The failure is not this one's: the executor's answers come in here, too, and
        // nobody would ask for them any more.
        if let Some(failure) = self.failure.take_if(|_| first.is_none()) {
            self.line.fail(failure);
        }
        Ok(first)
    }

    fn produce(&mut self, mut events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.produce_to(&mut events)
    }

    fn produce_to<H: Handler<M>>(&mut self, events: &mut H) -> Result<(), ConnectorError> {
        if let Some((at, event)) = self.read.pop() {
            events.fire(at, event);
        }
        self.tell_terminator();
        Ok(())
    }
}
