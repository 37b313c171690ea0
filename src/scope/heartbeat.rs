//! Saying that one lives.

use std::future::Future;

use super::clock::Clock;
use super::interrupt::Ended;
use super::owner::Scope;
use super::reason::Reason;
use super::sleep::sleep_until;
use super::tally::{LoopEnd, Tally, at_least};
use crate::time::{Span, Time};

/// Calls `beat` at once and then `every` span, until the scope is cancelled; it gives the reason.
///
/// The beats keep their rhythm, however long one takes: those that are missed meanwhile are left out, not made up
/// for. An error is counted and the beating goes on.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::scope::{Scope, VirtualClock, heartbeat};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("heartbeat");
/// let end = block_on(heartbeat(&scope, &clock, Span::from_secs(1), || async {
///     scope.cancel("enough");
///     Ok::<_, String>(())
/// }));
/// assert_eq!((end.ended, end.tally.runs), ("enough".into(), 1));
/// ```
pub async fn heartbeat<C, W, F, E>(scope: &Scope, clock: &C, every: Span, mut beat: W) -> LoopEnd<Reason, E>
where
    C: Clock + ?Sized,
    W: FnMut() -> F,
    F: Future<Output = Result<(), E>>,
{
    let mut tally = Tally::new();
    let mut next = clock.now();
    loop {
        if let Some(reason) = scope.reason() {
            return tally.end(reason.clone());
        }
        tally.count(beat().await);
        next = following(next, at_least(every), clock.now());
        if let Ended::Cancelled(reason) = sleep_until(scope, clock, next).await {
            return tally.end(reason);
        }
    }
}

/// The first time after `now` that is a whole number of spans after `last`.
fn following(last: Time, every: Span, now: Time) -> Time {
    let (late, every) = (now.since(last).nanos().unsigned_abs(), every.nanos().unsigned_abs());
    last.after(Span::from_nanos((late / every + 1).saturating_mul(every)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_beats_are_left_out_and_the_rhythm_is_kept() {
        let (at, every) = (Time::from_secs, Span::from_secs(2));
        let next = [0, 1, 2, 3, 7].map(|now| following(at(0), every, at(now)));
        assert_eq!(next, [2, 2, 4, 4, 8].map(at));
        assert_eq!(following(at(0), Span::MAX, at(1)), Time::MAX);
    }
}
