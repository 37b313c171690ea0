//! What a shutdown leaves behind.

use serde::{Deserialize, Serialize};

use super::hooks::HookRecord;
use super::log::{CauseRecord, PartEnd, PhaseRecord};
use super::order::Fate;
use super::output::Alert;
use super::{Cause, Complaint, ExitCode, Verdict};
use crate::time::Time;

/// Every order that was ever submitted, counted by its fate, and those that never were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// Admitted by a gate.
    pub submitted: u64,
    /// Executed in full.
    pub filled: u64,
    /// Cancelled, by the strategy or by the sweep.
    pub cancelled: u64,
    /// Refused by the venue.
    pub rejected: u64,
    /// Ended by the venue's own rule.
    pub expired: u64,
    /// Still working, against the policy.
    pub left_open: u64,
    /// Of unknown outcome.
    pub unknown: u64,
    /// Still working, on purpose.
    pub kept: u64,
    /// Of those above: live when the gates were sealed.
    pub swept: u64,
    /// Never submitted: refused by a gate.
    pub gated: u64,
    /// Never submitted: they waited before a gate when it was sealed.
    pub discarded: u64,
}

impl Orders {
    /// Those that may still trade although nobody wanted that.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.left_open + self.unknown
    }

    /// Adds up the orders of several markets.
    #[must_use]
    pub const fn plus(self, other: Orders) -> Orders {
        Orders {
            submitted: self.submitted + other.submitted,
            filled: self.filled + other.filled,
            cancelled: self.cancelled + other.cancelled,
            rejected: self.rejected + other.rejected,
            expired: self.expired + other.expired,
            left_open: self.left_open + other.left_open,
            unknown: self.unknown + other.unknown,
            kept: self.kept + other.kept,
            swept: self.swept + other.swept,
            gated: self.gated + other.gated,
            discarded: self.discarded + other.discarded,
        }
    }

    /// Asserts that each submitted order has exactly one fate.
    pub fn check_invariants(&self) {
        let ended = self.filled + self.cancelled + self.rejected + self.expired;
        let fates = ended + self.left_open + self.unknown + self.kept;
        assert_eq!(self.submitted, fates, "every submitted order has one fate");
    }
}

/// An order that lived when the gates were sealed, or closed a position since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRecord {
    /// The market.
    pub market: String,
    /// Its client order id.
    pub id: u64,
    /// What became of it.
    pub fate: Fate,
    /// What it was, as far as it is still known.
    pub what: String,
}

/// What became of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PositionFate {
    /// Nothing is held; the shutdown has closed it.
    Closed,
    /// It stays, on purpose.
    Kept,
    /// It is less than the venue takes.
    Dust,
    /// It was to be closed and is not.
    Left,
}

impl std::fmt::Display for PositionFate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            PositionFate::Closed => "closed",
            PositionFate::Kept => "kept",
            PositionFate::Dust => "dust",
            PositionFate::Left => "left",
        })
    }
}

/// A position that was held when the gates were sealed, was closed since, or is held at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionRecord {
    /// The market.
    pub market: String,
    /// The instrument.
    pub instrument: String,
    /// What is held at the end, negative if it was sold.
    pub quantity: String,
    /// What became of it.
    pub fate: PositionFate,
    /// What all fills of the run have earned on it, before fees, in the quote currency.
    pub profit: String,
}

/// A connector's end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectorRecord {
    /// The market, or what else it connects.
    pub name: String,
    /// How it ended.
    pub end: PartEnd,
    /// The stages of its end.
    pub stages: Vec<StageRecord>,
}

/// A stage of a connector's end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// When.
    pub at: Time,
    /// What.
    pub stage: String,
}

/// What the runtime knows beside the protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Every order, by its fate.
    pub orders: Orders,
    /// Those that lived when the gates were sealed.
    pub open_orders: Vec<OrderRecord>,
    /// Positions.
    pub positions: Vec<PositionRecord>,
    /// What the strategy complained about, the first of it.
    pub complaints: Vec<Complaint>,
    /// How many complaints came after those.
    pub more_complaints: u64,
    /// Actions that came after the gates were sealed, the first of them.
    pub late_actions: Vec<String>,
    /// How many came after those.
    pub more_late_actions: u64,
    /// What waited before a gate when it was sealed: the first ten thousand of each market one by one, others by the ids
    /// of their orders. How many there were, [`Orders::discarded`] says.
    pub discarded: Vec<String>,
    /// Alerts that their sink did not take, or that were too many for it.
    pub undelivered_alerts: u64,
    /// What broke in the strategy.
    pub crash: Option<String>,
    /// What went wrong with connectors over the whole run.
    pub connector_failures: Vec<String>,
}

/// What a shutdown leaves behind: the exit code follows from it alone.
///
/// A document made of it, as by [`to_json`](Self::to_json), begins with that code as `exit_code` and its name as `exit`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[must_use = "a report that nobody reads hides open orders"]
pub struct ShutdownReport {
    /// Why the system stopped: the strictest of all causes.
    pub cause: Cause,
    /// The causes in their order, the first of them and whatever was stricter.
    pub causes: Vec<CauseRecord>,
    /// How many there were beside those.
    pub more_causes: u64,
    /// What asked for a stop and was ignored, such as a hook, the first of it.
    pub ignored: Vec<CauseRecord>,
    /// How many came after those.
    pub more_ignored: u64,
    /// How the strategy ended.
    pub verdict: Verdict,
    /// Whether a second signal has cut it short.
    pub forced: bool,
    /// Whether a third signal has ended it.
    pub aborted: bool,
    /// How many orders were working when the strategy said that it was done (R20).
    pub live_at_done: u64,
    /// What broke in the strategy: the combinator, where it was written, and what the panic said.
    pub crash: Option<String>,
    /// The phases in order.
    pub phases: Vec<PhaseRecord>,
    /// The hooks in the order in which they ran, and then those that were not come to.
    pub hooks: Vec<HookRecord>,
    /// Every order's fate, counted.
    pub orders: Orders,
    /// The orders that lived when the gates were sealed, one by one.
    pub open_orders: Vec<OrderRecord>,
    /// Positions.
    pub positions: Vec<PositionRecord>,
    /// What the strategy complained about, the first of it.
    pub complaints: Vec<Complaint>,
    /// How many complaints came after those.
    pub more_complaints: u64,
    /// Actions that came after the gates were sealed and were not carried out, the first of them.
    pub late_actions: Vec<String>,
    /// How many came after those.
    pub more_late_actions: u64,
    /// What waited before a gate when it was sealed: the first ten thousand of each market one by one, others by the ids
    /// of their orders. How many there were, [`Orders::discarded`] says.
    pub discarded: Vec<String>,
    /// What an operator was told, the first of it.
    pub alerts: Vec<Alert>,
    /// How many alerts came after those.
    pub more_alerts: u64,
    /// Alerts that their sink did not take, or that were too many for it.
    pub undelivered_alerts: u64,
    /// Where the state was saved.
    pub saved: Option<String>,
    /// Why the state could not be saved.
    pub save_failure: Option<String>,
    /// How each connector ended.
    pub connectors: Vec<ConnectorRecord>,
    /// What went wrong with connectors over the whole run.
    pub connector_failures: Vec<String>,
}

impl ShutdownReport {
    /// The process's exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::of(self)
    }

    /// Whether a position was to be closed and is not; what is too small to trade does not count.
    #[must_use]
    pub fn has_positions_left(&self) -> bool {
        self.positions.iter().any(|position| position.fate == PositionFate::Left)
    }

    /// Whether a connector had to be left behind.
    #[must_use]
    pub fn has_abandoned(&self) -> bool {
        self.connectors.iter().any(|connector| connector.end == PartEnd::Abandoned)
    }
}
