//! Those who want to be woken when something is asked.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Weak;
use std::task::Waker;

use super::worker::{Arc, Mutex, lock};

/// Wakers, each with a number of its own. No foreign code runs under the lock.
#[derive(Debug, Default)]
pub(super) struct Listeners(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    wakers: BTreeMap<u64, Arc<Waker>>,
}

/// A waker that is woken whenever something is asked, until this is dropped.
#[derive(Debug)]
#[must_use = "the waker is woken no more once this is dropped"]
pub struct Listening {
    listeners: Weak<Listeners>,
    number: u64,
}

impl Listeners {
    pub(super) fn add(self: &Arc<Self>, waker: &Waker) -> Listening {
        let waker = Arc::new(waker.clone());
        let mut waiting = lock(&self.0);
        let number = waiting.next;
        waiting.next += 1;
        waiting.wakers.insert(number, waker);
        Listening { listeners: Arc::downgrade(self), number }
    }

    /// Wakes all. One that panics keeps no other from being woken.
    pub(super) fn wake(&self) {
        let wakers: Vec<Arc<Waker>> = lock(&self.0).wakers.values().cloned().collect();
        for waker in wakers {
            // The panic has been printed; whoever asks can do no more about it.
            let _ = catch_unwind(AssertUnwindSafe(move || {
                waker.wake_by_ref();
                drop(waker);
            }));
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let Some(listeners) = self.listeners.upgrade() else { return };
        let waker = lock(&listeners.0).wakers.remove(&self.number);
        // Outside the lock: a waker's drop is foreign code.
        drop(waker);
    }
}
