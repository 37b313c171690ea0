//! The lane of a feed: events come in, nothing goes out.

use crate::connector::{ConnectorError, FeedSource};
use crate::control::Orders;
use crate::network::{Instant, Network};
use crate::strategy::{FeedItem, FeedTerminal};
use crate::time::Time;

use super::lane::Lane;
use super::step_error::StepError;
use super::trace::Trace;

/// The lane of a feed.
#[derive(Debug)]
pub struct FeedLane<T, S> {
    terminal: FeedTerminal<T>,
    source: Ahead<T, S>,
}

/// A source of which the next event is already known.
#[derive(Debug)]
pub struct Ahead<T, S> {
    source: S,
    next: Option<(Time, T)>,
}

impl<T, S: FeedSource<T>> Ahead<T, S> {
    pub(crate) fn new(mut source: S) -> Result<Self, ConnectorError> {
        let next = source.next_event()?;
        Ok(Self { source, next })
    }

    pub(crate) fn next_at(&self) -> Option<Time> {
        self.next.as_ref().map(|(at, _)| *at)
    }

    /// Takes the next event and looks for the one after.
    fn take(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        let taken = self.next.take();
        self.next = self.source.next_event()?;
        match (&taken, &self.next) {
            (Some((last, _)), Some((found, _))) if found < last => {
                Err(ConnectorError::Backwards { connector: "feed".into(), last: *last, found: *found })
            }
            _ => Ok(taken),
        }
    }
}

impl<T: FeedItem, S: FeedSource<T>> FeedLane<T, S> {
    pub(crate) fn new(terminal: FeedTerminal<T>, source: Ahead<T, S>) -> Self {
        Self { terminal, source }
    }
}

impl<T: FeedItem, S: FeedSource<T>> Lane for FeedLane<T, S> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.source.next_at())
    }

    fn feed(&mut self, port: usize, instant: &mut Instant<'_>, trace: &mut Trace) -> Result<(), StepError> {
        let Some((_, event)) = self.source.take()? else { return Ok(()) };
        trace.serialised(port, &event);
        Ok(instant.put(&self.terminal.events, event)?)
    }

    fn act(&mut self, _: usize, _: Time, _: &mut Network, _: &mut Trace) -> Result<(), ConnectorError> {
        Ok(())
    }

    fn wind(&mut self) {}

    fn seal_and_sweep(&mut self, _at: Time) -> Result<(), ConnectorError> {
        Ok(())
    }

    fn in_flight(&self) -> u64 {
        0
    }

    fn orders(&self) -> Orders {
        Orders::default()
    }

    fn terminate(self) -> Vec<String> {
        Vec::new()
    }
}
