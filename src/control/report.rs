//! What a shutdown leaves behind.

use serde::{Deserialize, Serialize};

use super::{Cause, Complaint, DoneCode, ExitCode};
use crate::time::Time;

/// How the strategy's part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It said so.
    Done(DoneCode),
    /// Its time was over.
    TimedOut,
    /// One of its functions panicked.
    Crashed,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Verdict::Done(code) => write!(f, "done with code {}", code.0),
            Verdict::TimedOut => f.write_str("timed out"),
            Verdict::Crashed => f.write_str("crashed"),
        }
    }
}

/// One phase of a shutdown: when, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseRecord {
    /// What was done.
    pub name: String,
    /// When it began.
    pub entered: Time,
    /// When it was over.
    pub ended: Time,
    /// What came of it.
    pub outcome: String,
}

/// Every order that was ever submitted, by its fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// Accepted by a gate.
    pub submitted: u64,
    /// Executed in full.
    pub filled: u64,
    /// Cancelled, by the strategy or by the sweep.
    pub cancelled: u64,
    /// Refused by the venue.
    pub refused: u64,
    /// Still working at the venue when the system ended.
    pub working: u64,
    /// Of unknown outcome.
    pub unknown: u64,
    /// Of those above: live when the gates were sealed, and asked to end.
    pub swept: u64,
    /// Never submitted: refused by a gate. Not among the submitted.
    pub gated: u64,
}

impl Orders {
    /// Those that may still trade.
    #[must_use]
    pub fn left_working(&self) -> u64 {
        self.working + self.unknown
    }

    /// Adds up the orders of several markets.
    #[must_use]
    pub fn plus(self, other: Orders) -> Orders {
        Orders {
            submitted: self.submitted + other.submitted,
            filled: self.filled + other.filled,
            cancelled: self.cancelled + other.cancelled,
            refused: self.refused + other.refused,
            working: self.working + other.working,
            unknown: self.unknown + other.unknown,
            swept: self.swept + other.swept,
            gated: self.gated + other.gated,
        }
    }

    /// Asserts that each submitted order has exactly one fate.
    pub fn check_invariants(&self) {
        let fates = self.filled + self.cancelled + self.refused + self.working + self.unknown;
        assert_eq!(self.submitted, fates, "every submitted order has one fate");
    }
}

/// What a shutdown leaves behind: the exit code follows from it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a report that nobody reads hides open orders"]
pub struct ShutdownReport {
    /// Why the system stopped.
    pub cause: Cause,
    /// How the strategy ended.
    pub verdict: Verdict,
    /// What broke in the strategy: the combinator, where it was written, and what the panic said.
    pub crash: Option<String>,
    /// The phases in order.
    pub phases: Vec<PhaseRecord>,
    /// Every order's fate, counted.
    pub orders: Orders,
    /// What the strategy complained about, the first of it.
    pub complaints: Vec<Complaint>,
    /// How many complaints came after those.
    pub more_complaints: u64,
    /// Why the state could not be saved.
    pub save_failure: Option<String>,
    /// Which connectors failed, and how.
    pub connector_failures: Vec<String>,
}

impl ShutdownReport {
    /// The process's exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::of(self)
    }
}
