//! What can be asked of a simulated venue, during a run and after it.

use super::floor::Shared;
use crate::market::OrderId;
use crate::money::Market;

/// A view of a simulated venue that outlives its parts.
#[derive(Debug)]
pub struct VenueStats<M: Market> {
    shared: Shared<M>,
}

impl<M: Market> VenueStats<M> {
    pub(super) const fn of(shared: Shared<M>) -> Self {
        Self { shared }
    }

    /// Orders that would take at the next trade: at the end of a tape, fills that never came.
    #[must_use]
    pub fn in_flight(&self) -> u64 {
        self.shared.lock().desks().iter().map(|desk| desk.waiting() as u64).sum()
    }

    /// Limit orders that the market has not come to.
    #[must_use]
    pub fn resting(&self) -> u64 {
        self.shared.lock().desks().iter().map(|desk| desk.resting() as u64).sum()
    }

    /// All orders that have not ended, by rising id.
    #[must_use]
    pub fn working(&self) -> Vec<OrderId<M>> {
        let mut ids: Vec<_> = self.shared.lock().desks().iter().flat_map(|desk| desk.working()).collect();
        ids.sort_unstable();
        ids
    }

    /// Orders taken in.
    #[must_use]
    pub fn placed(&self) -> u64 {
        self.shared.lock().totals().placed
    }

    /// Orders turned away.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.shared.lock().totals().refused
    }

    /// Fills made; an order filled in three parts counts three times.
    #[must_use]
    pub fn fills(&self) -> u64 {
        self.shared.lock().totals().fills
    }
}

impl<M: Market> Clone for VenueStats<M> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}
