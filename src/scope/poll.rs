//! Asking now and then.

use std::future::Future;
use std::ops::ControlFlow;

use super::clock::Clock;
use super::interrupt::Ended;
use super::owner::Scope;
use super::sleep::sleep;
use super::tally::{LoopEnd, Tally, at_least};
use crate::time::Span;

/// Calls `call` at once and then again `every` span after the call before has ended, until it says [`ControlFlow::Break`].
///
/// An error is counted and the polling goes on. When the scope is cancelled no further call begins; one under way is
/// run to its end.
///
/// ```
/// use futures::executor::block_on;
/// use std::ops::ControlFlow;
/// use tidegate::scope::{Ended, Scope, VirtualClock, poll};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("runner status");
/// let end = block_on(poll(&scope, &clock, Span::from_secs(1), || async {
///     Ok::<_, String>(ControlFlow::Break("ready"))
/// }));
/// assert_eq!((end.ended, end.tally.runs), (Ended::Finished("ready"), 1));
/// ```
pub async fn poll<C, W, F, T, E>(scope: &Scope, clock: &C, every: Span, mut call: W) -> LoopEnd<Ended<T>, E>
where
    C: Clock + ?Sized,
    W: FnMut() -> F,
    F: Future<Output = Result<ControlFlow<T>, E>>,
{
    let mut tally = Tally::new();
    loop {
        if let Some(reason) = scope.reason() {
            return tally.end(Ended::Cancelled(reason.clone()));
        }
        if let Some(ControlFlow::Break(value)) = tally.count(call().await) {
            return tally.end(Ended::Finished(value));
        }
        if let Ended::Cancelled(reason) = sleep(scope, clock, at_least(every)).await {
            return tally.end(Ended::Cancelled(reason));
        }
    }
}
