//! The lane of a feed: events come in, nothing goes out.

use std::task::Poll;

use crate::connector::{Capability, ConnectorError, FeedSource};
use crate::control::{CloseNews, Facts, Input, Inventory, PartNews, Port, PositionKey};
use crate::journal::{Asked, PortNote};
use crate::market::Link;
use crate::network::{Instant, Network};
use crate::runtime::{ConnectorState, Host};
use crate::strategy::{FeedItem, FeedTerminal};
use crate::time::Time;

use super::Lane;
use super::end::{Kept, LaneEnd};
use super::step_error::StepError;
use crate::runtime::saved::MarketState;
use crate::runtime::scribe::Scribe;

/// The lane of a feed.
#[derive(Debug)]
pub struct FeedLane<T, S> {
    terminal: FeedTerminal<T>,
    source: Ahead<T, S>,
    is_silent: bool,
}

/// A source whose next event can be looked at. What is wrong with an event is said once those before it are taken.
#[derive(Debug)]
pub struct Ahead<T, S> {
    source: S,
    next: Option<(Time, T)>,
    last: Time,
    is_over: bool,
}

impl<T, S: FeedSource<T>> Ahead<T, S> {
    pub(crate) fn new(source: S) -> Result<Self, ConnectorError> {
        let mut ahead = Self { source, next: None, last: Time::MIN, is_over: false };
        ahead.look()?;
        Ok(ahead)
    }

    pub(crate) fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.look()?;
        Ok(self.next.as_ref().map(|(at, _)| *at))
    }

    /// Makes sure that `next` is the next event, if there is one.
    fn look(&mut self) -> Result<(), ConnectorError> {
        if self.next.is_some() || self.is_over {
            return Ok(());
        }
        match self.source.poll_event()? {
            Poll::Ready(Some((found, _))) if found < self.last => {
                Err(ConnectorError::Backwards { connector: "feed".into(), last: self.last, found })
            }
            Poll::Ready(Some((at, event))) => {
                self.last = at;
                self.next = Some((at, event));
                Ok(())
            }
            Poll::Ready(None) => {
                self.is_over = true;
                Ok(())
            }
            Poll::Pending => Ok(()),
        }
    }

    fn take(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        self.look()?;
        Ok(self.next.take())
    }
}

impl<T: FeedItem, S: FeedSource<T>> FeedLane<T, S> {
    pub(crate) fn new(terminal: FeedTerminal<T>, source: Ahead<T, S>) -> Self {
        Self { terminal, source, is_silent: false }
    }

    /// The next event; a source that cannot go on is not asked again.
    fn take(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        let taken = self.source.take();
        self.is_silent |= taken.is_err();
        taken
    }
}

impl<T: FeedItem, S: FeedSource<T>> Lane for FeedLane<T, S> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        match self.is_silent {
            true => Ok(None),
            false => self.source.next_at().inspect_err(|_| self.is_silent = true),
        }
    }

    fn has_news(&self) -> bool {
        !self.is_silent && self.source.next.is_some()
    }

    fn feed<const J: bool, H: Host>(
        &mut self,
        port: usize,
        instant: &mut Instant<'_>,
        scribe: &mut Scribe,
        _: &mut H,
    ) -> Result<(), StepError> {
        let Some((_, event)) = self.take()? else { return Ok(()) };
        scribe.arrives::<J, _>(port, &event);
        Ok(instant.put(&self.terminal.events, event)?)
    }

    fn act<const J: bool, H: Host>(
        &mut self,
        _: usize,
        _: Time,
        _: &mut Network,
        _: &mut Scribe,
        _: &mut H,
    ) -> Result<(), ConnectorError> {
        Ok(())
    }
}

impl<T: FeedItem, S: FeedSource<T>> LaneEnd for FeedLane<T, S> {
    fn name(&self) -> String {
        "feed".to_owned()
    }

    fn note(&self) -> PortNote {
        PortNote::feed::<T>()
    }

    fn capability(&self) -> Capability {
        Capability::default()
    }

    fn wind(&mut self, _reason: &str) {}

    fn seal(&mut self, _reason: &str, _cancels_pass: bool) -> Vec<String> {
        Vec::new()
    }

    fn waiting(&self) -> Vec<(u64, Asked)> {
        Vec::new()
    }

    fn inventory(&mut self, _port: Port, _inventory: &mut Inventory) {}

    fn in_flight(&self) -> u64 {
        0
    }

    fn learnt(&mut self, _port: Port, _news: &mut Vec<Input>) {}

    fn cancel(&mut self, _at: Time, _id: u64) -> bool {
        false
    }

    fn query(&mut self, _at: Time, _id: u64) {}

    fn positions(&mut self, _port: Port, _keys: &mut Vec<PositionKey>) {}

    fn close(&mut self, _at: Time, _key: PositionKey) -> CloseNews {
        CloseNews::Flat
    }

    fn end_closing(&mut self) {}

    fn part(&mut self, _at: Time) -> (PartNews, Option<Time>) {
        (PartNews::Ended, None)
    }

    fn has_unread(&self, _at: Time) -> bool {
        false
    }

    fn absorb(&mut self, at: Time) -> Result<(), ConnectorError> {
        match self.next_at()? {
            Some(next) if next <= at => self.take().map(drop),
            _ => Ok(()),
        }
    }

    fn silence(&mut self) {
        self.source.next = None;
        self.is_silent = true;
    }

    fn lose(&mut self, _at: Time) {
        self.silence();
    }

    fn is_lost(&self) -> bool {
        true
    }

    fn state_of_connector(&self) -> ConnectorState {
        match (self.is_silent, self.source.is_over) {
            (true, _) => ConnectorState::Lost,
            (false, true) => ConnectorState::Ended,
            (false, false) => ConnectorState::Connected,
        }
    }

    fn link(&self) -> Option<Link> {
        None
    }

    fn queued(&self) -> u64 {
        0
    }

    fn state(&self) -> Option<MarketState> {
        None
    }

    fn facts(&self, _port: Port, _kept: Kept<'_>, _facts: &mut Facts) {}
}
