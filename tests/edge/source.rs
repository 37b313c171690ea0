//! A stream that does what it is told, and counts.

use std::cell::Cell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::Stream;
use tidegate::time::Time;

/// What a source does at one poll.
#[derive(Clone, Debug)]
pub(crate) enum Step<T> {
    Give(Time, T),
    /// Is pending once and wakes at once.
    Pause,
}

/// What was seen of a source.
#[derive(Default, Debug)]
pub(crate) struct Seen {
    pub(crate) polls: Cell<usize>,
    pub(crate) taken: Cell<usize>,
    pub(crate) after_end: Cell<usize>,
    pub(crate) dropped: Cell<bool>,
}

#[derive(Debug)]
pub(crate) struct Source<T> {
    steps: VecDeque<Step<T>>,
    ended: bool,
    seen: Rc<Seen>,
}

impl<T> Source<T> {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step<T>>) -> (Self, Rc<Seen>) {
        let seen = Rc::new(Seen::default());
        (Self { steps: steps.into_iter().collect(), ended: false, seen: seen.clone() }, seen)
    }

    /// Items that are all ready, each with its second.
    pub(crate) fn ready(items: impl IntoIterator<Item = (i32, T)>) -> (Self, Rc<Seen>) {
        Self::new(items.into_iter().map(|(second, value)| Step::Give(Time::from_secs(second), value)))
    }
}

impl<T: Unpin> Stream for Source<T> {
    type Item = (Time, T);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bump = |count: &Cell<usize>| count.set(count.get() + 1);
        bump(&self.seen.polls);
        if self.ended {
            bump(&self.seen.after_end);
        }
        match self.steps.pop_front() {
            Some(Step::Give(at, value)) => {
                bump(&self.seen.taken);
                Poll::Ready(Some((at, value)))
            }
            Some(Step::Pause) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => {
                self.ended = true;
                Poll::Ready(None)
            }
        }
    }
}

impl<T> Drop for Source<T> {
    fn drop(&mut self) {
        self.seen.dropped.set(true);
    }
}
