//! What a market saw and what a strategy heard, kept by themselves: no report is taken at its word.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::case::World;

/// What a market saw. std's lock, which is never held while others could have a turn.
#[derive(Default)]
pub(crate) struct Books(Mutex<Page>);

#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Orders that came, and those of them that have not ended.
    pub(crate) placed: BTreeSet<u64>,
    pub(crate) working: BTreeSet<u64>,
    pub(crate) cancelled: BTreeSet<u64>,
    /// Calls of the executor that have not returned.
    pub(crate) entered: u64,
    /// Trades that were told, and how many of them when the end was over.
    pub(crate) told: u64,
    pub(crate) told_before_end: Option<u64>,
    pub(crate) is_asked_to_end: bool,
    /// Orders that came when the gates were sealed, and when the kill switch was on.
    pub(crate) after_seal: u64,
    pub(crate) after_halt: u64,
    /// What should not have happened.
    pub(crate) wrong: Vec<String>,
}

impl Books {
    pub(crate) fn open(&self) -> MutexGuard<'_, Page> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The executor is called. Its call is over when the guard is dropped, by a panic, too.
    pub(crate) fn enter(self: &Arc<Self>, world: &World, what: &str) -> Entered {
        let mut page = self.open();
        page.entered += 1;
        if page.told_before_end.is_some() {
            page.wrong.push(format!("{what} came after the end"));
        }
        if world.has_returned.load(Ordering::Relaxed) {
            page.wrong.push(format!("{what} came after the run"));
        }
        Entered(Arc::clone(self))
    }

    /// An order came.
    pub(crate) fn place(&self, world: &World, id: u64) {
        let mut page = self.open();
        if !page.placed.insert(id) {
            page.wrong.push(format!("order {id} came twice"));
        }
        if page.is_asked_to_end {
            page.wrong.push(format!("order {id} came when the end was asked for"));
        }
        page.working.insert(id);
        page.after_seal += u64::from(world.is_sealed.load(Ordering::Relaxed));
        page.after_halt += u64::from(world.is_halted.load(Ordering::Relaxed));
    }

    /// A cancel came; whether there was such an order.
    pub(crate) fn cancel(&self, id: u64) -> bool {
        let mut page = self.open();
        let was_working = page.working.remove(&id);
        if was_working {
            page.cancelled.insert(id);
        }
        was_working
    }
}

/// A call of the executor.
pub(crate) struct Entered(Arc<Books>);

impl Drop for Entered {
    fn drop(&mut self) {
        self.0.open().entered -= 1;
    }
}

/// What a strategy heard of one market.
#[derive(Default)]
pub(crate) struct Heard(Mutex<News>);

#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) trades: Vec<u64>,
    pub(crate) placed: Vec<u64>,
    pub(crate) cancelled: Vec<u64>,
    /// Events of the feed, if there is one.
    pub(crate) ticks: Vec<u64>,
}

impl Heard {
    pub(crate) fn open(&self) -> MutexGuard<'_, News> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
