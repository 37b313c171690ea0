//! A handle with which others ask a running system to stop, or to read its settings again.

use std::sync::Arc;
use std::task::Waker;

use super::asked::{Asked, Signal};
use super::listening::{Listeners, Listening};
#[cfg(feature = "signals")]
use super::signals::Listed;
use super::worker::{AtomicU64, Ordering};
use crate::control::Cause;

/// Asks a system to stop gracefully. Clones mean the same system.
///
/// Asking twice is asking once. Signals are counted: the second one hurries, the third one ends at once. Reloads are
/// counted, too: the strategy hears each, as [`ControlEvent::Reload`](crate::control::ControlEvent::Reload). What was
/// asked before a run begins is asked of it: a stop keeps it from beginning, a reload is heard first of all.
///
/// All of it may be called by any thread, but not inside a signal handler: whoever listens is woken under no such
/// restrictions. `Stop::on_signals` is for that.
///
/// ```
/// use tidegate::runtime::Stop;
/// let stop = Stop::new();
/// stop.clone().request();
/// assert!(stop.requested().is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stop {
    pub(super) shared: Arc<Shared>,
}

/// What all clones of a handle have in common.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// An [`Asked`].
    asked: AtomicU64,
    listeners: Arc<Listeners>,
    /// The place among those that signals of the process are told to, left with the last handle.
    #[cfg(feature = "signals")]
    pub(super) listed: std::sync::OnceLock<Listed>,
}

impl Stop {
    /// A handle that nobody has used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks.
    pub fn request(&self) {
        self.ask(Asked::with_request);
    }

    /// Does what a signal does.
    pub fn signal(&self) {
        self.ask(|asked| asked.with_signal(Signal::Own));
    }

    /// Asks the strategy to read its settings again, as SIGHUP does. It is no cause to stop.
    ///
    /// ```
    /// use tidegate::runtime::Stop;
    /// let stop = Stop::new();
    /// stop.reload();
    /// assert_eq!((stop.requested(), stop.reloads()), (None, 1));
    /// ```
    pub fn reload(&self) {
        self.ask(Asked::with_reload);
    }

    /// How often that was asked for up to now.
    #[must_use]
    pub fn reloads(&self) -> u64 {
        self.asked().reloads_since(Asked::default())
    }

    /// Why the system should stop, if anybody asked.
    #[inline]
    #[must_use]
    pub fn requested(&self) -> Option<Cause> {
        self.asked().cause()
    }

    /// Everything that was asked up to now.
    #[inline]
    pub(crate) fn asked(&self) -> Asked {
        // Relaxed: the word guards no other data, and a late look costs one event.
        Asked::from_word(self.shared.asked.load(Ordering::Relaxed))
    }

    /// Wakes `waker` whenever something is asked from now on, until the guard is dropped. Look once more after this
    /// and before you wait: what was asked earlier wakes nobody.
    ///
    /// A waker may be woken for what was asked twice, and once more just after its guard was dropped. The guard does not
    /// count as a handle.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU32, Ordering};
    /// use std::task::{Wake, Waker};
    /// use tidegate::runtime::Stop;
    ///
    /// #[derive(Default)]
    /// struct Counter(AtomicU32);
    /// impl Wake for Counter {
    ///     fn wake(self: Arc<Self>) {
    ///         self.0.fetch_add(1, Ordering::Relaxed);
    ///     }
    /// }
    ///
    /// let (stop, woken) = (Stop::new(), Arc::new(Counter::default()));
    /// let listening = stop.listen(&Waker::from(woken.clone()));
    /// stop.reload();
    /// stop.request();
    /// drop(listening);
    /// stop.signal();
    /// assert_eq!(woken.0.load(Ordering::Relaxed), 2);
    /// ```
    pub fn listen(&self, waker: &Waker) -> Listening {
        self.shared.listeners.add(waker)
    }

    /// Notes the request, then wakes. Relaxed suffices: whoever registers later takes the lock after us and sees it; all
    /// others are woken.
    pub(super) fn ask(&self, what: impl Fn(Asked) -> Asked) {
        self.shared
            .asked
            .update(Ordering::Relaxed, Ordering::Relaxed, |word| what(Asked::from_word(word)).word());
        self.shared.listeners.wake();
    }
}
