//! The worker that reads a feed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Waker;

use super::source::SourceLine;
use crate::connector::{ConnectorError, FeedSource};
use crate::runtime::worker::{Arc, Next, Worker};
use crate::strategy::FeedItem;
use crate::time::Time;

/// Reads a source, one event at a time; it may wait for each.
pub(super) struct Following<T, S> {
    line: Arc<SourceLine<T>>,
    source: S,
    last: Time,
}

impl<T: FeedItem, S: FeedSource<T>> Following<T, S> {
    pub(super) const fn new(line: Arc<SourceLine<T>>, source: S) -> Self {
        Self { line, source, last: Time::MIN }
    }
}

impl<T: FeedItem, S: FeedSource<T>> Worker for Following<T, S> {
    fn step(&mut self, waker: &Waker) -> Next {
        match self.line.has_room(waker) {
            None => return Next::Never,
            Some(false) => return Next::Woken,
            Some(true) => {}
        }
        let read = catch_unwind(AssertUnwindSafe(|| self.source.next_event()))
            .unwrap_or_else(|_| Err(ConnectorError::failed("feed", "it panicked")));
        match read {
            Ok(Some((at, event))) => {
                // What happened before it was heard happens now; one after the other in any case.
                self.last = self.last.max(at).max(self.line.shared.clock.now());
                self.line.push(self.last, event);
                Next::Now
            }
            Ok(None) => {
                self.line.end(None);
                Next::Never
            }
            Err(error) => {
                self.line.end(Some(error));
                Next::Never
            }
        }
    }
}
