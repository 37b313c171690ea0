//! What a market saw, kept by itself: no report is taken at its word.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a busy machine may take from trouble to its being told.
const MOMENT: Duration = Duration::from_millis(50);

/// A market's own books.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Orders that it took and that have not ended.
    pub(crate) working: Mutex<BTreeSet<u64>>,
    /// Orders that it was ever asked for.
    pub(crate) submitted: AtomicU64,
    /// When the last one came that was not one of the runtime's.
    pub(crate) last_submission: Mutex<Option<Instant>>,
    /// When its end was asked for, and when it was over.
    pub(crate) asked_to_end: Mutex<Option<Instant>>,
    pub(crate) ended: Mutex<Option<Instant>>,
    /// Trades that it told.
    pub(crate) told: AtomicU64,
    /// When its trouble began.
    pub(crate) troubled: Mutex<Option<Instant>>,
    /// Actions that came after its end.
    pub(crate) after_end: AtomicU64,
}

impl Record {
    pub(crate) fn place(&self, id: u64) {
        self.submitted.fetch_add(1, Ordering::SeqCst);
        *self.last_submission.lock().expect("no panic while it is held") = Some(Instant::now());
        assert!(self.working.lock().expect("no panic while it is held").insert(id), "order {id} came twice");
        self.note_after_end();
    }

    /// Whether there was such an order.
    pub(crate) fn cancel(&self, id: u64) -> bool {
        self.note_after_end();
        self.working.lock().expect("no panic while it is held").remove(&id)
    }

    fn note_after_end(&self) {
        let has_ended = self.ended.lock().expect("no panic while it is held").is_some();
        self.after_end.fetch_add(u64::from(has_ended), Ordering::SeqCst);
    }

    /// Notes that its trouble has begun.
    pub(crate) fn trouble(&self) {
        self.troubled.lock().expect("no panic while it is held").get_or_insert_with(Instant::now);
    }

    /// Whether its trouble began, at the earliest, a moment before its end was asked for.
    pub(crate) fn was_troubled_late(&self) -> bool {
        let read = |time: &Mutex<Option<Instant>>| *time.lock().expect("no panic while it is held");
        let (troubled, asked) = (read(&self.troubled), read(&self.asked_to_end));
        troubled.zip(asked).is_some_and(|(troubled, asked)| troubled + MOMENT >= asked)
    }

    pub(crate) fn working(&self) -> usize {
        self.working.lock().expect("no panic while it is held").len()
    }

    pub(crate) fn told(&self) -> u64 {
        self.told.load(Ordering::SeqCst)
    }

    pub(crate) fn submitted(&self) -> u64 {
        self.submitted.load(Ordering::SeqCst)
    }
}

pub(crate) type Books = Arc<Record>;
