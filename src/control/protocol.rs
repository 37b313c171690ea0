//! The protocol of stopping: one pure step from state and input to state and outputs.
//!
//! Runtimes feed it what happens and perform what it asks for; they decide nothing. So the same function runs in
//! simulation, on threads and in the model checker.

use std::sync::Arc;

use super::ending::{Ending, Verdict};
use super::hooks::{HookPlan, Hooks};
use super::input::Input;
use super::log::Log;
use super::order::{Fate, OrderKey};
use super::output::Output;
use super::stage::{Fork, Running};
use super::state::State;
use super::turn::Turn;
use super::{Budgets, Cause, Phase, Policy};
use crate::time::{Time, earlier};

/// What a shutdown is to achieve and what it may take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Plan {
    /// How long each part may take.
    pub budgets: Budgets,
    /// What becomes of orders and positions.
    pub policy: Policy,
    /// What the program wants done.
    pub hooks: Vec<HookPlan>,
    /// The names of the ports, for the report; each has a connector to end.
    pub ports: Vec<String>,
}

/// A system between its start and its report.
///
/// ```
/// use tidegate::control::{
///     Cause, DoneCode, ExitCode, Facts, Input, Inventory, Output, Phase, Plan, Protocol, Verdict,
/// };
/// use tidegate::time::Time;
///
/// let at = Time::from_secs(1);
/// let protocol = Protocol::new(Plan::default(), Time::EPOCH);
/// let (protocol, outputs) = protocol.step(at, Input::Cause(Cause::Request, "an operator".into()));
/// assert_eq!(protocol.phase(), Phase::StopNewOrders);
/// assert!(outputs.contains(&Output::Wind));
///
/// let (protocol, outputs) = protocol.step(at, Input::Done(DoneCode::OK));
/// assert!(outputs.contains(&Output::Seal));
/// let (protocol, outputs) = protocol.step(at, Input::Inventory(Inventory::default()));
/// assert_eq!(protocol.phase(), Phase::SaveState, "no order, no position, nothing to wait for");
/// assert!(outputs.contains(&Output::Save));
///
/// let (protocol, outputs) = protocol.step(at, Input::Saved(Ok("memory".into())));
/// assert!(protocol.is_over() && outputs.contains(&Output::Over), "there is no connector to end");
/// assert_eq!(protocol.verdict(), Some(Verdict::Done(DoneCode::OK)));
/// assert_eq!(protocol.report(Facts::default()).expect("it is over").exit_code(), ExitCode::CLEAN);
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a system has to be stopped through its phases"]
pub struct Protocol {
    pub(super) plan: Plan,
    pub(super) log: Log,
    hooks: Hooks,
    state: State,
}

/// What decides what comes next in a [`Protocol`]: two systems of the same core go the same ways.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Core(Arc<(State, Hooks)>);

impl Protocol {
    /// A system that runs since `at`.
    pub fn new(plan: Plan, at: Time) -> Self {
        Self { plan, log: Log::new(at), hooks: Hooks::default(), state: State::Running(Running::new()) }
    }

    /// One step: takes what happened, gives what is to be done, in that order.
    ///
    /// Times must not decrease: each is taken as it is told. [`Input::Time`] says that all that happened
    /// up to `at` was told: only then deadlines are looked at, so that an answer that is there is never too late.
    pub fn step(
        self, // a system has one state: go on with what this gives
        at: Time,
        input: Input,
    ) -> (Protocol, Vec<Output>) {
        let Protocol { plan, mut log, mut hooks, state } = self;
        let mut out = Vec::new();
        let is_tick = input == Input::Time;
        let mut turn = Turn { at, plan: &plan, log: &mut log, hooks: &mut hooks, out: &mut out, is_tick };
        let state = turn.take(state, input);
        let state = turn.go_on(state);
        (Protocol { plan, log, hooks, state }, out)
    }

    /// The phase.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.state.phase()
    }

    /// The phase, or the one in which a third signal has ended it.
    pub(super) fn left_phase(&self) -> Phase {
        let last = self.log.phases.last().map(|record| record.phase);
        last.filter(|_| self.is_aborted()).unwrap_or(self.phase())
    }

    /// Whether the report can be read.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.state, State::Complete(_))
    }

    /// When [`Input::Time`] has to be told at the latest.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Time> {
        if self.is_over() {
            return None;
        }
        earlier(self.state.due(self.plan.budgets.patience), self.hooks.due())
    }

    /// How the strategy's part ended, once the gates are sealed.
    #[must_use]
    pub const fn verdict(&self) -> Option<Verdict> {
        self.state.verdict()
    }

    /// How it came to the sealed gates, and the haste since: the finite part of what a sealed system is.
    #[must_use]
    pub const fn ending(&self) -> Option<Ending> {
        self.state.ending()
    }

    /// Whether a third signal ended it.
    #[must_use]
    pub const fn is_aborted(&self) -> bool {
        self.state.is_aborted()
    }

    /// Whether a signal has come while the strategy winds down.
    #[must_use]
    pub const fn is_signalled_winding(&self) -> bool {
        matches!(&self.state, State::Winding(winding) if winding.is_signalled())
    }

    /// Whether the connectors have ended and what happened meanwhile is being saved.
    #[must_use]
    pub const fn is_disconnected(&self) -> bool {
        matches!(self.state, State::Disconnected(_))
    }

    /// The state without what is only written down: what decides what comes next.
    #[must_use]
    pub fn core(&self) -> Core {
        Core(Arc::new((self.state.fork(), self.hooks.clone())))
    }

    /// A second system in the same state, for searches through all that can happen. Not `Clone`: nobody should have two
    /// by accident.
    pub fn fork(&self) -> Protocol {
        let Protocol { plan, log, hooks, state } = self;
        Protocol { plan: plan.clone(), log: log.clone(), hooks: hooks.clone(), state: state.fork() }
    }

    /// The causes so far, in their order.
    pub fn causes(&self) -> impl Iterator<Item = Cause> {
        self.log.causes.iter().map(|record| record.cause)
    }

    /// What became of an order that lived when the gates were sealed; `None` for others, and while it is pursued.
    #[must_use]
    pub fn fate(&self, key: OrderKey) -> Option<Fate> {
        self.state.sweep().and_then(|sweep| sweep.fate(key))
    }

    /// Every order that lived when the gates were sealed or closed a position since, with what became of it.
    pub fn fates(&self) -> impl Iterator<Item = (OrderKey, Option<Fate>)> {
        self.state.sweep().into_iter().flat_map(super::sweep::Sweep::fates)
    }
}
