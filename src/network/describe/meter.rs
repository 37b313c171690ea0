//! What named parts do, counted and timed when somebody asks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::network::error::Place;
use crate::time::Span;

/// A clock for timing: nanoseconds since any fixed point. A network has none of its own.
pub type Stopwatch = fn() -> u64;

/// What is noted of named parts.
#[derive(Clone, Copy, Debug, Default)]
pub enum Measure {
    /// Nothing. A named part then costs one branch that is always the same.
    #[default]
    Nothing,
    /// How often a part runs and occurs.
    Counts,
    /// That, and how long it takes by this clock, what is inside it included.
    Times(Stopwatch),
}

/// What a named part has done while it was measured, over all sub-networks that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What the author calls it.
    pub name: Cow<'static, str>,
    /// Where the author named it.
    pub place: Place,
    /// How often, and how long.
    pub counts: Counts,
}

/// What is noted of a named part while it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// In how many instants it ran.
    pub runs: u64,
    /// In how many it occurred.
    pub occurrences: u64,
    /// How long it ran in all, what is inside it included; zero if it was not timed.
    pub took: Span,
}

/// The counters of one named part.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    runs: AtomicU64,
    occurrences: AtomicU64,
    nanos: AtomicU64,
}

impl Meter {
    /// Notes one run. Relaxed: counters say nothing about each other, and are read between instants.
    pub(crate) fn note(&self, occurred: bool, nanos: u64) {
        self.runs.fetch_add(1, Ordering::Relaxed);
        self.occurrences.fetch_add(u64::from(occurred), Ordering::Relaxed);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    fn read(&self) -> Counts {
        Counts {
            runs: self.runs.load(Ordering::Relaxed),
            occurrences: self.occurrences.load(Ordering::Relaxed),
            took: Span::from_nanos(self.nanos.load(Ordering::Relaxed)),
        }
    }
}

type Key = (Cow<'static, str>, &'static str, u32, u32);

type Counted = (Place, Arc<Meter>);

/// The counters of all named parts of a network, by name and place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meters(Arc<Mutex<BTreeMap<Key, Counted>>>);

impl Meters {
    /// The meter of a part; the sub-networks that one closure builds share it.
    pub(crate) fn meter(&self, name: Cow<'static, str>, place: Place) -> Arc<Meter> {
        let key = (name, place.file(), place.line(), place.column());
        // Counters are whole at any time, also after a panic elsewhere.
        let mut meters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&meters.entry(key).or_insert_with(|| (place, Arc::default())).1)
    }

    pub(crate) fn read(&self) -> Vec<Measured> {
        let meters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let measured = meters.iter().map(|((name, ..), (place, meter))| Measured {
            name: name.clone(),
            place,
            counts: meter.read(),
        });
        measured.collect()
    }
}
