//! What breaks during a run: a connector, the network, or one of both by a panic.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Driver;
use super::hooking::said;
use super::session::Session;
use crate::connector::ConnectorError;
use crate::control::{Cause, ControlEvent, Input};
use crate::runtime::{Breakdown, Failure, Host, Lanes, OnLoss};
use crate::time::Time;

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Something broke.
    pub(super) fn break_off(&mut self, breakdown: Breakdown) {
        let mut inputs = VecDeque::new();
        self.broken(breakdown, &mut inputs);
        self.tell_all(inputs);
        self.hear_done();
    }

    /// Whoever was asked for something did not come back.
    pub(super) fn panicked(&mut self, panic: &(dyn Any + Send)) {
        let mut inputs = VecDeque::new();
        self.not_come_back(panic, &mut inputs);
        self.tell_all(inputs);
        self.hear_done();
    }

    /// A connector cannot go on.
    pub(super) fn connector_failed(&mut self, port: u8, failure: Failure) {
        let mut inputs = VecDeque::new();
        self.failed(port, failure, &mut inputs);
        self.tell_all(inputs);
        self.hear_done();
    }

    /// The strategy hears what the runtime knows.
    pub(super) fn inform(&mut self, event: ControlEvent) {
        let mut inputs = VecDeque::new();
        self.say(&mut inputs, |session, now, host| session.inform(now, event, host));
        self.tell_all(inputs);
        self.hear_done();
    }

    /// The strategy has an instant of its own, unless it is broken. What comes of it goes behind the inputs.
    pub(super) fn say(
        &mut self,
        inputs: &mut VecDeque<Input>,
        step: impl FnOnce(&mut Session<L>, Time, &mut H) -> Result<(), Breakdown>,
    ) {
        if self.crash.is_some() {
            return;
        }
        match catch_unwind(AssertUnwindSafe(|| step(&mut self.session, self.now, &mut self.host))) {
            Ok(Ok(())) => {}
            Ok(Err(breakdown)) => self.broken(breakdown, inputs),
            Err(panic) => self.not_come_back(&*panic, inputs),
        }
        self.count_more_in_flight(inputs);
    }

    fn broken(&mut self, breakdown: Breakdown, inputs: &mut VecDeque<Input>) {
        if let Breakdown::Network(error) = breakdown {
            self.crash = Some(error.to_string());
            inputs.push_back(Input::Cause(Cause::Crash, error.to_string()));
        }
        while let Some((port, failure)) = self.session.lanes.take_failure() {
            self.failed(port, failure, inputs);
        }
    }

    fn not_come_back(&mut self, panic: &(dyn Any + Send), inputs: &mut VecDeque<Input>) {
        match self.session.lanes.take_failure() {
            Some((port, failure)) => {
                self.failed(port, failure, inputs);
                self.broken(Breakdown::Connectors, inputs);
            }
            None => inputs.push_back(Input::Cause(Cause::Connector, said(panic))),
        }
    }

    /// A connector failed: its market is lost. Whether the run goes on without it, the program has said.
    fn failed(&mut self, port: u8, failure: Failure, inputs: &mut VecDeque<Input>) {
        let (error, has_panicked) = match failure {
            Failure::Failed(error) => (error, false),
            Failure::Panicked => (self.silence(port), true),
        };
        let text = error.to_string();
        let is_news = self.lose(port, error, inputs);
        // What it took with it of the instant that it panicked in nobody knows: the run does not go on.
        let goes_on = self.setup.on_loss == OnLoss::GoOn && !has_panicked && !self.is_all_lost();
        match goes_on {
            true if is_news => inputs.push_back(Input::Alert("connector.lost".to_owned(), text)),
            true => {}
            false => inputs.push_back(Input::Cause(Cause::Connector, text)),
        }
    }

    /// It is not asked for events any more.
    fn silence(&mut self, port: u8) -> ConnectorError {
        let lane = self.session.lanes.end(port);
        let name = lane.map(|lane| {
            lane.silence();
            lane.name()
        });
        ConnectorError::failed(name.unwrap_or_default(), "it panicked")
    }

    /// Its market is lost, and the strategy hears of it once; whether that is news.
    fn lose(&mut self, port: u8, error: ConnectorError, inputs: &mut VecDeque<Input>) -> bool {
        let (connector, why) = (error.connector().to_owned(), error.to_string());
        self.session.failures.push(why.clone());
        self.failure.get_or_insert(error);
        let now = self.now;
        if let Some(lane) = self.session.lanes.end(port) {
            lane.lose(now);
        }
        let is_news = self.lost & (1 << port) == 0;
        self.lost |= 1 << port;
        if is_news {
            let event = ControlEvent::ConnectorLost { connector, why };
            self.say(inputs, |session, now, host| session.inform(now, event, host));
            inputs.extend(self.session.take_done().map(Input::Done));
        }
        is_news
    }

    fn is_all_lost(&mut self) -> bool {
        let lanes = &mut self.session.lanes;
        L::ports().all(|port| lanes.end(port).is_none_or(|lane| lane.is_lost()))
    }

    /// A journal that has ended early is told of, and nothing else happens.
    pub(super) fn look_at_journal(&mut self) {
        if let Some(error) = self.session.scribe.take_failure() {
            self.move_to(self.session.network.now());
            self.tell(Input::Alert("journal.failed".to_owned(), error.to_string()));
            self.journal_failure = Some(error);
        }
    }
}
