//! The phases of a shutdown as types: a step consumes its phase and needs evidence.
//!
//! ```text
//! Running -> Winding -> Sealed -> Swept -> Flat -> Saved -> Disconnected -> ShutdownReport
//! ```
//!
//! What people see are the names of what is being done: StopNewOrders ends with Sealed, CancelPending with
//! Swept, ClosePositions with Flat, SaveState with Saved, Disconnect with Disconnected.

use super::report::{Orders, PhaseRecord, ShutdownReport, Verdict};
use super::{Cause, Complaint, Notice};
use crate::time::Time;

/// What has been recorded on the way.
#[derive(Clone, Debug)]
struct Log {
    phases: Vec<PhaseRecord>,
    entered: Time,
}

impl Log {
    /// Closes the running phase.
    fn close(&mut self, at: Time, name: &'static str, outcome: impl Into<String>) {
        self.phases.push(PhaseRecord {
            name: name.into(),
            entered: self.entered,
            ended: at,
            outcome: outcome.into(),
        });
        self.entered = at;
    }
}

/// All gates are open.
#[derive(Debug)]
#[must_use = "a running system has to be stopped through its phases"]
pub struct Running {
    log: Log,
}

/// The strategy has been told and winds down.
#[derive(Debug)]
#[must_use = "a winding system has to be sealed"]
pub struct Winding {
    log: Log,
    cause: Cause,
}

/// Nothing of the strategy passes any more.
#[derive(Debug)]
#[must_use = "a sealed system still has working orders to sweep"]
pub struct Sealed {
    log: Log,
    cause: Cause,
    verdict: Verdict,
}

/// Working orders have been cancelled, or are known not to be.
#[derive(Debug)]
#[must_use = "positions have to be dealt with"]
pub struct Swept {
    sealed: Sealed,
    orders: Orders,
}

/// Positions are as the policy wants them.
#[derive(Debug)]
#[must_use = "the state has to be saved"]
pub struct Flat {
    swept: Swept,
}

/// The state is kept.
#[derive(Debug)]
#[must_use = "the connectors have to be ended"]
pub struct Saved {
    flat: Flat,
    failure: Option<String>,
}

/// The connectors have ended.
#[derive(Debug)]
#[must_use = "the report has to be read"]
pub struct Disconnected {
    saved: Saved,
    failures: Vec<String>,
}

impl Running {
    /// Starts at `at`.
    pub fn since(at: Time) -> Self {
        Self { log: Log { phases: Vec::new(), entered: at } }
    }

    /// The notice was given.
    pub fn wind(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
        notice: Notice,
    ) -> Winding {
        self.log.close(at, "Running", format!("stopped by {}", notice.cause));
        Winding { log: self.log, cause: notice.cause }
    }
}

impl Winding {
    /// The gates are sealed, because of `verdict`; `cause` may have become stricter meanwhile.
    pub fn seal(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
        cause: Cause,
        verdict: Verdict,
    ) -> Sealed {
        self.log.close(at, "StopNewOrders", verdict.to_string());
        Sealed { log: self.log, cause: self.cause.join(cause), verdict }
    }
}

impl Sealed {
    /// Every working order was asked to end; `orders` is what became of all.
    pub fn sweep(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
        orders: Orders,
    ) -> Swept {
        self.log.close(
            at,
            "CancelPending",
            format!("{} swept, {} left", orders.swept, orders.left_working()),
        );
        Swept { sealed: self, orders }
    }
}

impl Swept {
    /// Positions are kept, on purpose.
    pub fn keep_positions(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
    ) -> Flat {
        self.sealed.log.close(at, "ClosePositions", "positions kept");
        Flat { swept: self }
    }
}

impl Flat {
    /// The state was saved, or why not.
    pub fn save(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
        result: Result<(), String>,
    ) -> Saved {
        let outcome = result.as_ref().map_or_else(Clone::clone, |()| "kept in memory".to_owned());
        self.swept.sealed.log.close(at, "SaveState", outcome);
        Saved { flat: self, failure: result.err() }
    }
}

impl Saved {
    /// All connectors have ended; `failures` says which did not end well.
    pub fn disconnect(
        mut self, // a phase is left once: go on with what this gives
        at: Time,
        failures: Vec<String>,
    ) -> Disconnected {
        let outcome =
            if failures.is_empty() { "all connectors ended".to_owned() } else { failures.join("; ") };
        self.flat.swept.sealed.log.close(at, "Disconnect", outcome);
        Disconnected { saved: self, failures }
    }
}

impl Disconnected {
    /// What is left is the report.
    pub fn report(
        self, // a phase is left once: go on with what this gives
        complaints: Vec<Complaint>,
    ) -> ShutdownReport {
        let Disconnected { saved, failures } = self;
        let Saved { flat, failure } = saved;
        let Swept { sealed, orders } = flat.swept;
        ShutdownReport {
            cause: sealed.cause,
            verdict: sealed.verdict,
            crash: None,
            phases: sealed.log.phases,
            orders,
            complaints,
            more_complaints: 0,
            save_failure: failure,
            connector_failures: failures,
        }
    }
}
