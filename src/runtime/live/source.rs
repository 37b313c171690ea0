//! The stand-in of a feed's source.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::crew::{Shared, Watched};
use super::following::Following;
use crate::connector::{ConnectorError, FeedSource};
use crate::runtime::StandIns;
use crate::runtime::worker::{Arc, Mutex, Workers, lock};
use crate::strategy::FeedItem;
use crate::time::Time;

/// What a feed's stand-in and its worker share.
pub(super) struct SourceLine<T> {
    pub(super) shared: Arc<Shared>,
    state: Mutex<State<T>>,
}

struct State<T> {
    events: VecDeque<(Time, T)>,
    failure: Option<ConnectorError>,
    is_over: bool,
    is_closed: bool,
    worker: Option<Waker>,
}

impl<T> SourceLine<T> {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        let state =
            State { events: VecDeque::new(), failure: None, is_over: false, is_closed: false, worker: None };
        Self { shared, state: Mutex::new(state) }
    }

    /// Whether there is room for one more: `None` if nobody is there any more. The worker is woken when there is.
    pub(super) fn has_room(&self, worker: &Waker) -> Option<bool> {
        let mut state = lock(&self.state);
        state.worker = Some(worker.clone());
        (!state.is_closed).then(|| state.events.len() < self.shared.intake.room())
    }

    pub(super) fn push(&self, at: Time, event: T) {
        lock(&self.state).events.push_back((at, event));
        self.shared.bell.ring();
    }

    /// Nothing more comes.
    pub(super) fn end(&self, failure: Option<ConnectorError>) {
        let mut state = lock(&self.state);
        state.failure = failure;
        state.is_over = true;
        drop(state);
        self.shared.bell.ring();
    }
}

impl<T: Send> Watched for SourceLine<T> {
    fn is_over(&self) -> bool {
        let state = lock(&self.state);
        state.is_over && state.events.is_empty() && state.failure.is_none()
    }

    fn stand_ins(&self) -> StandIns {
        StandIns { waiting: lock(&self.state).events.len() as u64, ..StandIns::default() }
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
        match self.poll_event()? {
            Poll::Ready(event) => Ok(event),
            Poll::Pending => Ok(None),
        }
    }

    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        let mut state = lock(&self.line.state);
        let is_full = state.events.len() >= self.line.shared.intake.room();
        if let Some(event) = state.events.pop_front() {
            let worker = if is_full { state.worker.clone() } else { None };
            drop(state);
            worker.into_iter().for_each(Waker::wake);
            return Ok(Poll::Ready(Some(event)));
        }
        match state.failure.take() {
            Some(failure) => Err(failure),
            None if state.is_over => Ok(Poll::Ready(None)),
            None => Ok(Poll::Pending),
        }
    }
}

impl<T> Drop for SourceStandIn<T> {
    fn drop(&mut self) {
        let mut state = lock(&self.line.state);
        state.is_closed = true;
        let worker = state.worker.clone();
        drop(state);
        worker.into_iter().for_each(Waker::wake);
    }
}
