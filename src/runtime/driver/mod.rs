//! The loop of a run: events while the strategy trades, and then whatever the protocol asks for.
//!
//! At one time, first all that happens is taken in, round by round, then the protocol is told that time has passed. So
//! an answer that is there is never too late, and a deadline is late by one timestamp at most.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

mod alerts;
mod breakage;
mod causes;
mod drive;
mod edges;
mod gauges;
mod hooking;
mod parting;
mod perform;
mod session;
mod standstill;

pub use self::alerts::AlertSink;
pub use self::drive::drive;
pub(super) use self::edges::Edges;

use self::alerts::Alerts;
use self::breakage::Untold;
use self::edges::SharedSink;
use self::hooking::RunningHook;
use self::session::Session;
use self::standstill::Standstill;
use super::setup::Setup;
use super::{Host, Reached};
use crate::connector::ConnectorError;
use crate::control::{Cause, Input, PartNews, Port, Protocol};
use crate::journal::JournalError;
use crate::runtime::asked::Asked;
use crate::runtime::saved::SavedState;
use crate::runtime::{Breakdown, Failure, Lanes, Outcome};
use crate::safety::Halt;
use crate::scope::VirtualClock;
use crate::time::{Span, Time, earlier};

/// Instants that may be taken at one timestamp on the way down. Far above any sensible number: it is for a strategy
/// that answers every refusal with another order, for which virtual time would never pass.
const ROUNDS: u32 = 100_000;

/// Whoever is busy is asked again no sooner than this: virtual time has to pass.
pub(super) const LEAST: Span = Span::from_millis(1);

/// A run on its way.
pub(super) struct Driver<L, H> {
    pub(super) setup: Setup,
    pub(super) host: H,
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
    pub(super) journal_failure: Option<JournalError>,
    /// What is known to have been asked.
    pub(super) asked: Asked,
    /// Reloads among it that the strategy has not heard of.
    pub(super) unheard: u64,
    pub(super) was_halted: bool,
    pub(super) next_poll: Time,
    pub(super) in_flight: u64,
    /// When connectors are looked at again.
    pub(super) next_look: Time,
    /// The ports whose queues are long, and those that have left something out.
    pub(super) high: u64,
    pub(super) shed: u64,
    /// Those that the strategy has been told are lost, and failures of which nobody has been told so far.
    pub(super) lost: u64,
    untold: VecDeque<Untold>,
    more_failures: u64,
    patience: u32,
    standstill: Standstill,
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

impl<L: Lanes, H: Host> Driver<L, H> {
    /// With what its grace has done to its budgets, and the halt that it starts under.
    pub(super) fn new(
        setup: Setup,
        host: H,
        mut session: Session<L>,
        clipped: Option<String>,
        halt: Option<Halt>,
    ) -> Self {
        let now = session.first;
        let protocol = Some(Protocol::new(setup.plan.clone(), now));
        let sink = setup.edges.sink.clone().map(|sink| Box::new(SharedSink(sink)) as Box<dyn AlertSink>);
        session.alerts = Alerts::new(sink);
        let mut driver = Self {
            setup,
            host,
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
            journal_failure: None,
            asked: Asked::default(),
            unheard: 0,
            was_halted: halt.is_some(),
            next_poll: now,
            in_flight: 0,
            next_look: now,
            high: 0,
            shed: 0,
            lost: 0,
            untold: VecDeque::new(),
            more_failures: 0,
            patience: ROUNDS,
            standstill: Standstill::default(),
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
        self.note_untold();
        self.outcome()
    }

    pub(super) fn is_over(&self) -> bool {
        self.protocol.as_ref().is_none_or(Protocol::is_over)
    }

    /// Instants until there is a reason to stop. Only what is due in every event is looked at here.
    fn work(&mut self) {
        while self.phase_is_running() && self.crash.is_none() {
            let broken = catch_unwind(AssertUnwindSafe(|| self.trade()));
            self.move_to(self.session.network.now());
            match broken {
                Ok(Ok(())) => {}
                Ok(Err(breakdown)) => self.break_off(breakdown),
                Err(panic) => self.panicked(&*panic),
            }
        }
    }

    /// Whether anything but events has to be looked at before an event at `next`.
    #[inline]
    fn is_undisturbed(&self, next: Option<Time>) -> bool {
        let Some(next) = next else { return false };
        self.setup.stop.asked() == self.asked
            && self.setup.rules.kill.is_none()
            && self.host.next_cause().is_none_or(|first| next <= first)
    }

    fn trade(&mut self) -> Result<(), Breakdown> {
        match self.session.scribe.has_journal() {
            true => self.trade_as::<true>(),
            false => self.trade_as::<false>(),
        }
    }

    /// Twice in the program, so that a run without a journal does nothing about it.
    fn trade_as<const J: bool>(&mut self) -> Result<(), Breakdown> {
        loop {
            if self.standstill.is_due(self.session.instants) && self.ends_at_standstill() {
                return Ok(());
            }
            let mut next = self.session.next_event()?;
            if !self.is_undisturbed(next) {
                next = self.look_around(next)?;
                if !self.phase_is_running() {
                    return Ok(());
                }
            }
            if let Some(now) = self.host.now() {
                self.look_now_and_then(now);
            }
            if self.host.reach(next, self.session.network.next_deadline()) == Reached::Nothing {
                continue;
            }
            let now = self.host.now().map_or(self.session.network.now(), |now| self.session.time_for(now));
            self.session.step::<J, H>(now, next, &mut self.host)?;
            if J {
                self.look_at_journal();
            }
            if let Some(code) = self.session.take_done() {
                self.move_to(self.session.network.now());
                self.tell(Input::Done(code));
                return Ok(());
            }
        }
    }

    /// Whatever but events there is before the event at `next`. Gives the next event there is then.
    fn look_around(&mut self, next: Option<Time>) -> Result<Option<Time>, Breakdown> {
        // Without further events at it, the last timestamp is still to be completed: somebody samples as of it.
        let is_asked = self.setup.stop.requested().is_some();
        if !is_asked && self.session.is_incomplete(next) {
            return Ok(next);
        }
        self.move_to(self.session.network.now());
        let next = self.look_before(next)?;
        if self.phase_is_running() && self.host.has_ended(next) {
            self.tell(Input::Cause(Cause::DataEnd, "no connector has more".to_owned()));
        }
        Ok(next)
    }

    pub(super) fn phase_is_running(&self) -> bool {
        self.protocol.as_ref().is_some_and(|protocol| protocol.phase() == crate::control::Phase::Running)
    }

    /// One turn on the way down: what is next happens.
    fn turn(&mut self) {
        self.tell_failures();
        self.look_at_stop();
        self.look_at_kill();
        if self.setup.rules.hears_late {
            // A submission may be over without an event of it.
            self.learn();
        }
        self.poll_hook();
        self.ask_connectors();
        self.look_now_and_then(self.host.now().unwrap_or(self.now));
        if self.is_over() {
            return;
        }
        let event = self.next_event();
        let alarm = if self.crash.is_none() { self.session.network.next_deadline() } else { None };
        let wait = self.next_wait();
        let happens = earlier(event, alarm).map(|at| at.max(self.now)).filter(|_| self.patience > 0);
        match self.host.reach(happens, wait) {
            Reached::Next(at) => self.instant(at, event),
            Reached::Due(at) => self.wait_until(at),
            Reached::Nothing => self.wait_until(self.now),
        }
    }

    /// The next event of any connector; one that cannot go on is left out from now on.
    fn next_event(&mut self) -> Option<Time> {
        loop {
            match catch_unwind(AssertUnwindSafe(|| self.session.next_event())) {
                Ok(Ok(next)) => return next,
                Ok(Err(breakdown)) => self.break_off(breakdown),
                Err(panic) => self.panicked(&*panic),
            }
        }
    }

    /// An instant, in the network if it still lives, and what came of it.
    fn instant(&mut self, at: Time, event: Option<Time>) {
        self.patience = if at > self.now { ROUNDS } else { self.patience.saturating_sub(1) };
        self.move_to(at);
        match self.crash {
            None => {
                // What has come in by now is heard now, from every connector.
                let now = self.session.time_for(self.host.now().map_or(at, |now| now.max(at)));
                let (session, host) = (&mut self.session, &mut self.host);
                let stepped = catch_unwind(AssertUnwindSafe(|| session.step::<true, H>(now, event, host)));
                match stepped {
                    Ok(Ok(())) => {}
                    Ok(Err(breakdown)) => self.break_off(breakdown),
                    Err(panic) => self.panicked(&*panic),
                }
            }
            Some(_) => self.absorb(at),
        }
        self.look_at_journal();
        if self.saved.is_some() {
            self.tell(Input::Changed);
        }
        self.learn();
    }

    /// The network is gone: what happens is for the books.
    fn absorb(&mut self, at: Time) {
        for port in L::ports() {
            let Some(lane) = self.session.lanes.end(port) else { continue };
            match catch_unwind(AssertUnwindSafe(|| lane.absorb(at))) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.connector_failed(port, Failure::Failed(error)),
                Err(_) => self.connector_failed(port, Failure::Panicked),
            }
        }
    }

    /// What was learnt since the last look.
    fn learn(&mut self) {
        let mut news = Vec::new();
        for port in L::ports() {
            if let Some(lane) = self.session.lanes.end(port) {
                lane.learnt(Port(port), &mut news);
            }
        }
        if self.saved.is_some() && !news.is_empty() {
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
        let script = self.host.next_cause();
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
        self.now = self.now.max(at).max(self.host.now().unwrap_or(at));
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
}
