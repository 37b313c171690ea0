//! A bell: one waits, others ring.

use std::sync::PoisonError;
use std::task::Wake;
use std::time::Duration;

use super::monotonic::TimeLeft;
use super::sync::{AtomicBool, Condvar, Mutex, Ordering, lock};

/// One waits, others ring. A ring that comes before the wait ends it at once; several are one.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Bell {
    has_rung: AtomicBool,
    guard: Mutex<()>,
    rung: Condvar,
}

impl Bell {
    /// Rings. Costs one atomic exchange while nobody has heard the last ring.
    pub(in crate::runtime) fn ring(&self) {
        if !self.has_rung.swap(true, Ordering::AcqRel) {
            // Whoever is about to wait holds the guard until it does, so that it cannot miss this.
            drop(lock(&self.guard));
            self.rung.notify_one();
        }
    }

    /// Waits for a ring.
    pub(in crate::runtime) fn wait(&self) {
        let mut guard = lock(&self.guard);
        while !self.has_rung.swap(false, Ordering::AcqRel) {
            guard = self.rung.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for a ring, this long at most; whether it rang.
    pub(in crate::runtime) fn wait_for(&self, longest: Duration) -> bool {
        let guard = lock(&self.guard);
        if !self.has_rung.swap(false, Ordering::AcqRel) {
            // Once: a wake-up without a ring is a wait that was too short, which every caller can take.
            drop(self.rung.wait_timeout(guard, longest));
            return self.has_rung.swap(false, Ordering::AcqRel);
        }
        true
    }
}

impl Bell {
    /// Waits for a ring until then, whatever wakes it up meanwhile; whether it rang.
    pub(in crate::runtime) fn wait_until(&self, until: TimeLeft) -> bool {
        loop {
            let left = until.left();
            if self.wait_for(left) {
                return true;
            }
            if left.is_zero() {
                return false;
            }
        }
    }
}

impl Wake for Bell {
    fn wake(self: std::sync::Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &std::sync::Arc<Self>) {
        self.ring();
    }
}
