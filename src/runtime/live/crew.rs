//! Connectors on threads or tasks of their own.

use std::fmt;

use super::source::{SourceLine, SourceStandIn};
use super::stand_in::StandIn;
use super::{Intake, helping, line::Line, paging, saving};
use crate::connector::{Connector, FeedSource};
use crate::money::Market;
use crate::runtime::worker::{Arc, Bell, Monotonic, Mutex, Workers, lock};
use crate::runtime::{Crew, Setup, StandIns, Work};
use crate::strategy::FeedItem;

/// What all connectors of a live run share with its driver.
pub(in crate::runtime) struct Shared {
    pub(in crate::runtime) clock: Monotonic,
    /// Rung whenever there is something for the driver.
    pub(in crate::runtime) bell: Arc<Bell>,
    pub(super) intake: Intake,
    /// Orders are to outlive the run.
    pub(super) keeps_orders: bool,
    connected: Mutex<Vec<Arc<dyn Watched>>>,
}

/// What a host watches of a connector.
pub(super) trait Watched: Send + Sync {
    /// Whether nothing will come of it any more, unless it is asked for something.
    fn is_over(&self) -> bool;

    /// What waits for the driver.
    fn stand_ins(&self) -> StandIns;
}

impl Shared {
    pub(in crate::runtime) fn new(clock: Monotonic, intake: Intake, keeps_orders: bool) -> Arc<Self> {
        let (bell, connected) = (Arc::new(Bell::default()), Mutex::new(Vec::new()));
        Arc::new(Self { clock, bell, intake, keeps_orders, connected })
    }

    /// Whether nothing will come of any connector any more.
    pub(super) fn is_over(&self) -> bool {
        lock(&self.connected).iter().all(|connected| connected.is_over())
    }
}

/// Connectors on threads or tasks of their own.
#[derive(Clone)]
pub(crate) struct LiveCrew<W> {
    pub(super) shared: Arc<Shared>,
    pub(super) workers: W,
}

impl<W: Workers> LiveCrew<W> {
    pub(in crate::runtime) const fn new(shared: Arc<Shared>, workers: W) -> Self {
        Self { shared, workers }
    }

    fn watch(&self, connected: Arc<dyn Watched>) {
        lock(&self.shared.connected).push(connected);
    }
}

impl<W: Workers> Crew for LiveCrew<W> {
    type Connector<M: Market, C: Connector<M>> = StandIn<M, C, W>;
    type Source<T: FeedItem, S: FeedSource<T>> = SourceStandIn<T>;

    fn place<M: Market, C: Connector<M>>(&self, connector: C) -> StandIn<M, C, W> {
        let line = Arc::new(Line::new(Arc::clone(&self.shared)));
        self.watch(Arc::clone(&line) as Arc<dyn Watched>);
        StandIn::new(line, connector, self.workers.clone())
    }

    fn follow<T: FeedItem, S: FeedSource<T>>(&self, source: S) -> SourceStandIn<T> {
        let line = Arc::new(SourceLine::new(Arc::clone(&self.shared)));
        self.watch(Arc::clone(&line) as Arc<dyn Watched>);
        SourceStandIn::new(line, source, &self.workers)
    }

    fn equip(&self, setup: &mut Setup) {
        saving::equip(self, setup);
        paging::equip(self, setup);
    }

    fn assist(&self, work: Work) -> Work {
        helping::assist(self, work)
    }

    fn stand_ins(&self, port: u8) -> StandIns {
        let connected = lock(&self.shared.connected);
        connected.get(usize::from(port)).map(|connected| connected.stand_ins()).unwrap_or_default()
    }

    fn leave(&self) -> Vec<String> {
        let left = self.workers.leave();
        // Each of them holds what is shared: together they would hold each other for ever.
        lock(&self.shared.connected).clear();
        left
    }
}

impl<W> fmt::Debug for LiveCrew<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveCrew").finish_non_exhaustive()
    }
}
