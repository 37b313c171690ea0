//! Waiting for a time, unless the scope is cancelled.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::cancelled::Cancelled;
use super::clock::{Clock, Timer};
use super::interrupt::Ended;
use super::owner::Scope;
use crate::time::{Span, Time};

/// Waits for `span` from this call on.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::scope::{Ended, Scope, VirtualClock, sleep};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("feed");
/// let nap = sleep(&scope, &clock, Span::from_secs(60));
/// scope.cancel("enough");
/// assert_eq!(block_on(nap), Ended::Cancelled("enough".into()));
/// assert_eq!(clock.armed(), 0);
/// ```
pub fn sleep<'s, C: Clock + ?Sized>(scope: &'s Scope, clock: &C, span: Span) -> Sleep<'s> {
    sleep_until(scope, clock, clock.now().after(span))
}

/// Waits until `at`; not at all if that is past.
pub fn sleep_until<'s, C: Clock + ?Sized>(scope: &'s Scope, clock: &C, at: Time) -> Sleep<'s> {
    let timer = (!scope.is_cancelled()).then(|| clock.sleep_until(at));
    Sleep { cancelled: scope.cancelled(), timer }
}

/// Future of [`sleep`] and [`sleep_until`]. Its timer is disarmed when it is ready, and when it is dropped.
///
/// It borrows its scope, so it cannot outlive it.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Sleep<'s> {
    cancelled: Cancelled<'s>,
    timer: Option<Timer>,
}

impl Future for Sleep<'_> {
    type Output = Ended;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ended> {
        if let Poll::Ready(reason) = Pin::new(&mut self.cancelled).poll(cx) {
            self.timer = None;
            return Poll::Ready(Ended::Cancelled(reason));
        }
        match self.timer.as_mut().map(|timer| Pin::new(timer).poll(cx)) {
            Some(Poll::Pending) => Poll::Pending,
            Some(Poll::Ready(())) | None => {
                self.timer = None;
                Poll::Ready(Ended::Finished(()))
            }
        }
    }
}
