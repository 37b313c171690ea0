//! A bounded number of attempts.

use std::future::Future;
use std::num::NonZeroU32;

use super::back_off::BackOff;
use super::clock::Clock;
use super::interrupt::Ended;
use super::owner::Scope;
use super::reason::Reason;
use super::sleep::sleep;
use super::tally::{LoopEnd, Tally, at_least};

/// How [`retry`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retried<T> {
    /// An attempt succeeded.
    Done(T),
    /// All attempts failed; the tally has the last error.
    GaveUp,
    /// The scope was cancelled before an attempt succeeded.
    Cancelled(Reason),
}

/// Tries `work` until it succeeds, at most `attempts` times, and backs off in between.
///
/// When the scope is cancelled no further attempt begins; one under way is run to its end, and counts if it succeeds.
///
/// ```
/// use futures::executor::block_on;
/// use std::num::NonZeroU32;
/// use tidegate::scope::{BackOff, Retried, Scope, VirtualClock, retry};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("writer");
/// let once = NonZeroU32::MIN;
/// let end = block_on(retry(&scope, &clock, once, BackOff::new(Span::from_secs(1)), || async {
///     Err::<(), _>("disk full")
/// }));
/// assert_eq!(end.ended, Retried::GaveUp);
/// assert_eq!((end.tally.runs, end.tally.last_error), (1, Some("disk full")));
/// ```
pub async fn retry<C, W, F, T, E>(
    scope: &Scope,
    clock: &C,
    attempts: NonZeroU32,
    mut back_off: BackOff,
    mut work: W,
) -> LoopEnd<Retried<T>, E>
where
    C: Clock + ?Sized,
    W: FnMut() -> F,
    F: Future<Output = Result<T, E>>,
{
    let mut tally = Tally::new();
    for left in (0..attempts.get()).rev() {
        if let Some(reason) = scope.reason() {
            return tally.end(Retried::Cancelled(reason.clone()));
        }
        if let Some(value) = tally.count(work().await) {
            return tally.end(Retried::Done(value));
        }
        if left > 0
            && let Ended::Cancelled(reason) = sleep(scope, clock, at_least(back_off.step())).await
        {
            return tally.end(Retried::Cancelled(reason));
        }
    }
    tally.end(Retried::GaveUp)
}
