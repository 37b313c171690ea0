//! A feed's source that lives with a worker.

use std::task::Poll;

use super::asked::Asked;
use crate::connector::{ConnectorError, FeedSource};
use crate::runtime::worker::Workers;
use crate::time::Time;

/// A feed's source that lives with a worker.
pub struct PlacedSource<S>(Result<Asked<S>, Option<ConnectorError>>);

impl<S: Send + 'static> PlacedSource<S> {
    pub(super) fn new<W: Workers>(source: S, workers: &W) -> Self {
        let hired = Asked::hire(workers, "feed", source);
        Self(hired.map_err(|error| Some(ConnectorError::failed("feed", error))))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static, S: FeedSource<T>> FeedSource<T> for PlacedSource<S> {
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        match &mut self.0 {
            Ok(source) => source.ask(FeedSource::next_event),
            Err(failure) => failure.take().map_or(Ok(None), Err),
        }
    }

    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        match &mut self.0 {
            Ok(source) => source.ask(FeedSource::poll_event),
            Err(failure) => failure.take().map_or(Ok(Poll::Ready(None)), Err),
        }
    }
}
