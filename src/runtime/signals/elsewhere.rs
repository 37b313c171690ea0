//! Signals where there is only what C has: a handler raises a flag, and a thread looks at it now and then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::{Heard, Signal};

/// Between two looks. Nobody who has pressed Ctrl-C notices it, and twenty looks a second are nothing to a machine.
const LOOK: Duration = Duration::from_millis(50);

/// Signals, as they come.
pub(super) struct Source {
    flags: Vec<Flag>,
    closed: Arc<AtomicBool>,
}

/// Ends the wait for signals, at the next look.
pub(super) struct Closer(Arc<AtomicBool>);

/// Raised by its signal, lowered by who looks.
struct Flag {
    id: SigId,
    signal: Signal,
    is_up: Arc<AtomicBool>,
}

impl Source {
    pub(super) fn open() -> io::Result<(Self, Closer)> {
        let kinds = [(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)];
        let flags = kinds.into_iter().map(Flag::on).collect::<io::Result<_>>()?;
        let closed = Arc::new(AtomicBool::new(false));
        Ok((Self { flags, closed: Arc::clone(&closed) }, Closer(closed)))
    }

    /// Waits for signals until it is closed.
    pub(super) fn each(self, mut tell: impl FnMut(Heard)) {
        // Relaxed: the flags guard no other data.
        while !self.closed.load(Ordering::Relaxed) {
            for flag in self.flags.iter().filter(|flag| flag.is_up.swap(false, Ordering::Relaxed)) {
                tell(Heard::Stop(flag.signal));
            }
            thread::park_timeout(LOOK);
        }
    }
}

impl Flag {
    fn on((number, signal): (i32, Signal)) -> io::Result<Self> {
        let is_up = Arc::new(AtomicBool::new(false));
        let id = signal_hook::flag::register(number, Arc::clone(&is_up))?;
        Ok(Self { id, signal, is_up })
    }
}

impl Drop for Flag {
    fn drop(&mut self) {
        signal_hook::low_level::unregister(self.id);
    }
}

impl Closer {
    pub(super) fn close(self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
