//! Waiting for the children of a scope.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::clock::{Clock, Timer};
use super::owner::Scope;
use super::report::ScopeReport;
use crate::time::Time;

/// Future of [`Scope::join`] and [`Scope::close`]: ready when all children have ended, or at the limit.
///
/// To its own parent, the scope has finished then, or was cancelled if it was. Dropped before, it is as a dropped
/// scope. Once ready it is not to be polled again; it would wait for ever.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::scope::{ChildEnd, Scope, VirtualClock};
/// use tidegate::time::Time;
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let process = Scope::root("process");
/// let (writer, stuck) = (process.child("writer"), process.child("stuck"));
/// writer.note("3 rows written");
/// writer.finish();
/// let joining = process.join(&clock, Time::from_secs(1));
/// clock.advance_to(Time::from_secs(1));
/// let report = block_on(joining);
/// assert_eq!(report.before.finished, 1); // it ended before the join began
/// assert_eq!(report.abandoned().map(|child| child.name.as_str()).collect::<Vec<_>>(), ["stuck"]);
/// assert!(stuck.is_cancelled());
/// ```
#[must_use = "futures do nothing unless polled"]
pub struct Join {
    /// Until it is ready: then the timer is disarmed, also if the future is kept.
    waiting: Option<(Scope, Timer)>,
}

impl Join {
    pub(super) fn new<C: Clock + ?Sized>(scope: Scope, clock: &C, limit: Time) -> Join {
        Join { waiting: Some((scope, clock.sleep_until(limit))) }
    }

    /// The report, and with it the end of the scope.
    fn end(scope: Scope) -> ScopeReport {
        let (children, before) = scope.node().tell();
        let (name, reason) = (scope.name().to_owned(), scope.reason().cloned());
        let report = ScopeReport { name, reason, children, before };
        if report.is_complete() && report.reason.is_none() {
            scope.finish();
        }
        report
    }
}

impl Future for Join {
    type Output = ScopeReport;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ScopeReport> {
        let Some((scope, mut limit)) = self.waiting.take() else {
            return Poll::Pending;
        };
        if scope.node().all_left(cx.waker()) || Pin::new(&mut limit).poll(cx).is_ready() {
            return Poll::Ready(Join::end(scope));
        }
        self.waiting = Some((scope, limit));
        Poll::Pending
    }
}

impl std::fmt::Debug for Join {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Join").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}
