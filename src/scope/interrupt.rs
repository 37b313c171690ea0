//! Work that may be dropped in the middle.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::owner::Scope;
use super::reason::Reason;

/// How a wait ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "what follows a wait depends on whether it was cancelled"]
pub enum Ended<T = ()> {
    /// What was waited for came.
    Finished(T),
    /// The scope was cancelled first.
    Cancelled(Reason),
}

impl<T> Ended<T> {
    /// What was waited for, if it came.
    #[must_use]
    pub fn finished(self) -> Option<T> {
        match self {
            Ended::Finished(value) => Some(value),
            Ended::Cancelled(_) => None,
        }
    }

    /// Why the wait was cancelled, if it was.
    #[must_use]
    pub fn cancelled(&self) -> Option<&Reason> {
        match self {
            Ended::Finished(_) => None,
            Ended::Cancelled(reason) => Some(reason),
        }
    }
}

/// Runs `work` until it ends or the scope is cancelled; then it is dropped where it waits.
///
/// Right for reading a feed, wrong for a submission: of one that is dropped nobody knows whether it happened.
/// If both come in one instant the scope's end counts; work of a scope cancelled before is not begun.
///
/// ```
/// use futures::executor::block_on;
/// use futures::future;
/// use tidegate::scope::{Ended, Scope, until_cancelled};
/// let scope = Scope::root("feed");
/// assert_eq!(block_on(until_cancelled(&scope, async { 3 })), Ended::Finished(3));
/// scope.cancel("enough");
/// let silent = until_cancelled(&scope, future::pending::<()>());
/// assert_eq!(block_on(silent), Ended::Cancelled("enough".into()));
/// ```
pub async fn until_cancelled<F: Future>(scope: &Scope, work: F) -> Ended<F::Output> {
    let mut cancelled = pin!(scope.cancelled());
    let mut work = pin!(work);
    poll_fn(|cx| match cancelled.as_mut().poll(cx) {
        Poll::Ready(reason) => Poll::Ready(Ended::Cancelled(reason)),
        Poll::Pending => work.as_mut().poll(cx).map(Ended::Finished),
    })
    .await
}
