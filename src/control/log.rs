//! What is written down on the way, for the report. Nothing here decides anything.

use serde::{Deserialize, Serialize};

use super::hooks::HookRecord;
use super::order::Port;
use super::output::{Alert, Output};
use super::{Cause, Phase};
use crate::time::Time;

/// A cause, and when it came up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CauseRecord {
    /// When.
    pub at: Time,
    /// Which.
    pub cause: Cause,
    /// What exactly.
    pub detail: String,
}

/// One phase: when, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PhaseRecord {
    /// Which.
    pub phase: Phase,
    /// When it began.
    pub entered: Time,
    /// When it was over.
    pub ended: Time,
    /// When it would have been over at the latest; `None` if nobody has set an end to it, as to [`Phase::Running`].
    pub deadline: Option<Time>,
    /// What came of it.
    pub outcome: String,
}

/// How a connector ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartEnd {
    /// Well.
    Ended,
    /// Badly.
    Failed(String),
    /// Not: it was left behind at its limit.
    Abandoned,
    /// It never was connected.
    NeverConnected,
}

/// A line about a connector's end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PartLine {
    pub(super) at: Time,
    pub(super) port: Port,
    pub(super) what: Result<PartEnd, String>,
}

/// Everything that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Log {
    pub(super) causes: Vec<CauseRecord>,
    pub(super) more_causes: u64,
    pub(super) ignored: Vec<CauseRecord>,
    pub(super) more_ignored: u64,
    pub(super) phases: Vec<PhaseRecord>,
    pub(super) hooks: Vec<HookRecord>,
    pub(super) parts: Vec<PartLine>,
    pub(super) alerts: Vec<Alert>,
    pub(super) more_alerts: u64,
    pub(super) live_at_done: u64,
    pub(super) saved: Option<Result<String, String>>,
    pub(super) entered: Time,
    pub(super) deadline: Time,
}

/// Signals beyond the third, and whatever else comes too often, are not kept one by one.
const KEPT: usize = 64;

impl Log {
    pub(super) const fn new(at: Time) -> Self {
        Self {
            causes: Vec::new(),
            more_causes: 0,
            ignored: Vec::new(),
            more_ignored: 0,
            phases: Vec::new(),
            hooks: Vec::new(),
            parts: Vec::new(),
            alerts: Vec::new(),
            more_alerts: 0,
            live_at_done: 0,
            saved: None,
            entered: at,
            deadline: Time::MAX,
        }
    }

    pub(super) fn cause(&mut self, at: Time, cause: Cause, detail: String) {
        let is_stricter = self.strictest().is_none_or(|strictest| cause > strictest);
        match self.causes.len() < KEPT || is_stricter {
            true => self.causes.push(CauseRecord { at, cause, detail }),
            false => self.more_causes = self.more_causes.saturating_add(1),
        }
    }

    pub(super) fn ignore(&mut self, at: Time, cause: Cause, detail: &str) {
        match self.ignored.len() < KEPT {
            true => self.ignored.push(CauseRecord { at, cause, detail: detail.to_owned() }),
            false => self.more_ignored = self.more_ignored.saturating_add(1),
        }
    }

    /// The strictest cause so far.
    pub(super) fn strictest(&self) -> Option<Cause> {
        self.causes.iter().map(|record| record.cause).reduce(Cause::join)
    }

    /// Closes the running phase.
    pub(super) fn leave(&mut self, at: Time, phase: Phase, outcome: String) {
        self.phases.push(PhaseRecord {
            phase,
            entered: self.entered,
            ended: at,
            deadline: Some(self.deadline).filter(|deadline| *deadline < Time::MAX),
            outcome,
        });
        self.entered = at;
    }

    pub(super) fn alert(&mut self, at: Time, code: &str, text: String, out: &mut Vec<Output>) {
        let alert = Alert { at, code: code.to_owned(), text };
        match self.alerts.len() < KEPT {
            true => self.alerts.push(alert.clone()),
            false => self.more_alerts = self.more_alerts.saturating_add(1),
        }
        out.push(Output::Alert(alert));
    }
}
