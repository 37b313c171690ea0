//! A waker that counts, and a wait for its number.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};
use std::time::Duration;

use crate::child::LIMIT;

/// How often it was woken.
#[derive(Default)]
pub(crate) struct Counter {
    count: Mutex<u64>,
    changed: Condvar,
}

impl Counter {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn waker(self: &Arc<Self>) -> Waker {
        Waker::from(Arc::clone(self))
    }

    pub(crate) fn count(&self) -> u64 {
        *self.lock()
    }

    /// Waits until it was woken so often.
    #[track_caller]
    pub(crate) fn reaches(&self, wanted: u64) {
        assert!(self.reaches_within(LIMIT, wanted) >= wanted, "woken {} times, not {wanted}", self.count());
    }

    /// Waits until it was woken so often, but no longer than this; says how often it was.
    pub(crate) fn reaches_within(&self, limit: Duration, wanted: u64) -> u64 {
        let few = |count: &mut u64| *count < wanted;
        let waited = self.changed.wait_timeout_while(self.lock(), limit, few);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        *self.lock() += 1;
        self.changed.notify_all();
    }
}
