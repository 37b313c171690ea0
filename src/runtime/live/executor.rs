//! The stand-in of an executor.

use super::acting::unanswered;
use super::line::Line;
use super::outbox::{Command, State};
use crate::connector::{Capability, ConnectorError, Executor, Handler, Terms};
use crate::market::{Action, OrderEvent, OrderId};
use crate::money::Market;
use crate::runtime::worker::{Arc, Ordering};
use crate::safety::Admitted;
use crate::time::Time;

/// Hands actions over, one at a time.
pub(crate) struct ExecutorStandIn<M: Market> {
    line: Arc<Line<M>>,
}

impl<M: Market> ExecutorStandIn<M> {
    pub(super) const fn new(line: Arc<Line<M>>) -> Self {
        Self { line }
    }

    fn is_connected(&self) -> bool {
        self.line.outbox.look(|outbox| matches!(outbox.state, State::Connected | State::Ending(_)))
    }

    /// Whether there is nobody any more who could answer.
    fn is_gone(&self) -> bool {
        self.line.outbox.look(|outbox| matches!(outbox.state, State::Ended(_)))
    }
}

impl<M: Market> Executor<M> for ExecutorStandIn<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        match self.is_connected() {
            true => self.line.order(Command::Execute(at, admitted)),
            false => events.fire(at, unconnected(admitted.action()).into()),
        }
        Ok(())
    }

    fn query(
        &mut self,
        _at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        _events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        match self.is_gone() {
            true => unanswered(&self.line, id, instrument, "its connector is gone"),
            false => self.line.order(Command::Query(id, instrument)),
        }
        Ok(())
    }

    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        if self.line.has_failed.load(Ordering::Acquire)
            && let Some(failure) = self.line.outbox.look(|outbox| outbox.failures.pop_front())
        {
            return Err(failure);
        }
        Ok(self.line.in_hand.load(Ordering::Acquire) == 0)
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.line.outbox.look(|outbox| outbox.terms.get(&instrument).copied().unwrap_or_default())
    }

    fn capability(&self) -> Capability {
        self.line.outbox.look(|outbox| outbox.capability)
    }
}

/// Where there is no connection, nothing was sent.
fn unconnected<M: Market>(action: &Action<M>) -> OrderEvent<M> {
    let (id, instrument) = (action.id(), action.instrument());
    match action {
        Action::Cancel { .. } => OrderEvent::CancelRefused { id, instrument, why: "not connected".into() },
        Action::Limit { .. } | Action::Market { .. } => OrderEvent::Refused {
            id,
            instrument,
            rule: "connected".into(),
            found: "no connection".into(),
            limit: "a connection".into(),
        },
    }
}
