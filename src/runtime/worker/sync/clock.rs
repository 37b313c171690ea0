//! Time for schedules: it stands still until somebody's wait is over.
//!
//! A task of its own lets it pass: each time that it is given a turn, it goes to the end of the shortest wait and rings
//! there. So *when* a wait ends beside all else that could happen is a choice of the schedule. It is the only task that
//! is detached; by that a scheduler knows it, and can give it its turn when nobody else wants one.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use shuttle::sync::Condvar;

/// std's lock, which is never held while others could have a turn.
type Shared = Arc<Mutex<State>>;

shuttle::lazy_static! {
    static ref CLOCK: Shared = start();
}

/// The time, and who waits for a later one.
#[derive(Default)]
struct State {
    now: Duration,
    waits: BTreeMap<Key, Arc<Condvar>>,
    begun: u64,
    /// The task that lets time pass, while there is nothing to wait for.
    idle: Option<Waker>,
}

/// When a wait is over, and its number.
type Key = (Duration, u64);

fn start() -> Shared {
    let shared = Shared::default();
    // Without its handle it is detached: no run waits for time to end.
    drop(shuttle::future::spawn(pass(Arc::clone(&shared))));
    shared
}

fn look(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets time pass, from the end of one wait to that of the next.
async fn pass(shared: Shared) {
    loop {
        let rung = poll_fn(|context| {
            let mut state = look(&shared);
            let first = state.waits.first_key_value().map(|((at, _), rung)| (*at, Arc::clone(rung)));
            let Some((at, rung)) = first else {
                state.idle = Some(context.waker().clone());
                return Poll::Pending;
            };
            state.now = state.now.max(at);
            Poll::Ready(rung)
        });
        // Who is about to wait and does not yet hears the next one: a wait that is over stays until its waiter has seen it.
        rung.await.notify_all();
    }
}

pub(super) fn now() -> Duration {
    look(&CLOCK).now
}

/// Notifies at this time whoever waits there, until this is dropped.
pub(super) fn ring_at(at: Duration, rung: &Arc<Condvar>) -> Alarm {
    let mut state = look(&CLOCK);
    state.begun += 1;
    let key = (at, state.begun);
    state.waits.insert(key, Arc::clone(rung));
    let idle = state.idle.take();
    drop(state);
    idle.into_iter().for_each(Waker::wake);
    Alarm(key)
}

/// A wait that has not been ended.
pub(super) struct Alarm(Key);

impl Drop for Alarm {
    fn drop(&mut self) {
        look(&CLOCK).waits.remove(&self.0);
    }
}
