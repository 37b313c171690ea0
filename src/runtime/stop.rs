//! A handle with which others ask a running system to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::control::Cause;

/// Asks a system to stop gracefully. Clones mean the same system.
///
/// Asking twice is asking once. Signals are counted: the second one hurries, the third one ends at once.
///
/// ```
/// use tidegate::runtime::Stop;
/// let stop = Stop::new();
/// stop.clone().request();
/// assert!(stop.requested().is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stop {
    requested: Arc<AtomicBool>,
    /// Signals that were delivered by [`Stop::signal`].
    signals: Arc<AtomicUsize>,
    /// Whether the process got one.
    signalled: Arc<AtomicBool>,
}

/// What was asked up to now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) requested: bool,
    pub(crate) signals: usize,
}

impl Stop {
    /// A handle that nobody has used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks.
    pub fn request(&self) {
        self.requested.store(true, Ordering::Release);
    }

    /// Does what a signal does.
    pub fn signal(&self) {
        self.signals.fetch_add(1, Ordering::Release);
    }

    /// Why the system should stop, if anybody asked.
    #[inline]
    #[must_use]
    pub fn requested(&self) -> Option<Cause> {
        // Relaxed: the flags guard no other data, and a late look costs one event.
        if self.signalled.load(Ordering::Relaxed) || self.signals.load(Ordering::Relaxed) > 0 {
            return Some(Cause::Signal);
        }
        self.requested.load(Ordering::Relaxed).then_some(Cause::Request)
    }

    /// Everything that was asked up to now.
    pub(crate) fn asked(&self) -> Asked {
        // Signals of the process raise a flag that is lowered by who looks: those between two looks count as one.
        if self.signalled.swap(false, Ordering::Relaxed) {
            self.signal();
        }
        Asked {
            requested: self.requested.load(Ordering::Relaxed),
            signals: self.signals.load(Ordering::Relaxed),
        }
    }

    /// Asks when the process gets SIGINT or SIGTERM.
    ///
    /// A simulation looks between two events: one that waits for a pipe that nobody writes to stops when the
    /// pipe gives its next bytes or is closed.
    ///
    /// # Errors
    /// If the process may not handle signals.
    #[cfg(feature = "signals")]
    pub fn on_signals(&self) -> std::io::Result<()> {
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&self.signalled))?;
        }
        Ok(())
    }
}
