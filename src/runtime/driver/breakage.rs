//! What breaks during a run: a connector, the network, or one of both by a panic.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Driver;
use super::hooking::said;
use super::session::Session;
use crate::connector::ConnectorError;
use crate::control::{Cause, ControlEvent, Input};
use crate::runtime::{Host, Lanes, OnLoss, StepError};
use crate::time::Time;

impl<L: Lanes, H: Host> Driver<L, H> {
    /// An instant could not be run.
    pub(super) fn break_off(&mut self, error: StepError) {
        let port = self.session.lanes.broken();
        match error {
            StepError::Connector(error) => self.connector_failed(port, error),
            StepError::Instant(error) => {
                self.crash = Some(error.to_string());
                self.tell(Input::Cause(Cause::Crash, error.to_string()));
            }
        }
    }

    /// A connector cannot go on.
    pub(super) fn connector_failed(&mut self, port: Option<u8>, error: ConnectorError) {
        let text = self.lose(port, error);
        let goes_on = self.setup.on_loss == OnLoss::GoOn && port.is_some() && !self.is_all_lost();
        self.tell(match goes_on {
            true => Input::Alert("connector.lost".to_owned(), text),
            false => Input::Cause(Cause::Connector, text),
        });
    }

    /// Its market is lost, and the strategy hears of it; why, in words.
    fn lose(&mut self, port: Option<u8>, error: ConnectorError) -> String {
        let text = error.to_string();
        self.session.failures.push(text.clone());
        let connector = error.connector().to_owned();
        self.failure.get_or_insert(error);
        let now = self.now;
        if let Some(lane) = port.and_then(|port| self.session.lanes.end(port)) {
            lane.lose(now);
        }
        self.inform(ControlEvent::ConnectorLost { connector, why: text.clone() });
        text
    }

    fn is_all_lost(&mut self) -> bool {
        let lanes = &mut self.session.lanes;
        L::ports().all(|port| lanes.end(port).is_none_or(|lane| lane.is_lost()))
    }

    /// The strategy hears what the runtime knows.
    pub(super) fn inform(&mut self, event: ControlEvent) {
        let broken = self.say(|session, now, host| session.inform(now, event, host));
        let mut inputs = VecDeque::from_iter(broken);
        self.count_more_in_flight(&mut inputs);
        self.tell_all(inputs);
        self.hear_done();
    }

    /// The strategy has an instant of its own, unless it is broken; what breaks over it is a cause to stop.
    pub(super) fn say(
        &mut self,
        step: impl FnOnce(&mut Session<L>, Time, &mut H) -> Result<(), StepError>,
    ) -> Option<Input> {
        if self.crash.is_some() {
            return None;
        }
        match catch_unwind(AssertUnwindSafe(|| step(&mut self.session, self.now, &mut self.host))) {
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

    /// A journal that has ended early is told of, and nothing else happens.
    pub(super) fn look_at_journal(&mut self) {
        if let Some(error) = self.session.scribe.take_failure() {
            self.move_to(self.session.network.now());
            self.tell(Input::Alert("journal.failed".to_owned(), error.to_string()));
            self.journal_failure = Some(error);
        }
    }

    /// A connector panicked: it is not asked for events any more.
    pub(super) fn panicked(&mut self) {
        let port = self.session.lanes.broken();
        self.port_panicked(port);
    }

    pub(super) fn port_panicked(&mut self, port: Option<u8>) {
        let mut name = "a connector".to_owned();
        if let Some(lane) = port.and_then(|port| self.session.lanes.end(port)) {
            lane.silence();
            name = lane.name();
        }
        // What it took with it of the instant that it panicked in nobody knows: the run does not go on.
        let text = self.lose(port, ConnectorError::failed(name, "it panicked"));
        self.tell(Input::Cause(Cause::Connector, text));
    }
}
