//! Our requests to a simulated venue.

use super::floor::Shared;
use crate::connector::{Capability, ConnectorError, Executor, Handler, Terms};
use crate::market::{OrderId, OrderStatus};
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::Time;

/// Carries actions to a simulated venue, whose answer follows at once.
#[derive(Debug)]
pub struct VenueExecutor<M: Market> {
    shared: Shared<M>,
}

impl<M: Market> VenueExecutor<M> {
    pub(super) const fn new(shared: Shared<M>) -> Self {
        Self { shared }
    }
}

/// A request came after the venue was terminated.
#[derive(Debug, thiserror::Error)]
#[error("expected a venue that is open, found it terminated: {request}")]
struct Closed {
    request: String,
}

fn closed<M: Market>(request: String) -> ConnectorError {
    ConnectorError::failed(M::NAME, Closed { request })
}

impl<M: Market> Executor<M> for VenueExecutor<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let (advice, permit) = admitted.into_parts();
        let mut floor = self.shared.lock();
        if floor.is_closed() {
            return Err(closed::<M>(advice.action.to_string()));
        }
        let at = floor.advance(at);
        let outcome = floor.act(&advice.action).map_err(|error| ConnectorError::failed(M::NAME, error))?;
        outcome.tell(at, events);
        // The submission is over once its answer is told, not before.
        drop(permit);
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let mut floor = self.shared.lock();
        if floor.is_closed() {
            return Err(closed::<M>(format!("query of order {id}")));
        }
        let (at, standing) = (floor.advance(at), floor.standing(id));
        // With the lock held, as the answer must not overtake the events it tells of.
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }

    fn terms(&self, _: M::Instrument) -> Terms<M> {
        self.shared.lock().terms()
    }

    fn capability(&self) -> Capability {
        self.shared.lock().capability()
    }
}
