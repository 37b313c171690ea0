//! The loop of a run: events while the strategy trades, and then whatever the protocol asks for.
//!
//! At one time, first all that happens is taken in, round by round, then the protocol is told that time has passed. So
//! an answer that is there is never too late, and a deadline is late by one timestamp at most.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Sim;
use super::edges::SharedSink;
use super::hooking::{RunningHook, said};
use super::session::Session;
use crate::connector::ConnectorError;
use crate::control::{Cause, ControlEvent, Input, PartNews, Port, Protocol};
use crate::runtime::alerts::Alerts;
use crate::runtime::lanes::Lanes;
use crate::runtime::saved::SavedState;
use crate::runtime::stop::Asked;
use crate::runtime::{AlertSink, Outcome, StepError};
use crate::safety::KillSwitch;
use crate::scope::VirtualClock;
use crate::time::{Span, Time, earlier};

/// Instants that may be taken at one timestamp on the way down. Far above any sensible number: it is for a strategy
/// that answers every refusal with another order, for which virtual time would never pass.
const ROUNDS: u32 = 100_000;

/// Whoever is busy is asked again no sooner than this: virtual time has to pass.
pub(super) const LEAST: Span = Span::from_millis(1);

/// A run on its way.
pub(super) struct Driver<L> {
    pub(super) sim: Sim,
    pub(super) session: Session<L>,
    pub(super) protocol: Option<Protocol>,
    pub(super) now: Time,
    pub(super) clock: VirtualClock,
    pub(super) hook: Option<RunningHook>,
    /// Connectors that are ending, with the time at which they want to be asked again, and the stage they were in.
    pub(super) parting: BTreeMap<Port, Parting>,
    /// What has to be done again to save, and when.
    pub(super) saving: Option<(Time, SavedState)>,
    pub(super) saved: Option<SavedState>,
    pub(super) crash: Option<String>,
    pub(super) failure: Option<ConnectorError>,
    pub(super) asked: Asked,
    pub(super) was_halted: bool,
    pub(super) next_poll: Time,
    pub(super) in_flight: u64,
    patience: u32,
    pub(super) discarded: Vec<String>,
    pub(super) crash_record: Option<crate::control::CrashRecord>,
}

/// A connector on its way out.
#[derive(Clone, Debug, Default)]
pub(super) struct Parting {
    pub(super) until: Option<Time>,
    pub(super) stage: String,
    /// It has ended so; what it fired before is to be read first.
    pub(super) over: Option<PartNews>,
}

impl<L: Lanes> Driver<L> {
    pub(super) fn new(sim: Sim, mut session: Session<L>, clipped: Option<String>) -> Self {
        let now = session.first;
        let protocol = Some(Protocol::new(sim.plan.clone(), now));
        let sink = sim.edges.sink.clone().map(|sink| Box::new(SharedSink(sink)) as Box<dyn AlertSink>);
        session.alerts = Alerts::new(sink);
        let halt = sim.rules.kill.as_ref().and_then(KillSwitch::standing);
        let mut driver = Self {
            sim,
            session,
            protocol,
            now,
            clock: VirtualClock::new(now),
            hook: None,
            parting: BTreeMap::new(),
            saving: None,
            saved: None,
            crash: None,
            failure: None,
            asked: Asked::default(),
            was_halted: halt.is_some(),
            next_poll: now,
            in_flight: 0,
            patience: ROUNDS,
            discarded: Vec::new(),
            crash_record: None,
        };
        let halted = halt.map(|halt| ("execution.halted", halt.reason().to_string()));
        for (code, text) in clipped.map(|text| ("budgets.clipped", text)).into_iter().chain(halted) {
            driver.tell(Input::Alert(code.to_owned(), text));
        }
        driver
    }

    /// The whole run.
    pub(super) fn run(mut self) -> Outcome {
        self.work();
        while !self.is_over() {
            self.turn();
        }
        self.outcome()
    }

    fn is_over(&self) -> bool {
        self.protocol.as_ref().is_none_or(Protocol::is_over)
    }

    /// Instants until there is a reason to stop. Only what is due in every event is looked at here.
    fn work(&mut self) {
        let broken = catch_unwind(AssertUnwindSafe(|| self.trade()));
        self.move_to(self.session.network.now());
        match broken {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.break_off(error),
            Err(_) => self.panicked(),
        }
    }

    fn trade(&mut self) -> Result<(), StepError> {
        loop {
            let next = self.session.next_event()?;
            if !self.sim.is_undisturbed(next) && !self.goes_on(next) {
                return Ok(());
            }
            self.session.step(self.session.network.now(), next)?;
            if let Some(code) = self.session.take_done() {
                self.move_to(self.session.network.now());
                self.tell(Input::Done(code));
                return Ok(());
            }
        }
    }

    /// Whether there is no reason to stop before an event at `next`.
    fn goes_on(&mut self, next: Option<Time>) -> bool {
        // Without further events at it, the last timestamp is still to be completed: somebody samples as of it.
        let is_asked = self.sim.stop.requested().is_some();
        if !is_asked && self.session.is_incomplete(next) {
            return true;
        }
        self.move_to(self.session.network.now());
        // What is due before it, such as an alarm, comes before a cause that is written down for later.
        self.look_at(next.and_then(|next| earlier(Some(next), self.session.network.next_deadline())));
        if self.phase_is_running() && next.is_none() {
            self.tell(Input::Cause(Cause::DataEnd, "no connector has more".to_owned()));
        }
        self.phase_is_running()
    }

    pub(super) fn phase_is_running(&self) -> bool {
        self.protocol.as_ref().is_some_and(|protocol| protocol.phase() == crate::control::Phase::Running)
    }

    /// One turn on the way down: what is next happens.
    fn turn(&mut self) {
        self.look_at_stop();
        self.look_at_kill();
        self.poll_hook();
        self.ask_connectors();
        if self.is_over() {
            return;
        }
        let event = self.next_event();
        let alarm = if self.crash.is_none() { self.session.network.next_deadline() } else { None };
        let wait = self.next_wait();
        let happens = earlier(event, alarm).map(|at| at.max(self.now));
        match happens {
            Some(at) if self.patience > 0 && wait.is_none_or(|wait| at <= wait) => self.instant(at, event),
            _ => self.wait_until(wait.unwrap_or(self.now)),
        }
    }

    /// The next event of any connector; one that cannot go on is left out from now on.
    fn next_event(&mut self) -> Option<Time> {
        loop {
            match catch_unwind(AssertUnwindSafe(|| self.session.next_event())) {
                Ok(Ok(next)) => return next,
                Ok(Err(error)) => self.connector_failed(error),
                Err(_) => self.panicked(),
            }
        }
    }

    /// An instant, in the network if it still lives, and what came of it.
    fn instant(&mut self, at: Time, event: Option<Time>) {
        self.patience = if at > self.now { ROUNDS } else { self.patience.saturating_sub(1) };
        self.move_to(at);
        match self.crash {
            None => {
                let stepped = catch_unwind(AssertUnwindSafe(|| self.session.step(at, event)));
                match stepped {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => self.break_off(error),
                    Err(_) => self.panicked(),
                }
            }
            Some(_) => self.absorb(at),
        }
        self.listen();
    }

    /// The network is gone: what happens is for the books.
    fn absorb(&mut self, at: Time) {
        for port in L::ports() {
            let Some(lane) = self.session.lanes.end(port) else { continue };
            match catch_unwind(AssertUnwindSafe(|| lane.absorb(at))) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.connector_failed(error),
                Err(_) => self.port_panicked(Some(port)),
            }
        }
    }

    /// What was learnt in the last instant.
    pub(super) fn listen(&mut self) {
        let mut news = Vec::new();
        for port in L::ports() {
            if let Some(lane) = self.session.lanes.end(port) {
                lane.learnt(Port(port), &mut news);
            }
        }
        if self.saved.is_some() {
            self.tell(Input::Changed);
        }
        let mut more = VecDeque::new();
        self.count_more_in_flight(&mut more);
        self.tell_all(more);
        news.into_iter().for_each(|news| self.tell(news));
        // Counted again, as what was told may have led to more.
        let in_flight = self.count_in_flight();
        if in_flight != self.in_flight {
            self.in_flight = in_flight;
            self.tell(Input::InFlight(in_flight));
        }
        self.hear_done();
    }

    pub(super) fn hear_done(&mut self) {
        if let Some(code) = self.session.take_done() {
            self.tell(Input::Done(code));
        }
    }

    /// The next time at which something but an event is due.
    fn next_wait(&self) -> Option<Time> {
        let script = self.sim.script.front().map(|first| first.at);
        let protocol = self.protocol.as_ref().and_then(Protocol::next_deadline);
        let parting =
            self.parting.values().filter(|part| part.over.is_none()).filter_map(|part| part.until).min();
        let saving = self.saving.as_ref().map(|(at, _)| *at);
        let waits = [script, protocol, parting, saving, self.clock.next_deadline()];
        waits.into_iter().flatten().min()
    }

    /// Nothing happens until then, and then time has passed.
    fn wait_until(&mut self, at: Time) {
        if at > self.now {
            self.patience = ROUNDS;
        }
        self.move_to(at);
        self.happen(self.now);
        self.poll_hook();
        self.ask_connectors();
        self.save_on();
        let is_due = |due: Time| due <= self.now;
        if self.protocol.as_ref().and_then(Protocol::next_deadline).is_some_and(is_due) {
            self.tell(Input::Time);
        }
    }

    /// The time of the run, and of its hooks.
    pub(super) fn move_to(&mut self, at: Time) {
        self.now = self.now.max(at);
        self.clock.advance_to(self.now);
    }

    /// Tells the protocol, and does what it asks for, until there is nothing left to do.
    pub(super) fn tell(&mut self, input: Input) {
        self.tell_all(VecDeque::from([input]));
    }

    pub(super) fn tell_all(&mut self, mut inputs: VecDeque<Input>) {
        while let Some(input) = inputs.pop_front() {
            let Some(protocol) = self.protocol.take() else { return };
            let (protocol, outputs) = protocol.step(self.now, input);
            self.protocol = Some(protocol);
            for output in outputs {
                self.perform(output, &mut inputs);
            }
        }
    }

    /// An instant could not be run.
    fn break_off(&mut self, error: StepError) {
        match error {
            StepError::Connector(error) => {
                self.session.lanes.broken();
                self.connector_failed(error);
            }
            StepError::Instant(error) => {
                self.session.lanes.broken();
                self.crash = Some(error.to_string());
                self.tell(Input::Cause(Cause::Crash, error.to_string()));
            }
        }
    }

    fn connector_failed(&mut self, error: ConnectorError) {
        let text = error.to_string();
        self.session.failures.push(text.clone());
        let connector = error.connector().to_owned();
        self.failure.get_or_insert(error);
        self.inform(ControlEvent::ConnectorLost { connector, why: text.clone() });
        self.tell(Input::Cause(Cause::Connector, text));
    }

    /// The strategy hears what the runtime knows.
    pub(super) fn inform(&mut self, event: ControlEvent) {
        let broken = self.say(|session, now| session.inform(now, event));
        broken.into_iter().for_each(|cause| self.tell(cause));
        self.hear_done();
    }

    /// The strategy has an instant of its own, unless it is broken; what breaks over it is a cause to stop.
    pub(super) fn say(
        &mut self,
        step: impl FnOnce(&mut Session<L>, Time) -> Result<(), StepError>,
    ) -> Option<Input> {
        if self.crash.is_some() {
            return None;
        }
        match catch_unwind(AssertUnwindSafe(|| step(&mut self.session, self.now))) {
            Ok(Ok(())) => None,
            Ok(Err(StepError::Connector(error))) => {
                let text = error.to_string();
                self.session.failures.push(text.clone());
                self.failure.get_or_insert(error);
                Some(Input::Cause(Cause::Connector, text))
            }
            Ok(Err(StepError::Instant(error))) => {
                self.crash = Some(error.to_string());
                Some(Input::Cause(Cause::Crash, error.to_string()))
            }
            Err(panic) => Some(Input::Cause(Cause::Connector, said(&*panic))),
        }
    }

    /// A connector panicked: it is not asked for events any more.
    fn panicked(&mut self) {
        let port = self.session.lanes.broken();
        self.port_panicked(port);
    }

    fn port_panicked(&mut self, port: Option<u8>) {
        let mut name = "a connector".to_owned();
        if let Some(lane) = port.and_then(|port| self.session.lanes.end(port)) {
            lane.silence();
            name = lane.name();
        }
        self.connector_failed(ConnectorError::failed(name, "it panicked"));
    }
}
