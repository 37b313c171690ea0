//! A handle with which others ask a running system to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::control::Cause;

/// Asks a system to stop gracefully. Clones mean the same system; asking twice is asking once.
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
    signalled: Arc<AtomicBool>,
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

    /// Why the system should stop, if anybody asked.
    #[inline]
    #[must_use]
    pub fn requested(&self) -> Option<Cause> {
        // Relaxed: the flags guard no other data, and a late look costs one event.
        if self.signalled.load(Ordering::Relaxed) {
            return Some(Cause::Signal);
        }
        self.requested.load(Ordering::Relaxed).then_some(Cause::Request)
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
