//! Workers: what connectors do elsewhere, one step at a time, and who provides the threads or tasks for it.
//!
//! A worker is a state that is given its turn until it is over. Between two turns it waits: until it is woken, until a
//! time, or not at all. So one piece of work runs on a thread that it has for itself and as a task among
//! others.

mod bell;
mod mailbox;
mod monotonic;
mod sync;

use crate::money::Market;
use std::io;
use std::task::Waker;
use std::time::Duration;

pub(super) use self::bell::Bell;
pub(super) use self::mailbox::Mailbox;
pub(super) use self::monotonic::{Monotonic, TimeLeft};
pub(super) use self::sync::{Arc, AtomicBool, AtomicU64, Mutex, Ordering, lock, thread};

/// Something that works step by step.
pub trait Worker: Send + 'static {
    /// Works until there is nothing to do, or others should have a turn. What is to be done later wakes `waker`.
    /// Every waker it was ever given wakes it.
    fn step(&mut self, waker: &Waker) -> Next;
}

/// When a worker wants its next turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At once.
    Now,
    /// When it is woken, or after this time.
    In(Duration),
    /// When it is woken.
    Woken,
    /// Never: its work is done.
    Never,
}

/// Provides threads or tasks for workers, and waits for them at the end.
pub trait Workers: Clone + Send + Sync + 'static {
    /// Lets a worker work. Its name is for operators.
    ///
    /// # Errors
    /// There is no room for another one.
    fn hire(&self, name: &str, worker: Box<dyn Worker>) -> io::Result<()>;

    /// Waits for all workers to come to their end, as long as they may take, and gives the names of those that did not:
    /// they are left behind. Also of those that are hired meanwhile, as by a connector that connects late.
    fn leave(&self) -> Vec<String>;
}

/// The name of a worker: what it does, and for which market. Operating systems show its first 15 letters.
pub(super) fn name_of<M: Market>(work: &str) -> String {
    let symbol = M::NAME.rsplit(':').next().unwrap_or(M::NAME);
    format!("{work} {symbol}")
}
