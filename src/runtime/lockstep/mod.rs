//! Connectors at work elsewhere, one step at a time: the driver asks, and waits for the answer.
//!
//! Whatever a connector is asked runs on its own threads or tasks, in the order and at the times of the simulation. So a
//! run gives the same instants as with connectors on the driver's thread, bit for bit.

mod asked;
mod connector;
mod source;

use std::fmt;

use self::connector::Placed;
use self::source::PlacedSource;
use super::Crew;
use super::worker::Workers;
use crate::connector::{Connector, FeedSource};
use crate::money::Market;
use crate::strategy::FeedItem;

/// Connectors on threads or tasks of their own, in virtual time; see [`Sim::with_workers`](super::Sim::with_workers).
#[derive(Clone)]
pub struct Lockstep<W>(W);

impl<W: Workers> Lockstep<W> {
    pub(super) const fn new(workers: W) -> Self {
        Self(workers)
    }
}

impl<W: Workers> Crew for Lockstep<W> {
    type Connector<M: Market, C: Connector<M>> = Placed<C, W>;
    type Source<T: FeedItem, S: FeedSource<T>> = PlacedSource<S>;

    fn place<M: Market, C: Connector<M>>(&self, connector: C) -> Placed<C, W> {
        Placed::new(connector, self.0.clone())
    }

    fn follow<T: FeedItem, S: FeedSource<T>>(&self, source: S) -> PlacedSource<S> {
        PlacedSource::new(source, &self.0)
    }

    fn leave(&self) -> Vec<String> {
        self.0.leave()
    }
}

impl<W> fmt::Debug for Lockstep<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lockstep").finish_non_exhaustive()
    }
}
