//! The stand-in of a feed's source.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::crew::{Shared, Watched};
use super::following::Following;
use crate::connector::{ConnectorError, FeedSource};
use crate::runtime::StandIns;
use crate::runtime::worker::{Arc, Mailbox, Workers};
use crate::strategy::FeedItem;
use crate::time::Time;

/// What a feed's stand-in and its worker share.
pub(super) struct SourceLine<T> {
    pub(super) shared: Arc<Shared>,
    state: Mailbox<State<T>>,
}

struct State<T> {
    events: VecDeque<(Time, T)>,
    failure: Option<ConnectorError>,
    is_over: bool,
    is_closed: bool,
}

impl<T> SourceLine<T> {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        let state = State { events: VecDeque::new(), failure: None, is_over: false, is_closed: false };
        Self { shared, state: Mailbox::new(state) }
    }

    /// Whether there is room for one more: `None` if nobody is there any more. The worker is woken when there is.
    pub(super) fn has_room(&self, worker: &Waker) -> Option<bool> {
        let room = self.shared.intake.room().max(1);
        self.state.turn(worker, |state| (!state.is_closed).then_some(state.events.len() < room))
    }

    pub(super) fn push(&self, at: Time, event: T) {
        self.state.look(|state| state.events.push_back((at, event)));
        self.shared.bell.ring();
    }

    /// Nothing more comes.
    pub(super) fn end(&self, failure: Option<ConnectorError>) {
        self.state.look(|state| (state.failure, state.is_over) = (failure, true));
        self.shared.bell.ring();
    }
}

impl<T> State<T> {
    fn poll(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        if let Some(event) = self.events.pop_front() {
            return Ok(Poll::Ready(Some(event)));
        }
        match self.failure.take() {
            Some(failure) => Err(failure),
            None if self.is_over => Ok(Poll::Ready(None)),
            None => Ok(Poll::Pending),
        }
    }
}

impl<T: Send> Watched for SourceLine<T> {
    fn is_over(&self) -> bool {
        self.state.look(|state| state.is_over && state.events.is_empty() && state.failure.is_none())
    }

    fn stand_ins(&self) -> StandIns {
        let waiting = self.state.look(|state| state.events.len() as u64);
        StandIns { waiting, ..StandIns::default() }
    }
}

/// Reads what a feed's worker has read.
pub(crate) struct SourceStandIn<T> {
    line: Arc<SourceLine<T>>,
}

impl<T: FeedItem> SourceStandIn<T> {
    pub(super) fn new<S: FeedSource<T>, W: Workers>(
        line: Arc<SourceLine<T>>,
        source: S,
        workers: &W,
    ) -> Self {
        let following = Following::new(Arc::clone(&line), source);
        if let Err(error) = workers.hire("feed", Box::new(following)) {
            line.end(Some(ConnectorError::failed("feed", error)));
        }
        Self { line }
    }
}

#[diagnostic::do_not_recommend]
impl<T: FeedItem> FeedSource<T> for SourceStandIn<T> {
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        loop {
            match self.poll_event()? {
                Poll::Ready(event) => return Ok(event),
                Poll::Pending => self.line.shared.bell.wait(),
            }
        }
    }

    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        let room = self.line.shared.intake.room().max(1);
        let (polled, was_full) = self.line.state.look(|state| (state.poll(), state.events.len() + 1 >= room));
        if was_full && matches!(polled, Ok(Poll::Ready(Some(_)))) {
            // There is room again, and that is all the worker waits for.
            self.line.state.call();
        }
        polled
    }
}

impl<T> Drop for SourceStandIn<T> {
    fn drop(&mut self) {
        self.line.state.put(|state| state.is_closed = true);
    }
}
