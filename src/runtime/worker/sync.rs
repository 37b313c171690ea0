//! The only place where live runtimes get their locks and atomics from.

pub(in crate::runtime) use std::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use std::sync::PoisonError;

/// Locks; a panic of an earlier holder changes nothing, as no holder here stops half-way.
pub(in crate::runtime) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
