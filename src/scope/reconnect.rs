//! A connection that is made again when it is lost.

use std::future::Future;

use super::back_off::BackOff;
use super::clock::Clock;
use super::interrupt::Ended;
use super::owner::Scope;
use super::sleep::sleep;
use super::tally::{LoopEnd, Tally, at_least};

/// How one session of [`reconnect`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link<E> {
    /// There was no connection: the next wait is longer.
    Refused(E),
    /// There was one, and it is lost: the waits begin anew.
    Lost(E),
    /// It is over for good: no further session.
    Closed,
}

/// Runs `session` again and again until it says [`Link::Closed`], and backs off in between.
///
/// A session connects and reads until the connection is lost. It is not dropped in the middle: its own waits
/// borrow the same scope, for instance through [`until_cancelled`](super::until_cancelled). When the scope is
/// cancelled no further session begins.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::scope::{BackOff, Ended, Link, Scope, VirtualClock, reconnect};
/// use tidegate::time::{Span, Time};
///
/// let clock = VirtualClock::new(Time::EPOCH);
/// let scope = Scope::root("quotes");
/// let end = block_on(reconnect(&scope, &clock, BackOff::new(Span::from_secs(1)), || async {
///     scope.cancel("SIGTERM");
///     Link::Lost("end of stream")
/// }));
/// assert_eq!(end.ended, Ended::Cancelled("SIGTERM".into()));
/// assert_eq!((end.tally.runs, end.tally.last_error), (1, Some("end of stream")));
/// ```
pub async fn reconnect<C, W, F, E>(
    scope: &Scope,
    clock: &C,
    mut back_off: BackOff,
    mut session: W,
) -> LoopEnd<Ended, E>
where
    C: Clock + ?Sized,
    W: FnMut() -> F,
    F: Future<Output = Link<E>>,
{
    let mut tally = Tally::new();
    loop {
        if let Some(reason) = scope.reason() {
            return tally.end(Ended::Cancelled(reason.clone()));
        }
        let link = session().await;
        if let Link::Lost(_) = link {
            back_off.reset();
        }
        if tally.count(outcome(link)).is_some() {
            return tally.end(Ended::Finished(()));
        }
        if let Ended::Cancelled(reason) = sleep(scope, clock, at_least(back_off.step())).await {
            return tally.end(Ended::Cancelled(reason));
        }
    }
}

fn outcome<E>(link: Link<E>) -> Result<(), E> {
    match link {
        Link::Closed => Ok(()),
        Link::Refused(error) | Link::Lost(error) => Err(error),
    }
}
