//! The only place where this folder gets its atomics and locks: std's, loom's under `--cfg tidegate_loom`,
//! or shuttle's under `--cfg tidegate_shuttle`.
//!
//! Loom runs every interleaving and every reordering that the orderings allow; `tests/loom.rs` has the models.
//! Shuttle plays schedules of whole runs, of which the gate is a part.
//! There is no lock-free waker here: a slot under a mutex is what loom explores and what runs.

#[cfg(not(any(tidegate_loom, tidegate_shuttle)))]
pub(super) use std::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

#[cfg(tidegate_shuttle)]
pub(super) use shuttle::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

#[cfg(tidegate_loom)]
pub(super) use loom::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

use std::sync::PoisonError;
use std::task::Waker;

/// Locks; a panic of an earlier holder changes nothing, as no holder here stops half-way.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Replaces a word by what `next` makes of it, in one step; an error is the word of which it makes nothing.
pub(super) fn update(
    word: &AtomicU64,
    (success, failure): (Ordering, Ordering),
    next: impl Fn(u64) -> Option<u64>,
) -> Result<u64, u64> {
    let mut seen = first_look(word, failure);
    while let Some(wanted) = next(seen) {
        match word.compare_exchange_weak(seen, wanted, success, failure) {
            Ok(seen) => return Ok(seen),
            Err(changed) => seen = changed,
        }
    }
    Err(seen)
}

#[cfg(not(tidegate_loom))]
fn first_look(word: &AtomicU64, ordering: Ordering) -> u64 {
    word.load(ordering)
}

/// Loom remembers only the last access of an atomic. A load here would hide the loads of other threads from the
/// exchange that follows, and some orders would go unexplored.
#[cfg(tidegate_loom)]
fn first_look(word: &AtomicU64, ordering: Ordering) -> u64 {
    word.fetch_add(0, ordering)
}

/// Who is to be woken, one at most.
pub(super) struct WakerSlot(Mutex<Option<Waker>>);

impl WakerSlot {
    pub(super) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// From now on this one is woken; an earlier one is forgotten.
    pub(super) fn register(&self, waker: &Waker) {
        let waker = waker.clone();
        let earlier = lock(&self.0).replace(waker);
        // Outside the lock: a waker's drop is foreign code.
        drop(earlier);
    }

    /// Wakes who is registered, once.
    pub(super) fn wake(&self) {
        let waker = lock(&self.0).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
