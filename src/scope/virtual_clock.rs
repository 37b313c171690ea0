//! A clock that is moved by hand.
//!
//! Invariants: the armed timers are those later than now and not yet dropped; wakers run with nothing locked.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::clock::{Clock, Timer};
use crate::time::Time;

/// Virtual time: it stands still until it is advanced. Clones show the same time.
///
/// To run tasks faithfully, advance to one [`next_deadline`](VirtualClock::next_deadline) after the other and let
/// the tasks run in between.
///
/// ```
/// use tidegate::scope::{Clock, VirtualClock};
/// use tidegate::time::Time;
/// let clock = VirtualClock::new(Time::EPOCH);
/// let timer = clock.sleep_until(Time::from_secs(3));
/// assert_eq!((clock.armed(), clock.next_deadline()), (1, Some(Time::from_secs(3))));
/// clock.advance_to(Time::from_secs(5));
/// futures::executor::block_on(timer);
/// assert_eq!((clock.armed(), clock.now()), (0, Time::from_secs(5)));
/// ```
#[derive(Debug, Clone)]
pub struct VirtualClock(Arc<Mutex<Timers>>);

/// When a timer is due, and which of those of that time it is.
type Key = (Time, u64);

#[derive(Debug)]
struct Timers {
    now: Time,
    made: u64,
    armed: BTreeMap<Key, Option<Waker>>,
}

impl Timers {
    /// [`Time::MAX`] means never, also for a clock that stands there.
    fn is_due(&self, at: Time) -> bool {
        at <= self.now && at != Time::MAX
    }

    /// Disarms the first timer up to `until` and moves to its time.
    fn step(&mut self, until: Time) -> Option<Option<Waker>> {
        let (&key, _) = self.armed.first_key_value()?;
        if key.0 > until || key.0 == Time::MAX {
            return None;
        }
        self.now = self.now.max(key.0);
        self.armed.remove(&key)
    }
}

impl VirtualClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn new(now: Time) -> VirtualClock {
        VirtualClock(Arc::new(Mutex::new(Timers { now, made: 0, armed: BTreeMap::new() })))
    }

    /// Moves to `at` and wakes what is due on the way, in order of time, then of arming. Never goes back.
    ///
    /// While a timer's waker runs, the time is that timer's.
    pub fn advance_to(&self, at: Time) {
        loop {
            // In a statement of its own: the lock is released before the waker runs.
            let due = self.lock().step(at);
            match due {
                Some(waker) => waker.into_iter().for_each(Waker::wake),
                None => break,
            }
        }
        let mut timers = self.lock();
        timers.now = timers.now.max(at);
    }

    /// The time of the first armed timer; those at [`Time::MAX`] are never due and do not count.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        let timers = self.lock();
        timers.armed.keys().next().map(|key| key.0).filter(|at| *at != Time::MAX)
    }

    /// How many timers are armed: made, not due yet, and not dropped.
    #[must_use]
    pub fn armed(&self) -> usize {
        self.lock().armed.len()
    }

    fn lock(&self) -> MutexGuard<'_, Timers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Time {
        self.lock().now
    }

    fn sleep_until(&self, at: Time) -> Timer {
        let mut timers = self.lock();
        let key = (at, timers.made);
        timers.made += 1;
        if !timers.is_due(at) {
            timers.armed.insert(key, None);
        }
        Timer::new(VirtualTimer { clock: self.clone(), key })
    }
}

struct VirtualTimer {
    clock: VirtualClock,
    key: Key,
}

impl Future for VirtualTimer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut timers = self.clock.lock();
        if timers.is_due(self.key.0) {
            return Poll::Ready(());
        }
        timers.armed.insert(self.key, Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for VirtualTimer {
    fn drop(&mut self) {
        let disarmed = self.clock.lock().armed.remove(&self.key);
        // A waker may hold the last piece of a task, which may hold timers: not under the lock.
        drop(disarmed);
    }
}
