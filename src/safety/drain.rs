//! Waiting until nothing is in flight.

use pin_project::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::turnstile::Turnstile;
use crate::time::Span;

/// How long a drain waits if nobody says otherwise: the eight seconds of `EXEC_SHUTDOWN_DRAIN_TIMEOUT_S` (G8).
pub const DRAIN: Span = Span::from_secs(8);

/// Evidence: after the seal there was a moment with nothing in flight. No order can have begun since but those of
/// the sweep itself.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "evidence that nobody asks for proves nothing: hand it to the next phase"]
pub struct Drained(());

/// How many submissions were still in flight when the deadline came; their outcome is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected nothing in flight at the deadline, found {0}")]
pub struct InFlight(pub u64);

/// The future of a [`drain`](super::Sweep::drain).
#[pin_project]
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Drain<'s, D> {
    turnstile: &'s Turnstile,
    #[pin]
    deadline: D,
}

impl<'s, D> Drain<'s, D> {
    /// Only for a turnstile that is sealed: the last permit wakes no one else.
    pub(super) fn new(turnstile: &'s Turnstile, deadline: D) -> Self {
        Self { turnstile, deadline }
    }
}

impl<D: Future<Output = ()>> Future for Drain<'_, D> {
    type Output = Result<Drained, InFlight>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        // First register, then look: who leaves in between wakes us.
        this.turnstile.register(context.waker());
        if this.turnstile.look().in_flight() == 0 {
            return Poll::Ready(Ok(Drained(())));
        }
        match this.deadline.poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => Poll::Ready(at_deadline(this.turnstile.look().in_flight())),
        }
    }
}

fn at_deadline(in_flight: u64) -> Result<Drained, InFlight> {
    match in_flight {
        0 => Ok(Drained(())),
        more => Err(InFlight(more)),
    }
}
