//! The only place where live runtimes get their locks, atomics, threads and time from: std's, or shuttle's under
//! `--cfg tidegate_shuttle`.
//!
//! Shuttle plays a program under schedules of its own choice; `tests/shuttle` plays whole runs. What stays std's, in
//! stores, pagers and boards, is never held while others could have a turn.

#[cfg(tidegate_shuttle)]
mod clock;
#[cfg(not(tidegate_shuttle))]
mod real;
#[cfg(tidegate_shuttle)]
mod shuttled;

#[cfg(not(tidegate_shuttle))]
pub(in crate::runtime) use self::real::*;
#[cfg(tidegate_shuttle)]
pub(in crate::runtime) use self::shuttled::*;

use std::sync::PoisonError;

/// Locks; a panic of an earlier holder changes nothing, as no holder here stops half-way.
pub(in crate::runtime) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
