//! Our requests to a simulated venue.

use super::floor::Shared;
use crate::connector::{ConnectorError, Executor, Handler};
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
#[error("expected a venue that is open, found it terminated: {action}")]
struct Closed {
    action: String,
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
            let closed = Closed { action: advice.action.to_string() };
            return Err(ConnectorError::failed(M::NAME, closed));
        }
        let at = floor.advance(at);
        let outcome = floor.act(&advice.action).map_err(|error| ConnectorError::failed(M::NAME, error))?;
        outcome.tell(at, events);
        // The submission is over once its answer is told, not before.
        drop(permit);
        Ok(())
    }
}
