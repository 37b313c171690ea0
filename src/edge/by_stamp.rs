//! Two stamped streams, merged in the order of their stamps.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::stream::{FusedStream, Peekable, Stream, StreamExt};
use pin_project::pin_project;

use super::stamped::Stamped;
use crate::time::Time;

/// Stream of [`Stamped::merge_by_stamp`].
///
/// It holds one item of each stream: to know which is first it must have seen both.
#[pin_project]
#[must_use = "streams do nothing unless polled"]
pub struct ByStamp<A: Stamped, B: Stamped> {
    #[pin]
    left: Peekable<A>,
    #[pin]
    right: Peekable<B>,
}

impl<A: Stamped, B: Stamped> ByStamp<A, B> {
    pub(crate) fn new(left: A, right: B) -> Self {
        Self { left: left.peekable(), right: right.peekable() }
    }
}

impl<A: Stamped, B: Stamped> std::fmt::Debug for ByStamp<A, B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByStamp").finish_non_exhaustive()
    }
}

/// The stamp of the next item, if there is one.
fn head<S: Stamped>(stream: Pin<&mut Peekable<S>>, cx: &mut Context<'_>) -> Poll<Option<Time>> {
    stream.poll_peek(cx).map(|item| item.map(|(at, _)| *at))
}

/// The next item, which has been seen, if its stamp is `first`.
fn take<S: Stamped>(
    stream: Pin<&mut Peekable<S>>,
    cx: &mut Context<'_>,
    head: Option<Time>,
    first: Time,
) -> Option<S::Value> {
    match head == Some(first) {
        true => match stream.poll_next(cx) {
            Poll::Ready(item) => item.map(|(_, value)| value),
            Poll::Pending => None,
        },
        false => None,
    }
}

impl<A: Stamped, B: Stamped> Stream for ByStamp<A, B> {
    type Item = (Time, (Option<A::Value>, Option<B::Value>));

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        // Both are polled before either is waited for, so that both know whom to wake.
        let (left, right) = (head(this.left.as_mut(), cx), head(this.right.as_mut(), cx));
        let (left, right) = (ready!(left), ready!(right));
        let Some(first) = [left, right].into_iter().flatten().min() else {
            return Poll::Ready(None);
        };
        let left = take(this.left, cx, left, first);
        let right = take(this.right, cx, right, first);
        Poll::Ready(Some((first, (left, right))))
    }
}

impl<A: Stamped, B: Stamped> FusedStream for ByStamp<A, B> {
    fn is_terminated(&self) -> bool {
        self.left.is_terminated() && self.right.is_terminated()
    }
}
