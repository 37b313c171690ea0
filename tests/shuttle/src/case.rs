//! What is played.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tidegate::runtime::Intake;

use crate::steps::{Latch, Steps};

/// Connectors and helpers, what is wrong with them, and who asks for the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What is wrong with the first market, if anything is.
    pub(crate) whim: Whim,
    pub(crate) markets: u64,
    pub(crate) asks: Asks,
    /// The end is asked for after as many steps of the markets as this at most.
    pub(crate) latest: u64,
    pub(crate) intake: Intake,
    pub(crate) aides: Aides,
    pub(crate) pace: Pace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whim {
    Nothing,
    /// Its start waits until the end has been asked for.
    ConnectsLate,
    /// Its start does not return while the system runs.
    NeverConnects,
    PanicsAtStart,
    PanicsInProducer,
    PanicsInExecutor,
    PanicsInTerminator,
    /// Its executor does not return while the system runs.
    Stuck,
    /// Its end waits for something that it tells.
    SaysGoodbye,
    /// Its end takes some time.
    LeavesSlowly,
    NeverEnds,
}

/// How the system is asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Once,
    Twice,
    ByKillSwitch,
    ByKillSwitchAndSignal,
}

/// Hook, store and pager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aides {
    None,
    Slow,
    /// They do not return while the system runs.
    Stuck,
}

/// When time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// When nobody can do anything without it.
    Patient,
    /// At any moment, too.
    Hasty,
}

/// What all that is in one schedule shares.
pub(crate) struct World {
    pub(crate) case: Case,
    /// What the markets have done.
    pub(crate) steps: Steps,
    /// The end has been asked for.
    pub(crate) asked: Latch,
    /// The run has returned, and those that hang are let go.
    pub(crate) over: Latch,
    /// The gates are sealed.
    pub(crate) is_sealed: AtomicBool,
    /// The kill switch is on.
    pub(crate) is_halted: AtomicBool,
    /// Nothing may reach a market any more.
    pub(crate) has_returned: AtomicBool,
    /// Parts of connectors and helpers that have not been dropped.
    alive: AtomicU64,
}

impl World {
    pub(crate) fn of(case: Case) -> Arc<Self> {
        Arc::new(Self {
            case,
            steps: Steps::default(),
            asked: Latch::default(),
            over: Latch::default(),
            is_sealed: AtomicBool::new(false),
            is_halted: AtomicBool::new(false),
            has_returned: AtomicBool::new(false),
            alive: AtomicU64::new(0),
        })
    }

    pub(crate) fn alive(&self) -> u64 {
        self.alive.load(Ordering::Relaxed)
    }
}

/// A part that is counted until it is dropped.
pub(crate) struct Part(pub(crate) Arc<World>);

impl Part {
    pub(crate) fn of(world: &Arc<World>) -> Self {
        world.alive.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(world))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Case {
    /// Whether all that takes part does what it should, in no time.
    pub(crate) fn is_healthy(&self) -> bool {
        let is_sound = matches!(self.whim, Whim::Nothing | Whim::ConnectsLate | Whim::SaysGoodbye);
        let is_gentle = matches!(self.asks, Asks::Once);
        is_sound && is_gentle && self.aides != Aides::Stuck
    }
}
