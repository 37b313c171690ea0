//! Performing what the protocol asks for, and the outcome when it asks for nothing more.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::hooking::said;
use super::{Driver, LEAST, Parting};
use crate::control::{
    CloseNews, CrashRecord, Facts, Fate, Haste, Input, Inventory, Notice, OnPositions, OrderKey, Output,
    Port, Protocol, Verdict,
};
use crate::journal::{Asked, Ruling};
use crate::runtime::saved::{SavedState, Saving};
use crate::runtime::{Host, Kept, LaneEnd, Lanes, Outcome};
use crate::time::Time;

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Does one thing; what comes of it at once goes behind the inputs.
    pub(super) fn perform(&mut self, output: Output, inputs: &mut VecDeque<Input>) {
        match output {
            Output::Phase { phase, until } => self.setup.edges.watch(phase, until),
            Output::Wind => self.each(|lane, _| lane.wind("shutdown")),
            Output::Tell(notice) => self.tell_strategy(notice, inputs),
            Output::Seal => self.seal(inputs),
            Output::Cancel(key) => {
                self.cancel(key);
                self.count_more_in_flight(inputs);
            }
            Output::Query(key) => self.of(key, |lane, at| lane.query(at, key.id)),
            Output::CountPositions => {
                let mut keys = Vec::new();
                self.each(|lane, port| lane.positions(port, &mut keys));
                inputs.push_back(Input::Positions(keys));
            }
            Output::Close(key) => {
                let now = self.now;
                if let Some(lane) = self.session.lanes.end(key.port.0) {
                    let news = lane.close(now, key);
                    if let CloseNews::Sent(order) = news {
                        let asked = (order.id, Asked::Market);
                        self.session.scribe.ruled_on(order.port.0, asked, Ruling::BySweep);
                    }
                    inputs.push_back(Input::Close(key, news));
                    self.count_more_in_flight(inputs);
                }
            }
            Output::EndClosing => self.each(|lane, _| lane.end_closing()),
            Output::Save => self.save(inputs),
            Output::AbandonSave => {
                self.saving = None;
                self.setup.edges.give_up_saving();
            }
            Output::Disconnect(port) => drop(self.parting.insert(port, Parting::default())),
            Output::Abandon(port) => self.abandon(port),
            Output::StartHook(hook) => self.start_hook(hook, inputs),
            Output::AbandonHook(hook) => self.abandon_hook(hook, inputs),
            Output::Alert(alert) => self.session.alerts.send(&alert),
            Output::WriteCrash => self.write_crash(),
            Output::Over => {}
        }
    }

    fn each(&mut self, mut act: impl FnMut(&mut dyn LaneEnd, Port)) {
        for port in L::ports() {
            if let Some(lane) = self.session.lanes.end(port) {
                act(lane, Port(port));
            }
        }
    }

    fn of(&mut self, key: OrderKey, act: impl FnOnce(&mut dyn LaneEnd, Time)) {
        if let Some(lane) = self.session.lanes.end(key.port.0) {
            act(lane, self.now);
        }
    }

    fn cancel(&mut self, key: OrderKey) {
        let mut has_left = false;
        self.of(key, |lane, at| has_left = lane.cancel(at, key.id));
        if has_left {
            self.session.scribe.ruled_on(key.port.0, (key.id, Asked::Cancel), Ruling::BySweep);
        }
    }

    /// How many submissions are under way.
    pub(super) fn count_in_flight(&mut self) -> u64 {
        let mut in_flight = 0;
        self.each(|lane, _| in_flight += lane.in_flight());
        in_flight
    }

    /// What was sent is under way before anything else is told: nobody may call the gates drained meanwhile. That there is
    /// less is told with what was learnt, and after it.
    pub(super) fn count_more_in_flight(&mut self, inputs: &mut VecDeque<Input>) {
        let in_flight = self.count_in_flight();
        if in_flight > self.in_flight {
            self.in_flight = in_flight;
            inputs.push_front(Input::InFlight(in_flight));
        }
    }

    /// The strategy hears the notice; it may answer at once.
    fn tell_strategy(&mut self, notice: Notice, inputs: &mut VecDeque<Input>) {
        inputs.extend(self.say(|session, now, host| session.tell(now, notice, host)));
        inputs.extend(self.session.take_done().map(Input::Done));
    }

    fn seal(&mut self, inputs: &mut VecDeque<Input>) {
        let verdict = self.protocol.as_ref().and_then(Protocol::verdict);
        let (cancels_pass, reason) = (!matches!(verdict, Some(Verdict::Done(_))), "shutdown");
        if self.session.scribe.has_journal() {
            self.note_discarded();
        }
        let mut discarded = Vec::new();
        self.each(|lane, _| discarded.extend(lane.seal(reason, cancels_pass)));
        self.discarded.append(&mut discarded);
        let mut inventory = Inventory::default();
        self.each(|lane, port| lane.inventory(port, &mut inventory));
        self.in_flight = inventory.in_flight;
        inputs.push_back(Input::Inventory(inventory));
    }

    /// The journal has what waits before the gates, one by one.
    fn note_discarded(&mut self) {
        let mut waiting = Vec::new();
        self.each(|lane, port| waiting.extend(lane.waiting().into_iter().map(|asked| (port.0, asked))));
        for (port, asked) in waiting {
            self.session.scribe.ruled_on(port, asked, Ruling::Discarded);
        }
    }

    fn save(&mut self, inputs: &mut VecDeque<Input>) {
        let network = self.session.network.save();
        let why = network.as_ref().err().map(ToString::to_string);
        let mut markets = Vec::new();
        self.each(|lane, _| markets.extend(lane.state()));
        let state = SavedState { at: self.now, network: network.ok(), markets };
        self.saved = Some(state.clone());
        // The books are saved also where the network is lost; that it is lost is said.
        let saved = self.save_state(state);
        inputs.extend(saved.map(|saved| Input::Saved(why.map_or(saved, Err))));
    }

    /// What the store says, if it is done.
    fn save_state(&mut self, state: SavedState) -> Option<Result<String, String>> {
        let (edges, now) = (&self.setup.edges, self.now);
        match catch_unwind(AssertUnwindSafe(|| edges.save(now, &state))) {
            Ok(Ok(Saving::Kept(place))) => Some(Ok(place)),
            Ok(Ok(Saving::Busy(until))) => {
                self.saving = Some((until.max(now.after(LEAST)), state));
                None
            }
            Ok(Err(why)) => Some(Err(why)),
            Err(panic) => Some(Err(format!("the store panicked: {}", said(&*panic)))),
        }
    }

    /// Goes on saving, if that is due.
    pub(super) fn save_on(&mut self) {
        let now = self.now;
        let Some((_, state)) = self.saving.take_if(|(due, _)| *due <= now) else { return };
        let lost = state.network.is_none().then(|| Err("the network is lost".to_owned()));
        if let Some(saved) = self.save_state(state) {
            self.tell(Input::Saved(lost.unwrap_or(saved)));
        }
    }

    fn abandon(&mut self, port: Port) {
        self.parting.remove(&port);
        if let Some(lane) = self.session.lanes.end(port.0) {
            lane.silence();
        }
    }

    fn write_crash(&mut self) {
        if let Some(protocol) = &self.protocol {
            let record = CrashRecord::of(protocol, self.now, "a third signal");
            self.setup.edges.crash(&record);
            self.crash_record = Some(record);
        }
    }

    /// What is left of the run.
    pub(super) fn outcome(mut self) -> Outcome {
        let connectors = self.look_at_connectors();
        self.session.scribe.end(self.session.instants, self.session.events);
        self.look_at_journal();
        let facts = self.facts();
        let network = self.session.network.describe();
        let protocol =
            self.protocol.take().unwrap_or_else(|| Protocol::new(self.setup.plan.clone(), self.now));
        let report = protocol.into_report(facts);
        let snapshot = self.saved.as_ref().and_then(|saved| saved.network.clone());
        Outcome {
            report,
            seed: self.host.seed(),
            trace_hash: self.session.scribe.hash(),
            instants: self.session.instants,
            events: self.session.events,
            first: self.session.first,
            last: self.now,
            snapshot,
            saved: self.saved,
            crash_record: self.crash_record,
            network,
            failure: self.failure,
            connectors,
            left_behind: Vec::new(),
            journal_failure: self.journal_failure,
        }
    }

    fn facts(&mut self) -> Facts {
        let mut facts = Facts {
            late_actions: std::mem::take(&mut self.session.late),
            more_late_actions: self.session.more_late,
            complaints: std::mem::take(&mut self.session.complaints),
            more_complaints: self.session.more_complaints,
            discarded: std::mem::take(&mut self.discarded),
            undelivered_alerts: self.session.alerts.undelivered(),
            crash: self.crash.take(),
            connector_failures: self.failures(),
            ..Facts::default()
        };
        let Some(protocol) = self.protocol.take() else { return facts };
        let fate = |key: OrderKey| -> Option<Fate> { protocol.fate(key) };
        let orders = self.setup.plan.policy.orders;
        let kept = Kept { fate: &fate, orders, positions: self.positions_policy(&protocol) };
        for port in L::ports() {
            if let Some(lane) = self.session.lanes.end(port) {
                lane.facts(Port(port), kept, &mut facts);
            }
        }
        self.protocol = Some(protocol);
        facts
    }

    /// What was to become of positions, as it came: the kill switch leaves them alone.
    fn positions_policy(&self, protocol: &Protocol) -> OnPositions {
        match (self.setup.plan.policy.positions, protocol.ending().map(|ending| ending.haste())) {
            (OnPositions::Close, Some(Haste::Killed { .. })) => OnPositions::Keep,
            (policy, _) => policy,
        }
    }
}
