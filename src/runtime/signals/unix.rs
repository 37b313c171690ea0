//! Signals as Unix has them: a handler writes into a socket of its own, and a thread waits for what comes out.

use std::io;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::{Heard, Signal};

/// Signals, as they come.
pub(super) struct Source(Signals);

/// Ends the wait for signals.
pub(super) struct Closer(Handle);

impl Source {
    pub(super) fn open() -> io::Result<(Self, Closer)> {
        let signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let closer = Closer(signals.handle());
        Ok((Self(signals), closer))
    }

    /// Waits for signals until it is closed.
    pub(super) fn each(mut self, mut tell: impl FnMut(Heard)) {
        for signal in self.0.forever() {
            tell(match signal {
                SIGHUP => Heard::Reload,
                SIGINT => Heard::Stop(Signal::Interrupt),
                _ => Heard::Stop(Signal::Terminate),
            });
        }
    }
}

impl Closer {
    pub(super) fn close(self) {
        self.0.close();
    }
}
