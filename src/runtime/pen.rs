//! A journal at the hand of a run: what is written to it, until it fails.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use crate::journal::{Journal, JournalError, Payload, Record, Scratch, Stream};

/// A journal, until it fails.
pub(super) struct Pen {
    /// `None` once it has failed: what comes after a gap means nothing.
    journal: Option<Box<dyn Journal>>,
    /// The value that is being written.
    scratch: Scratch,
    failure: Option<JournalError>,
}

/// Where in an instant a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Field {
    Input(u8, Stream),
    Actions(u8),
}

impl Pen {
    pub(super) fn new(journal: Box<dyn Journal>) -> Self {
        Self { journal: Some(journal), scratch: Scratch::default(), failure: None }
    }

    /// Writes a record. A journal that panics has failed.
    pub(super) fn record(&mut self, record: Record<'_>) {
        let Some(journal) = &mut self.journal else { return };
        let taken = catch_unwind(AssertUnwindSafe(|| journal.record(record)));
        self.take(taken.unwrap_or_else(|_| Err(JournalError::failed("the journal panicked"))));
    }

    /// Writes a record of a value.
    pub(super) fn value<T: Serialize>(&mut self, field: Field, value: &T) {
        if self.journal.is_none() {
            return;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        match scratch.write(value).map(Payload::written) {
            Ok(value) => self.record(match field {
                Field::Input(port, stream) => Record::Input { port, stream, value },
                Field::Actions(port) => Record::Actions { port, actions: value },
            }),
            Err(error) => self.take(Err(error)),
        }
        self.scratch = scratch;
    }

    fn take(&mut self, taken: Result<(), JournalError>) {
        if let Err(error) = taken {
            self.failure = Some(error);
            self.journal = None;
        }
    }

    /// Why it has failed, once.
    pub(super) fn take_failure(&mut self) -> Option<JournalError> {
        self.failure.take()
    }
}

impl fmt::Debug for Pen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pen").field("failure", &self.failure).finish_non_exhaustive()
    }
}
