//! Who asks for the changes of a behavior.
//!
//! Sampling a behavior wakes nobody, so that a held value has to tell only those who ask for its changes. A switched
//! behavior passes the question on to what it selects, now and later. A behavior whose event comes after the
//! question (`forward`) cannot answer it: then the asking is refused, not the answer left out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a behavior under construction is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    /// To be sampled.
    No,
    /// To wake its reader when it changes, as far as that can be known.
    IfPossible,
    /// To tell its reader of every change.
    Always,
}

/// Whether somebody asks for the changes of a behavior.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    on: AtomicBool,
    asked: Mutex<Asked>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Every change has to be told.
    always: bool,
    /// What is selected changes without telling.
    blind: bool,
    /// What this behavior is selected from, and so has to ask in its turn.
    sources: Vec<Watched>,
}

impl Watched {
    // Relaxed: a network is built and stepped by one thread at a time, and handing it over orders the two.
    #[inline(always)]
    pub(crate) fn is_on(&self) -> bool {
        self.0.on.load(Ordering::Relaxed)
    }

    /// Whether every change has to be told.
    pub(crate) fn always(&self) -> bool {
        self.asked().always
    }

    /// Asks; says whether every change will be told, if that is what is asked for.
    pub(crate) fn ask(&self, watch: Watch) -> bool {
        self.0.on.store(true, Ordering::Relaxed);
        if watch != Watch::Always {
            return true;
        }
        let (blind, sources) = {
            let mut asked = self.asked();
            asked.always = true;
            (asked.blind, asked.sources.clone())
        };
        let told = sources.iter().map(|source| source.ask(Watch::Always));
        !blind & told.fold(true, |all, told| all & told)
    }

    /// From now on what is selected has these sources, and perhaps others that tell nothing.
    pub(crate) fn select(&self, sources: Vec<Watched>, blind: bool) {
        let mut asked = self.asked();
        (asked.sources, asked.blind) = (sources, blind);
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        // What is kept here is whole at any time.
        self.0.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
