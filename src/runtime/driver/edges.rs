//! What a run touches of the world while it stops: a store, a pager, a file for the crash record, watchers.

use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::control::{Alert, CrashRecord, Phase};
use crate::runtime::AlertSink;
use crate::runtime::saved::{InMemory, SavedState, Saving, StateStore};
use crate::time::{Span, Time};

/// The edges of a run.
#[derive(Clone)]
pub(in crate::runtime) struct Edges {
    pub(in crate::runtime) store: Arc<Mutex<dyn StateStore>>,
    pub(in crate::runtime) sink: Option<Arc<Mutex<dyn AlertSink>>>,
    pub(in crate::runtime) crash_file: Option<PathBuf>,
    pub(in crate::runtime) watches: Vec<Watch>,
    pub(in crate::runtime) grace: Option<Span>,
}

type Watch = Arc<dyn Fn(Phase, Time) + Send + Sync>;

impl Default for Edges {
    fn default() -> Self {
        let store = Arc::new(Mutex::new(InMemory));
        Self { store, sink: None, crash_file: None, watches: Vec::new(), grace: None }
    }
}

impl fmt::Debug for Edges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edges").field("crash_file", &self.crash_file).finish_non_exhaustive()
    }
}

impl Edges {
    pub(super) fn save(&self, at: Time, state: &SavedState) -> Result<Saving, String> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).save(at, state)
    }

    /// A state that was not saved in time is not waited for any more; a panic over it changes nothing.
    pub(super) fn give_up_saving(&self) {
        let store = &self.store;
        let _ = catch_unwind(AssertUnwindSafe(|| {
            store.lock().unwrap_or_else(PoisonError::into_inner).give_up();
        }));
    }

    pub(super) fn watch(&self, phase: Phase, until: Time) {
        for watch in &self.watches {
            // Who only watches cannot stop anything, not by a panic either.
            let _ = catch_unwind(AssertUnwindSafe(|| watch(phase, until)));
        }
    }

    /// Writes the crash record wherever it should be. What cannot be written is said on the standard error; there is
    /// nobody else left to hear it.
    pub(super) fn crash(&self, record: &CrashRecord) {
        let line = record.to_line();
        let mut stderr = std::io::stderr().lock();
        // A standard error that is closed leaves the file.
        let _ = writeln!(stderr, "{line}");
        if let Some(path) = &self.crash_file
            && let Err(error) = std::fs::write(path, format!("{line}\n"))
        {
            let _ = writeln!(stderr, "{}: {error}", path.display());
        }
    }
}

/// A sink that several hold.
pub(super) struct SharedSink(pub(super) Arc<Mutex<dyn AlertSink>>);

impl AlertSink for SharedSink {
    fn alert(&mut self, alert: &Alert) -> Result<(), String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).alert(alert)
    }

    fn undelivered(&mut self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).undelivered()
    }
}
