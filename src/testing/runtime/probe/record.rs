//! The record: what the connectors and the strategy of one run saw, in one order.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::control::{Cause, Phase};
use crate::safety::Origin;
use crate::time::Time;

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A connector was started.
    Started(&'static str),
    /// A connector is about to tell of a trade, where a law wants to know that.
    Telling,
    /// A market was asked to do something.
    Asked(Asked),
    /// A market was asked where an order stands.
    Queried { market: &'static str, id: u64 },
    /// A terminator was asked.
    AskedToEnd(&'static str),
    /// A terminator is over.
    Ended(&'static str),
    /// The strategy heard a trade, or an event of the feed.
    Heard { from: &'static str, number: u64 },
    /// The strategy heard of an execution.
    Filled { market: &'static str, id: u64 },
    /// The strategy heard of an order.
    Told { market: &'static str, id: u64, what: String },
    /// Something occurred in the strategy: when, as it sees it.
    At(Time),
    /// The strategy heard that it is to stop.
    Notice(Cause),
    /// A phase of the shutdown began.
    Phase(Phase),
    /// A hook did something.
    Hook(String),
    /// A state was saved.
    Saved,
    /// An operator was told something, by its code.
    Alert(String),
}

/// What a market was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) market: &'static str,
    pub(crate) id: u64,
    pub(crate) is_cancel: bool,
    pub(crate) origin: Origin,
    pub(crate) reason: String,
}

/// The record of one run; clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Record(Arc<Seen>);

#[derive(Default)]
struct Seen {
    book: Mutex<Book>,
    changed: Condvar,
    life: Life,
}

#[derive(Default)]
struct Book {
    lines: Vec<Line>,
    working: BTreeSet<(&'static str, u64)>,
}

/// Held by all that belongs to a run.
#[derive(Clone, Default)]
pub(crate) struct Life(Arc<()>);

impl Record {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note(&self, line: Line) {
        self.book().lines.push(line);
        self.0.changed.notify_all();
    }

    /// An order works at its market, or does not any more.
    pub(super) fn works(&self, market: &'static str, id: u64, works: bool) {
        let mut book = self.book();
        match works {
            true => book.working.insert((market, id)),
            false => book.working.remove(&(market, id)),
        };
    }

    /// The orders that work at their markets.
    pub(crate) fn working(&self) -> Vec<(&'static str, u64)> {
        self.book().working.iter().copied().collect()
    }

    /// What `pick` makes of the lines.
    pub(crate) fn pick<T>(&self, pick: impl Fn(&Line) -> Option<T>) -> Vec<T> {
        self.book().lines.iter().filter_map(pick).collect()
    }

    /// How many lines are this one.
    pub(crate) fn count(&self, line: &Line) -> usize {
        self.book().lines.iter().filter(|known| *known == line).count()
    }

    /// Waits until there is such a line, this long at most; whether there is.
    pub(crate) fn wait(&self, longest: Duration, is_it: impl Fn(&Line) -> bool) -> bool {
        let waits = |book: &mut Book| !book.lines.iter().any(&is_it);
        let waited = self.0.changed.wait_timeout_while(self.book(), longest, waits);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// The trades that the strategy heard from a market, or the events from the feed.
    pub(crate) fn heard(&self, wanted: &str) -> Vec<u64> {
        self.pick(|line| match line {
            Line::Heard { from, number } if *from == wanted => Some(*number),
            _ => None,
        })
    }

    /// What the markets were asked to do.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.pick(|line| match line {
            Line::Asked(asked) => Some(asked.clone()),
            _ => None,
        })
    }

    /// The notices that the strategy heard.
    pub(crate) fn notices(&self) -> Vec<Cause> {
        self.pick(|line| match line {
            Line::Notice(cause) => Some(*cause),
            _ => None,
        })
    }

    /// For something that belongs to the run.
    pub(crate) fn life(&self) -> Life {
        self.0.life.clone()
    }

    /// How much of the run lives: parts of connectors, and events of the feed.
    pub(crate) fn alive(&self) -> usize {
        Arc::strong_count(&self.0.life.0) - 1
    }
}
