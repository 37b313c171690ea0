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

/// Failures beyond this many are counted, not kept: one that is lost may fail at each cancel.
const KEPT_FAILURES: usize = 1_000;

/// A connector that failed, of which nobody has been told so far.
pub(super) struct Untold {
    port: u8,
    error: ConnectorError,
    has_panicked: bool,
}

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Something broke.
    pub(super) fn break_off(&mut self, breakdown: Breakdown) {
        if let Breakdown::Network(error) = breakdown {
            self.crash = Some(error.to_string());
            self.tell(Input::Cause(Cause::Crash, error.to_string()));
        }
        self.tell_failures();
    }

    /// Whoever was asked for something did not come back.
    pub(super) fn panicked(&mut self, panic: &(dyn Any + Send)) {
        self.take_failures();
        if !self.untold.iter().any(|untold| untold.has_panicked) {
            let error = ConnectorError::failed("a connector", said(panic));
            self.note(&error);
            self.tell(Input::Cause(Cause::Connector, error.to_string()));
            self.failure.get_or_insert(error);
        }
        self.tell_failures();
    }

    /// A connector cannot go on.
    pub(super) fn connector_failed(&mut self, port: u8, failure: Failure) {
        self.lose(port, failure);
        self.tell_failures();
    }

    /// The strategy hears what the runtime knows.
    pub(super) fn inform(&mut self, event: ControlEvent) {
        self.hear(event);
        self.tell_failures();
    }

    /// Tells of all connectors that have failed, one after the other: a strategy that is done when it hears of one has been
    /// taken at its word before it hears of the next.
    pub(super) fn tell_failures(&mut self) {
        loop {
            self.take_failures();
            let Some(untold) = self.untold.pop_front() else { return };
            self.tell_failure(untold);
        }
    }

    /// The strategy has an instant of its own, unless it is broken. What breaks over it is told later.
    pub(super) fn say(
        &mut self,
        step: impl FnOnce(&mut Session<L>, Time, &mut H) -> Result<(), Breakdown>,
    ) -> Option<Input> {
        if self.crash.is_some() {
            return None;
        }
        match catch_unwind(AssertUnwindSafe(|| step(&mut self.session, self.now, &mut self.host))) {
            Ok(Ok(()) | Err(Breakdown::Connectors)) => None,
            Ok(Err(Breakdown::Network(error))) => {
                self.crash = Some(error.to_string());
                Some(Input::Cause(Cause::Crash, error.to_string()))
            }
            Err(panic) => Some(Input::Cause(Cause::Connector, said(&*panic))),
        }
    }

    fn hear(&mut self, event: ControlEvent) {
        let broken = self.say(|session, now, host| session.inform(now, event, host));
        let mut inputs = VecDeque::from_iter(broken);
        self.count_more_in_flight(&mut inputs);
        self.tell_all(inputs);
        self.hear_done();
    }

    /// Every market whose connector has failed is lost at once, before anybody hears of the first.
    fn take_failures(&mut self) {
        while let Some((port, failure)) = self.session.lanes.take_failure() {
            self.lose(port, failure);
        }
    }

    fn lose(&mut self, port: u8, failure: Failure) {
        let now = self.now;
        let Some(lane) = self.session.lanes.end(port) else { return };
        lane.lose(now);
        self.untold.push_back(match failure {
            Failure::Failed(error) => Untold { port, error, has_panicked: false },
            Failure::Panicked => {
                // It is not asked for events any more.
                lane.silence();
                let error = ConnectorError::failed(lane.name(), "it panicked");
                Untold { port, error, has_panicked: true }
            }
        });
    }

    /// The strategy hears of each loss once. Whether the run goes on, the program has said.
    fn tell_failure(&mut self, Untold { port, error, has_panicked }: Untold) {
        self.note(&error);
        let (connector, text) = (error.connector().to_owned(), error.to_string());
        self.failure.get_or_insert(error);
        let is_news = self.lost & (1 << port) == 0;
        self.lost |= 1 << port;
        if is_news {
            self.hear(ControlEvent::ConnectorLost { connector, why: text.clone() });
        }
        // What it took with it of the instant that it panicked in nobody knows: the run does not go on.
        let goes_on = self.setup.on_loss == OnLoss::GoOn && !has_panicked && !self.is_all_lost();
        match goes_on {
            true if is_news => self.tell(Input::Alert("connector.lost".to_owned(), text)),
            true => {}
            false => self.tell(Input::Cause(Cause::Connector, text)),
        }
    }

    /// Kept for the report, the first of it.
    fn note(&mut self, error: &ConnectorError) {
        match self.session.failures.len() < KEPT_FAILURES {
            true => self.session.failures.push(error.to_string()),
            false => self.more_failures += 1,
        }
    }

    /// The run is over: what failed at its very end stands in the report.
    pub(super) fn note_untold(&mut self) {
        self.take_failures();
        while let Some(Untold { error, .. }) = self.untold.pop_front() {
            self.note(&error);
            self.failure.get_or_insert(error);
        }
    }

    /// What went wrong with connectors, in words.
    pub(super) fn failures(&mut self) -> Vec<String> {
        let mut failures = std::mem::take(&mut self.session.failures);
        if self.more_failures > 0 {
            failures.push(format!("{} failures more", self.more_failures));
        }
        failures
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
