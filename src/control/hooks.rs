//! Hooks: what a program wants done in a phase, one after the other, none able to stop the others.
//!
//! A hook hangs on a phase and has a priority within it (R7). Hooks of a phase run beside its own work, in the order
//! of priority and then of name, so that the order of registration does not matter. Each has a limit; one that
//! fails, panics or hangs is recorded and the next one runs. A phase ends when its hooks have, too; only the
//! sealing of the gates waits for nobody.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::Phase;
use super::output::Output;
use crate::time::{Span, Time};

/// How early a hook runs among those of its phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    /// First.
    Critical,
    /// Early.
    High,
    /// As most.
    Normal,
    /// Late.
    Low,
    /// Last.
    Cleanup,
}

impl Priority {
    /// From first to last.
    pub const ALL: [Priority; 5] =
        [Priority::Critical, Priority::High, Priority::Normal, Priority::Low, Priority::Cleanup];
}

/// A hook as the protocol knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HookPlan {
    /// Its name; no two are alike.
    pub name: String,
    /// When it runs.
    pub phase: Phase,
    /// How early among those of its phase.
    pub priority: Priority,
    /// How long it may take; `None` for [`Budgets::hook`](super::Budgets::hook).
    pub limit: Option<Span>,
}

impl HookPlan {
    pub(super) fn record(&self, (began, ended): (Time, Time), end: HookEnd) -> HookRecord {
        HookRecord { name: self.name.clone(), phase: self.phase, priority: self.priority, began, ended, end }
    }
}

/// A hook, by its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HookId(pub usize);

/// How a hook ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HookEnd {
    /// Well.
    Ended,
    /// With an error.
    Failed(String),
    /// With a panic.
    Panicked(String),
    /// Not: its limit was over.
    Abandoned,
    /// It never began: the shutdown was over before.
    NotStarted,
}

impl std::fmt::Display for HookEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HookEnd::Ended => f.write_str("ended"),
            HookEnd::Failed(error) => write!(f, "failed: {error}"),
            HookEnd::Panicked(text) => write!(f, "panicked: {text}"),
            HookEnd::Abandoned => f.write_str("abandoned at its limit"),
            HookEnd::NotStarted => f.write_str("not started"),
        }
    }
}

/// One hook's run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HookRecord {
    /// Its name.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// Its priority.
    pub priority: Priority,
    /// When it began.
    pub began: Time,
    /// When it ended.
    pub ended: Time,
    /// How.
    pub end: HookEnd,
}

/// Hooks that wait and the one that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Hooks {
    waiting: VecDeque<HookId>,
    running: Option<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Run {
    hook: HookId,
    began: Time,
    until: Time,
}

impl Hooks {
    /// A phase begins: its hooks wait for their turn.
    pub(super) fn enter(&mut self, phase: Phase, plans: &[HookPlan]) {
        let mut order: BTreeMap<(Priority, &str), HookId> = BTreeMap::new();
        for (place, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.phase == phase) {
            order.insert((plan.priority, &plan.name), HookId(place));
        }
        self.waiting.extend(order.into_values());
    }

    /// Starts the next one, if none runs.
    pub(super) fn go_on(
        &mut self,
        at: Time,
        phase_ends: Time,
        limit: Span,
        plans: &[HookPlan],
        out: &mut Vec<Output>,
    ) {
        if self.running.is_some() {
            return;
        }
        if let Some(hook) = self.waiting.pop_front() {
            let own = plans.get(hook.0).and_then(|plan| plan.limit);
            let until = at.after(own.unwrap_or(limit)).min(phase_ends.max(at));
            self.running = Some(Run { hook, began: at, until });
            out.push(Output::StartHook(hook));
        }
    }

    /// A hook has ended; `None` if it does not run any more.
    pub(super) fn ended(
        &mut self,
        at: Time,
        hook: HookId,
        end: HookEnd,
        plans: &[HookPlan],
    ) -> Option<HookRecord> {
        let run = self.running.take_if(|run| run.hook == hook)?;
        record(run, at, end, plans)
    }

    /// The limit of the one that runs is over, if it is.
    pub(super) fn pass(&mut self, at: Time, plans: &[HookPlan], out: &mut Vec<Output>) -> Option<HookRecord> {
        let run = self.running.take_if(|run| run.until <= at)?;
        out.push(Output::AbandonHook(run.hook));
        record(run, at, HookEnd::Abandoned, plans)
    }

    /// Nothing is waited for beyond this.
    pub(super) fn hurry(&mut self, until: Time) {
        if let Some(run) = &mut self.running {
            run.until = run.until.min(until);
        }
    }

    /// Nothing more is started, and what runs is left behind.
    pub(super) fn abandon(
        &mut self,
        at: Time,
        plans: &[HookPlan],
        out: &mut Vec<Output>,
    ) -> Option<HookRecord> {
        self.waiting.clear();
        let run = self.running.take()?;
        out.push(Output::AbandonHook(run.hook));
        record(run, at, HookEnd::Abandoned, plans)
    }

    /// Whether none waits or runs.
    pub(super) fn are_over(&self) -> bool {
        self.waiting.is_empty() && self.running.is_none()
    }

    /// When the one that runs is given up.
    pub(super) fn due(&self) -> Option<Time> {
        self.running.map(|run| run.until)
    }
}

fn record(run: Run, at: Time, end: HookEnd, plans: &[HookPlan]) -> Option<HookRecord> {
    plans.get(run.hook.0).map(|plan| plan.record((run.began, at), end))
}
