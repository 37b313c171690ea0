//! A journal in memory.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Journal, JournalError, Record};

/// A journal in memory. Clones are the same journal: one goes into the run, the other is looked at. A second run does not
/// get into it: to that run it is a journal that failed at its first record.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    records: Arc<Mutex<Vec<Record<'static>>>>,
}

impl MemoryJournal {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All records so far.
    #[must_use]
    pub fn records(&self) -> Vec<Record<'static>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same in the form in which other journals are read.
    pub fn read(&self) -> impl Iterator<Item = Result<Record<'static>, JournalError>> + use<> {
        self.records().into_iter().map(Ok)
    }
}

impl Journal for MemoryJournal {
    fn record(&mut self, record: Record<'_>) -> Result<(), JournalError> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(record, Record::Start { .. }) && !records.is_empty() {
            return Err(JournalError::Used { records: records.len() });
        }
        records.push(record.into_owned());
        Ok(())
    }
}
