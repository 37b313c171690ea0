//! One step: what each state makes of an input, and when it moves on.

use super::ending::Haste;
use super::hooks::{HookEnd, HookId, Hooks};
use super::input::{Input, Inventory};
use super::log::Log;
use super::order::{OrderKey, OrderNews};
use super::output::Output;
use super::policy::OnPositions;
use super::protocol::Plan;
use super::stage::{Running, Sealed, Winding};
use super::state::State;
use super::sweep::Terms;
use super::{Cause, DoneCode, Notice, Phase};
use crate::time::Time;

/// The surroundings of one step.
pub(super) struct Turn<'a> {
    pub(super) at: Time,
    pub(super) plan: &'a Plan,
    pub(super) log: &'a mut Log,
    pub(super) hooks: &'a mut Hooks,
    pub(super) out: &'a mut Vec<Output>,
    /// Whether all that happened up to now was told, so that deadlines count.
    pub(super) is_tick: bool,
}

impl Turn<'_> {
    /// Takes an input in.
    pub(super) fn take(&mut self, state: State, input: Input) -> State {
        match input {
            Input::Cause(cause, detail) => self.cause(state, cause, detail),
            Input::CauseInHook(cause) => {
                self.log.ignore(self.at, cause, "asked for from inside a hook");
                state
            }
            Input::Done(code) => self.done(state, code),
            Input::Hook(hook, end) => {
                self.hook(hook, end);
                state
            }
            Input::Time => self.pass(state),
            news => self.news(state, news),
        }
    }

    fn cause(&mut self, state: State, cause: Cause, detail: String) -> State {
        if matches!(state, State::Complete(_)) {
            return state;
        }
        if let Some(code) = cause.alarm() {
            self.alert(code, detail.clone());
        }
        self.log.cause(self.at, cause, detail);
        match (state, cause) {
            (State::Running(running), cause) => self.stop(running, cause),
            (State::Winding(winding), cause) => self.press(winding, cause),
            (sealed, Cause::Signal) => self.signal(sealed),
            (sealed, Cause::Kill) => self.kill(sealed),
            (sealed, _) => sealed,
        }
    }

    /// The first cause.
    fn stop(&mut self, running: Running, cause: Cause) -> State {
        self.log.leave(self.at, Phase::Running, format!("stopped by {cause}"));
        let (at, budgets) = (self.at, &self.plan.budgets);
        match cause {
            Cause::Kill => self.seal_at_once(running.killed(at, budgets)),
            Cause::Crash => self.seal_at_once(running.crashed(at, budgets)),
            _ => {
                let winding = running.wind(at, budgets, cause == Cause::Signal);
                let deadline = winding.deadline();
                self.enter(Phase::StopNewOrders, deadline);
                self.out.push(Output::Wind);
                self.out.push(Output::Tell(Notice { cause, within: deadline.since(at) }));
                State::Winding(winding)
            }
        }
    }

    /// A further cause while the strategy winds down.
    fn press(&mut self, winding: Winding, cause: Cause) -> State {
        let (at, budgets) = (self.at, &self.plan.budgets);
        match cause {
            Cause::Kill => self.seal(winding.killed(at, budgets)),
            Cause::Crash => self.seal(winding.crashed(at, budgets)),
            Cause::Signal => match winding.signal(at, budgets) {
                Ok(winding) => State::Winding(winding),
                Err(sealed) => {
                    self.hooks.hurry(sealed.course.schedule.end(Phase::CancelPending));
                    self.alert("shutdown.forced", "a second signal: the strategy is not waited for".into());
                    self.seal(sealed)
                }
            },
            _ => State::Winding(winding),
        }
    }

    /// A signal to a sealed system: the second one hurries, the third one ends.
    fn signal(&mut self, mut state: State) -> State {
        let (phase, each) = (state.phase(), self.plan.budgets.forced);
        let Some(course) = state.course_mut() else { return state };
        let Some(ending) = course.ending.signalled() else { return self.abort(state) };
        course.ending = ending;
        if ending.is_forced() {
            course.schedule = course.schedule.forced(self.at, phase, each);
            self.log.deadline = course.schedule.end(phase);
            self.hooks.hurry(course.schedule.end(phase));
            self.alert("shutdown.forced", "a second signal: the sweep only, with short limits".into());
            self.hurry(&mut state);
        }
        state
    }

    fn hurry(&mut self, state: &mut State) {
        let end = state.end();
        match state {
            State::Swept(swept) => self.stop_closing(swept),
            State::Saved(saved) => saved.parting.hurry(end),
            _ => {}
        }
    }

    fn kill(&mut self, mut state: State) -> State {
        if let Some(course) = state.course_mut() {
            course.ending = course.ending.killed();
        }
        if let State::Swept(swept) = &mut state
            && self.plan.policy.positions == OnPositions::Close
        {
            self.stop_closing(swept);
        }
        state
    }

    fn abort(&mut self, mut state: State) -> State {
        let phase = state.phase();
        self.log.leave(self.at, phase, "aborted by a third signal".into());
        self.alert("shutdown.aborted", format!("a third signal ended the process in {phase}"));
        let record = self.hooks.abandon(self.at, &self.plan.hooks, self.out);
        self.log.hooks.extend(record);
        self.abandon_connectors(&mut state);
        self.out.push(Output::WriteCrash);
        self.out.push(Output::Over);
        match state {
            State::Sealed(state) => State::Complete(state.course.abort()),
            State::Swept(state) => State::Complete(state.course.abort()),
            State::Flat(state) => State::Complete(state.course.abort()),
            State::Saved(state) => State::Complete(state.course.abort()),
            State::Disconnected(state) => State::Complete(state.course.abort()),
            unsealed @ (State::Running(_) | State::Winding(_) | State::Complete(_)) => unsealed,
        }
    }

    fn done(&mut self, state: State, code: DoneCode) -> State {
        let (at, budgets) = (self.at, &self.plan.budgets);
        match state {
            State::Running(running) => {
                self.log.cause(at, Cause::Done, format!("code {}", code.0));
                self.log.leave(at, Phase::Running, "stopped by strategy done".into());
                self.seal_at_once(running.done(at, budgets, code))
            }
            State::Winding(winding) => self.seal(winding.done(at, budgets, code)),
            sealed => {
                self.log.ignore(at, Cause::Done, "the strategy's part was over");
                sealed
            }
        }
    }

    fn hook(&mut self, hook: HookId, end: HookEnd) {
        if let Some(record) = self.hooks.ended(self.at, hook, end, &self.plan.hooks) {
            if record.end != HookEnd::Ended {
                self.alert("hook.failed", format!("hook {}: {}", record.name, record.end));
            }
            self.log.hooks.push(record);
        }
    }

    /// The gates are sealed now, and nobody winds down: what hangs on that phase runs all the same.
    fn seal_at_once(&mut self, sealed: Sealed) -> State {
        self.hooks.enter(Phase::StopNewOrders, &self.plan.hooks);
        self.seal(sealed)
    }

    /// The gates are sealed now.
    pub(super) fn seal(&mut self, sealed: Sealed) -> State {
        let verdict = sealed.course.ending.verdict();
        self.log.leave(self.at, Phase::StopNewOrders, verdict.to_string());
        self.out.push(Output::Seal);
        self.enter(Phase::CancelPending, sealed.course.schedule.end(Phase::CancelPending));
        State::Sealed(sealed)
    }

    /// Whether positions are to be closed, as far as one knows now.
    pub(super) const fn closes(&self, haste: Haste) -> bool {
        self.policy_closes(haste) && !matches!(haste, Haste::Forced)
    }

    /// Whether the policy wants them closed, if there is time for it.
    pub(super) const fn policy_closes(&self, haste: Haste) -> bool {
        match (self.plan.policy.positions, haste) {
            (OnPositions::Keep, _) | (OnPositions::Close, Haste::Killed { .. }) => false,
            (OnPositions::Flatten, _) | (OnPositions::Close, Haste::Orderly { .. } | Haste::Forced) => true,
        }
    }

    /// What lives as the gates are sealed.
    pub(super) fn count(&mut self, sealed: &mut Sealed, inventory: &Inventory) {
        let closes = self.closes(sealed.course.ending.haste());
        let terms = Terms { orders: self.plan.policy.orders, closes };
        sealed.course.sweep.count(self.at, inventory, terms, self.out);
        if let super::Verdict::Done(_) = sealed.course.ending.verdict() {
            self.log.live_at_done = sealed.course.sweep.pursued();
        }
    }

    /// Something was learnt about an order.
    pub(super) fn order(&mut self, state: &mut State, key: OrderKey, news: OrderNews) {
        let (at, patience) = (self.at, self.plan.budgets.patience);
        let Some(sweep) = state.sweep_mut() else { return };
        sweep.learn(at, key, news, self.out);
        let fate = sweep.fate(key);
        if let (State::Swept(swept), Some(fate)) = (state, fate) {
            swept.closing.learn(at, key, fate, patience, self.out);
        }
    }

    /// A phase begins.
    pub(super) fn enter(&mut self, phase: Phase, until: Time) {
        self.log.deadline = until;
        self.hooks.enter(phase, &self.plan.hooks);
        self.out.push(Output::Phase { phase, until });
    }

    pub(super) fn alert(&mut self, code: &str, text: String) {
        self.log.alert(self.at, code, text, self.out);
    }
}
