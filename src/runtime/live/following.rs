//! The worker that reads a feed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Poll, Waker};

use super::source::SourceLine;
use crate::connector::{ConnectorError, FeedSource};
use crate::runtime::worker::{Arc, Next, Worker};
use crate::strategy::FeedItem;
use crate::time::Time;

/// Reads a source, one event at a time. It may wait for each, unless it wakes by itself.
pub(super) struct Following<T, S> {
    line: Arc<SourceLine<T>>,
    source: S,
    /// Whether it wakes by itself; `None` before it was asked.
    listens: Option<bool>,
    last: Time,
    /// It has come to its end, and said so.
    has_ended: bool,
}

impl<T: FeedItem, S: FeedSource<T>> Following<T, S> {
    pub(super) const fn new(line: Arc<SourceLine<T>>, source: S) -> Self {
        Self { line, source, listens: None, last: Time::MIN, has_ended: false }
    }

    const fn end(&mut self) -> Next {
        self.has_ended = true;
        Next::Never
    }

    fn read(&mut self, waker: &Waker) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        let source = &mut self.source;
        match *self.listens.get_or_insert_with(|| source.listen(waker)) {
            true => source.poll_event(),
            false => source.next_event().map(Poll::Ready),
        }
    }
}

impl<T: FeedItem, S: FeedSource<T>> Worker for Following<T, S> {
    fn step(&mut self, waker: &Waker) -> Next {
        match self.line.has_room(waker) {
            None => return self.end(),
            Some(false) => return Next::Woken,
            Some(true) => {}
        }
        let read = catch_unwind(AssertUnwindSafe(|| self.read(waker)))
            .unwrap_or_else(|_| Err(ConnectorError::failed("feed", "it panicked")));
        match read {
            Ok(Poll::Pending) => Next::Woken,
            Ok(Poll::Ready(Some((at, event)))) => {
                // What happened before it was heard happens now; one after the other in any case.
                self.last = self.last.max(at).max(self.line.shared.clock.now());
                self.line.push(self.last, event);
                Next::Now
            }
            Ok(Poll::Ready(None)) => {
                self.line.end(None);
                self.end()
            }
            Err(error) => {
                self.line.end(Some(error));
                self.end()
            }
        }
    }
}

impl<T, S> Drop for Following<T, S> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.line.end(Some(ConnectorError::failed("feed", "its worker is gone")));
        }
    }
}
