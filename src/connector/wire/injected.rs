//! What was injected: when, where and into what.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Boundary, Fault};
use crate::time::Time;

/// One fault that struck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Injection {
    /// When.
    pub at: Time,
    /// Which market, or `feed`.
    pub name: &'static str,
    /// Where.
    pub boundary: Boundary,
    /// What.
    pub fault: Fault,
    /// What it struck, in words.
    pub what: String,
}

impl fmt::Display for Injection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}: {}", self.at, self.name, self.boundary, self.fault, self.what)
    }
}

/// All faults of one wire that struck so far; a view that outlives it.
///
/// Printed, it is the seed and one line for each fault: what a failing test has to show.
#[derive(Clone, Debug)]
pub struct Injected {
    seed: u64,
    list: Arc<Mutex<Vec<Injection>>>,
}

impl Injected {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, list: Arc::default() }
    }

    /// The seed that chose them.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// All of them, in the order in which they struck.
    #[must_use]
    pub fn list(&self) -> Vec<Injection> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn push(&self, injection: Injection) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).push(injection);
    }
}

impl fmt::Display for Injected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}", self.seed)?;
        self.list().iter().try_for_each(|injection| write!(f, "\n  {injection}"))
    }
}
