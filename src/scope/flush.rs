//! A queue that is emptied now and then, and once more at the stop.

use std::future::Future;

use super::clock::Clock;
use super::interrupt::Ended;
use super::owner::Scope;
use super::reason::Reason;
use super::sleep::sleep;
use super::tally::{LoopEnd, Tally, at_least};
use crate::time::Span;

/// How [`flush_every`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flushed {
    /// Why the scope was cancelled.
    pub reason: Reason,
    /// Whether the last flush succeeded; if not, what was in the queue is still there.
    pub complete: bool,
}

/// Calls `flush` `every` span, and exactly once more when the scope is cancelled, also if it was from the start.
///
/// Let what fills the queue end before: what is put in after the last flush stays there. An error is counted and
/// the flushing goes on. The last flush is not interrupted; the limit of the join is its limit.
///
/// ```
/// use futures::executor::block_on;
/// use std::cell::Cell;
/// use tidegate::scope::{Scope, VirtualClock, flush_every};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("recorder");
/// let (queued, stored) = (Cell::new(3), Cell::new(0));
/// scope.cancel("SIGTERM");
/// let end = block_on(flush_every(&scope, &clock, Span::from_secs(1), || async {
///     stored.set(stored.get() + queued.take());
///     Ok::<_, String>(())
/// }));
/// assert!(end.ended.complete);
/// assert_eq!((stored.get(), end.tally.runs), (3, 1));
/// ```
pub async fn flush_every<C, W, F, E>(
    scope: &Scope,
    clock: &C,
    every: Span,
    mut flush: W,
) -> LoopEnd<Flushed, E>
where
    C: Clock + ?Sized,
    W: FnMut() -> F,
    F: Future<Output = Result<(), E>>,
{
    let mut tally = Tally::new();
    loop {
        let slept = sleep(scope, clock, at_least(every)).await;
        let flushed = tally.count(flush().await);
        if let Ended::Cancelled(reason) = slept {
            return tally.end(Flushed { reason, complete: flushed.is_some() });
        }
    }
}
