//! The worker that connects, acts and ends.

use std::task::Waker;

use super::line::{Line, contained};
use super::outbox::{Command, Duty, State};
use super::producing::Producing;
use crate::connector::{Capability, Connector, ConnectorError, Ending, Executor, Parts, Started, Terminator};
use crate::market::{Action, OrderEvent, OrderId, OrderStatus, Standing};
use crate::money::Market;
use crate::runtime::worker::{Arc, Next, Worker, Workers, name_of};
use crate::safety::Admitted;
use crate::time::Time;

/// Connects, then does what it is told, and in the end asks the terminator until it is over.
pub(super) struct Acting<M: Market, C: Connector<M>, W> {
    line: Arc<Line<M>>,
    stage: Stage<M, C>,
    workers: W,
}

enum Stage<M: Market, C: Connector<M>> {
    New(C),
    Connected {
        executor: C::Executor,
        terminator: C::Terminator,
    },
    /// There is nobody to act.
    Gone,
}

impl<M: Market, C: Connector<M>, W: Workers> Acting<M, C, W> {
    pub(super) const fn new(line: Arc<Line<M>>, connector: C, workers: W) -> Self {
        Self { line, stage: Stage::New(connector), workers }
    }

    fn connect(&mut self, connector: C) -> Next {
        let connected = contained::<M, _>("start", || connector.start()).and_then(|parts| self.join(parts));
        if let Err(error) = connected {
            self.line.come_to(State::Lost);
            self.line.fall_silent(error);
        }
        Next::Now
    }

    /// Gives the producer a worker of its own.
    fn join(&mut self, parts: Started<C, M>) -> Result<(), ConnectorError> {
        let Parts { producer, executor, terminator } = parts;
        let capability = contained::<M, _>("executor", || Ok(executor.capability()));
        let capability = capability.unwrap_or(Capability::UNKNOWN);
        self.stage = Stage::Connected { executor, terminator };
        self.line.outbox.look(|outbox| outbox.capability = capability);
        if capability.cancels_on_logout && self.line.shared.keeps_orders {
            let why = "orders are to be kept, and it cancels them when we leave";
            return Err(ConnectorError::failed(M::NAME, why));
        }
        // Before anybody hears of the market: an answer to that is taken.
        self.line.come_to(State::Connected);
        let producing = Producing::new(Arc::clone(&self.line), producer);
        let name = name_of::<M>("events");
        let hired = self.workers.hire(&name, Box::new(producing));
        hired.map_err(|error| ConnectorError::failed(M::NAME, error))
    }

    fn perform(&mut self, command: Command<M>) {
        match (command, &mut self.stage) {
            (Command::Execute(at, admitted), Stage::Connected { executor, .. }) => {
                execute(&self.line, executor, at, admitted);
                self.line.action_is_over();
            }
            (Command::Query(id, instrument), Stage::Connected { executor, .. }) => {
                query(&self.line, executor, id, instrument);
                self.line.command_is_over();
            }
            (Command::Execute(..), _) => self.line.action_is_over(),
            (Command::Query(id, instrument), _) => {
                unanswered(&self.line, id, instrument, "not connected");
                self.line.command_is_over();
            }
        }
    }

    /// One step towards the end; when to take the next one.
    fn end(&mut self) -> Next {
        let Stage::Connected { terminator, .. } = &mut self.stage else {
            self.line.come_to(State::Ended(Some(Ok(Ending::NeverConnected))));
            return Next::Never;
        };
        let now = self.line.shared.clock.now();
        match contained::<M, _>("terminator", || terminator.terminate(now)) {
            Ok(Ending::Busy { stage, until }) => {
                self.line.come_to(State::Ending(stage));
                until.map_or(Next::Woken, |until| Next::In(self.line.shared.clock.until(until)))
            }
            end => {
                self.line.come_to(State::Ended(Some(end)));
                self.stage = Stage::Gone;
                Next::Never
            }
        }
    }
}

impl<M: Market, C: Connector<M>, W: Workers> Worker for Acting<M, C, W> {
    fn step(&mut self, waker: &Waker) -> Next {
        match self.line.duty(waker) {
            Duty::Leave => {
                // It came to be connected when nobody needed it any more, or was left behind: once, and no longer.
                if let Stage::Connected { terminator, .. } = &mut self.stage {
                    let now = self.line.shared.clock.now();
                    let _ = contained::<M, _>("terminator", || terminator.terminate(now));
                }
                Next::Never
            }
            duty => match (duty, std::mem::replace(&mut self.stage, Stage::Gone)) {
                (Duty::Wait, Stage::New(connector)) => self.connect(connector),
                (duty, stage) => {
                    self.stage = stage;
                    match duty {
                        Duty::Do(command) => {
                            self.perform(command);
                            Next::Now
                        }
                        Duty::End => self.end(),
                        Duty::Wait | Duty::Leave => Next::Woken,
                    }
                }
            },
        }
    }
}

impl<M: Market, C: Connector<M>, W> Drop for Acting<M, C, W> {
    fn drop(&mut self) {
        self.line.lose_actor();
    }
}

/// Takes an action to the venue. An executor that panics over it may have sent it: the order is lost, not refused.
fn execute<M: Market, E: Executor<M>>(line: &Line<M>, executor: &mut E, at: Time, admitted: Admitted<M>) {
    let action = *admitted.action();
    publish_terms(line, executor, action.instrument());
    let at = at.max(line.shared.clock.now());
    let mut events = line;
    let mut has_returned = false;
    let executed = contained::<M, _>("executor", || {
        let executed = executor.execute(at, admitted, &mut events);
        has_returned = true;
        executed
    });
    if !has_returned && !matches!(action, Action::Cancel { .. }) {
        let (id, instrument) = (action.id(), action.instrument());
        line.hear(at, OrderEvent::Lost { id, instrument }.into());
    }
    if let Err(error) = executed {
        line.fail(error);
    }
}

/// What the venue takes is asked before the first order for an instrument: a sweep cannot wait for the answer.
fn publish_terms<M: Market, E: Executor<M>>(line: &Line<M>, executor: &E, instrument: M::Instrument) {
    if !line.outbox.look(|outbox| outbox.terms.contains_key(&instrument))
        && let Ok(terms) = contained::<M, _>("executor", || Ok(executor.terms(instrument)))
    {
        line.outbox.look(|outbox| outbox.terms.insert(instrument, terms));
    }
}

fn query<M: Market, E: Executor<M>>(
    line: &Line<M>,
    executor: &mut E,
    id: OrderId<M>,
    instrument: M::Instrument,
) {
    let now = line.shared.clock.now();
    let mut events = line;
    if let Err(error) = contained::<M, _>("executor", || executor.query(now, id, instrument, &mut events)) {
        unanswered(line, id, instrument, &error.to_string());
    }
}

pub(super) fn unanswered<M: Market>(line: &Line<M>, id: OrderId<M>, instrument: M::Instrument, why: &str) {
    let standing = Standing::Unanswered { why: why.to_owned().into() };
    line.hear(line.shared.clock.now(), OrderStatus { id, instrument, standing }.into());
}
