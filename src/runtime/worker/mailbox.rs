//! What a worker shares with those that it works for.

use std::task::Waker;

use super::sync::{Mutex, lock};

/// A state under a lock, and the one worker that is woken when others change it.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Mailbox<T>(Mutex<Watched<T>>);

#[derive(Debug, Default)]
struct Watched<T> {
    state: T,
    worker: Option<Waker>,
}

impl<T> Mailbox<T> {
    pub(in crate::runtime) const fn new(state: T) -> Self {
        Self(Mutex::new(Watched { state, worker: None }))
    }

    /// Looks at the state, or changes what the worker need not know of.
    pub(in crate::runtime) fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        look(&mut lock(&self.0).state)
    }

    /// Changes the state, and wakes the worker.
    pub(in crate::runtime) fn put<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut watched = lock(&self.0);
        let changed = change(&mut watched.state);
        let worker = watched.worker.clone();
        // Outside the lock: a waker is foreign code.
        drop(watched);
        worker.into_iter().for_each(Waker::wake);
        changed
    }

    /// Wakes the worker, for what has changed elsewhere.
    pub(in crate::runtime) fn call(&self) {
        self.put(|_| ());
    }

    /// The worker's own look: for what is put in after it, it is woken.
    pub(in crate::runtime) fn turn<R>(&self, worker: &Waker, look: impl FnOnce(&mut T) -> R) -> R {
        let mut watched = lock(&self.0);
        if !watched.worker.as_ref().is_some_and(|known| known.will_wake(worker)) {
            watched.worker = Some(worker.clone());
        }
        look(&mut watched.state)
    }
}
