//! Two stamped streams, merged as their items arrive.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::{Fuse, FusedStream, Stream, StreamExt};
use pin_project::pin_project;

use super::stamped::Stamped;
use crate::time::Time;

/// What becomes of an item whose stamp is earlier than one that has gone before.
///
/// [`Stamped::merge_by_arrival`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It keeps its stamp. A network refuses it, so this is for streams that are known to be in order.
    Kept,
    /// It gets the latest stamp that has gone before: it takes effect when it is known. Who needs its own stamp
    /// too puts it into the value.
    Raised,
}

/// Stream of [`Stamped::merge_by_arrival`].
///
/// It holds no item: what it takes it gives.
#[pin_project]
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct ByArrival<A, B> {
    #[pin]
    left: Fuse<A>,
    #[pin]
    right: Fuse<B>,
    /// Whose turn it is to be asked first: a stream that is always ready must not starve the other.
    turn: Turn,
    late: Late,
    last: Time,
}

#[derive(Clone, Copy, Debug)]
enum Turn {
    Left,
    Right,
}

impl Turn {
    fn other(self) -> Turn {
        match self {
            Turn::Left => Turn::Right,
            Turn::Right => Turn::Left,
        }
    }
}

impl<A: Stamped, B: Stamped> ByArrival<A, B> {
    pub(crate) fn new(left: A, right: B, late: Late) -> Self {
        Self { left: left.fuse(), right: right.fuse(), turn: Turn::Left, late, last: Time::MIN }
    }
}

impl<A: Stamped, B: Stamped> Stream for ByArrival<A, B> {
    type Item = (Time, (Option<A::Value>, Option<B::Value>));

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        let mut pending = false;
        for turn in [*this.turn, this.turn.other()] {
            let item = match turn {
                Turn::Left => {
                    this.left.as_mut().poll_next(cx).map(|item| item.map(|(at, x)| (at, (Some(x), None))))
                }
                Turn::Right => {
                    this.right.as_mut().poll_next(cx).map(|item| item.map(|(at, x)| (at, (None, Some(x)))))
                }
            };
            match item {
                Poll::Ready(Some((at, value))) => {
                    *this.turn = turn.other();
                    *this.last = at.max(*this.last);
                    let at = if *this.late == Late::Raised { *this.last } else { at };
                    return Poll::Ready(Some((at, value)));
                }
                Poll::Ready(None) => {}
                Poll::Pending => pending = true,
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(None) }
    }
}

impl<A: Stamped, B: Stamped> FusedStream for ByArrival<A, B> {
    fn is_terminated(&self) -> bool {
        self.left.is_terminated() && self.right.is_terminated()
    }
}
