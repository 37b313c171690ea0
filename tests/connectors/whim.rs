//! What is wrong with a connector, and from when on.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tidegate::control::Phase;

/// What is wrong with a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whim {
    Nothing,
    /// Its start does not return.
    NeverConnects,
    /// Everything takes a hundred times as long.
    Slow,
    /// Its executor does not return.
    Stuck,
    PanicsAtStart,
    PanicsInProducer,
    PanicsInExecutor,
    PanicsInTerminator,
    /// It tells as much as it can.
    Floods,
    /// It tells of what cannot be: times from the past and the future, orders that nobody sent, ends twice.
    Lies,
    /// It takes everything and answers nothing.
    HalfOpen,
    /// Its terminator is never over.
    NeverEnds,
}

impl Whim {
    pub(crate) const ALL: [Whim; 11] = [
        Whim::NeverConnects,
        Whim::Slow,
        Whim::Stuck,
        Whim::PanicsAtStart,
        Whim::PanicsInProducer,
        Whim::PanicsInExecutor,
        Whim::PanicsInTerminator,
        Whim::Floods,
        Whim::Lies,
        Whim::HalfOpen,
        Whim::NeverEnds,
    ];
}

/// How far the run has come, as its watch says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    pub(crate) fn come_to(&self, phase: Phase) {
        self.0.fetch_max(rank(phase), Ordering::SeqCst);
    }

    pub(crate) fn has_come_to(&self, phase: Phase) -> bool {
        self.0.load(Ordering::SeqCst) >= rank(phase)
    }
}

/// The phases in their order.
fn rank(phase: Phase) -> u8 {
    let place = Phase::TIMED.iter().position(|timed| *timed == phase);
    place.map_or(0, |place| u8::try_from(place + 1).expect("few phases"))
}

/// Something that is waited for until the test lets go of it: what hangs must not outlive the tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latch(Arc<(Mutex<bool>, Condvar)>);

impl Latch {
    pub(crate) fn wait(&self) {
        let (open, opened) = &*self.0;
        let open = open.lock().expect("no panic while it is held");
        let limit = Duration::from_secs(60);
        drop(opened.wait_timeout_while(open, limit, |open| !*open).expect("no panic while it is held"));
    }

    pub(crate) fn open(&self) {
        *self.0.0.lock().expect("no panic while it is held") = true;
        self.0.1.notify_all();
    }
}
