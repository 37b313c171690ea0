//! Where connectors do their work.

use super::{Setup, hook::Work};
use crate::connector::{Connector, FeedSource};
use crate::money::Market;
use crate::strategy::FeedItem;

/// Where connectors do their work: a runtime's choice, which neither strategies nor lanes see.
///
/// A crew makes, of each connector, one that the driver can talk to on its own thread. What works elsewhere is
/// represented by a stand-in.
pub trait Crew: Clone {
    /// What the driver talks to.
    type Connector<M: Market, C: Connector<M>>: Connector<M>;
    /// The same for a feed.
    type Source<T: FeedItem, S: FeedSource<T>>: FeedSource<T>;

    /// Gives a connector its place.
    fn place<M: Market, C: Connector<M>>(&self, connector: C) -> Self::Connector<M, C>;

    /// The same for a feed.
    fn follow<T: FeedItem, S: FeedSource<T>>(&self, source: S) -> Self::Source<T, S>;

    /// Lets others do what a program has given the run to do: save, and call a pager. Unless implemented, the driver does it.
    /// For the crate's own crews: what is in a [`Setup`] nobody else can see.
    fn equip(&self, setup: &mut Setup) {
        let _ = setup; // The driver does it.
    }

    /// Lets others do what a hook does. Unless implemented, the driver does it.
    fn assist(&self, work: Work) -> Work {
        work
    }

    /// What waits at the stand-ins of a port. Where there are none, nothing does.
    fn stand_ins(&self, port: u8) -> StandIns {
        let _ = port; // There are none.
        StandIns::default()
    }

    /// The run is over, and all stand-ins are gone: waits for those who still tidy up, as long as they may take. The
    /// names of those who did not come to an end, which are left behind.
    fn leave(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What waits at the stand-ins of a connector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandIns {
    /// It has not connected so far.
    pub is_connecting: bool,
    /// Events that were heard and not read.
    pub waiting: u64,
    /// Events for which there was no room.
    pub left_out: u64,
}

/// On the driver's own thread: connectors must not block.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here;

impl Crew for Here {
    type Connector<M: Market, C: Connector<M>> = C;
    type Source<T: FeedItem, S: FeedSource<T>> = S;

    fn place<M: Market, C: Connector<M>>(&self, connector: C) -> C {
        connector
    }

    fn follow<T: FeedItem, S: FeedSource<T>>(&self, source: S) -> S {
        source
    }
}
