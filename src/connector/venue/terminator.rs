//! The end of a simulated venue.

use super::floor::Shared;
use crate::connector::{ConnectorError, Ending, Terminator};
use crate::money::Market;
use crate::time::Time;

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
    fn terminate(&mut self, _: Time) -> Result<Ending, ConnectorError> {
        self.shared.lock().close();
        Ok(Ending::Over)
    }
}
