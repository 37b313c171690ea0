//! The end of a simulated venue.

use super::floor::Shared;
use crate::connector::{ConnectorError, Terminator};
use crate::money::Market;

/// Closes a simulated venue: later requests fail. What it counted can still be asked.
#[derive(Debug)]
pub struct VenueTerminator<M: Market> {
    shared: Shared<M>,
}

impl<M: Market> VenueTerminator<M> {
    pub(super) const fn new(shared: Shared<M>) -> Self {
        Self { shared }
    }
}

impl<M: Market> Terminator for VenueTerminator<M> {
    fn terminate(self) -> Result<(), ConnectorError> {
        self.shared.lock().close();
        Ok(())
    }
}
