//! How connectors are, for whoever watches a system.

use std::fmt;

use futures_signals::signal::{Mutable, MutableSignalCloned};

use crate::connector::Capability;
use crate::market::Link;

/// How a connector is, as its runtime sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorHealth {
    /// The market, or what else it connects.
    pub name: String,
    /// How far it has come.
    pub state: ConnectorState,
    /// What it said last of its link; `None` if it said nothing so far.
    pub link: Option<Link>,
    /// What its venue does with our orders when we are not there.
    pub capability: Capability,
    /// Events that it has heard and the network has not.
    pub waiting: u64,
    /// Trades and books for which there was no room; see [`Intake::Shed`](super::Intake::Shed).
    pub left_out: u64,
    /// Actions that wait before the gate.
    pub queued: u64,
    /// Actions that are on their way to the market.
    pub in_flight: u64,
}

/// How far a connector has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectorState {
    /// It has not connected so far.
    Connecting,
    /// It is there.
    Connected,
    /// It cannot go on.
    Lost,
    /// It has ended.
    Ended,
}

/// Shows how all connectors of a run are, to any number of watchers.
///
/// The runtime looks some ten times a second, and at every connector that is lost or ends; a watcher sees the latest of
/// it and may skip what came between.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use futures::StreamExt;
/// use futures_signals::signal::SignalExt;
/// use tidegate::prelude::*;
/// use tidegate::runtime::{ConnectorState, HealthBoard, Runtime, Threads};
/// # use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let board = HealthBoard::new();
/// let last = board.signal().to_stream();
/// let threads = Threads::new().health_to(&board);
/// let _outcome = threads.run(&uncontrolled(watch), (Script::<BtcUsdt>::new().trade(1, "100", "1"),))?;
/// drop(board);
/// let seen: Vec<_> = futures::executor::block_on(last.collect());
/// assert_eq!(seen.last().expect("the last state")[0].state, ConnectorState::Ended);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct HealthBoard(Mutable<Vec<ConnectorHealth>>);

impl HealthBoard {
    /// A board that shows nobody so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How they are.
    #[must_use]
    pub fn now(&self) -> Vec<ConnectorHealth> {
        self.0.get_cloned()
    }

    /// How they are, whenever that changes. It ends when the run and all boards are gone.
    pub fn signal(&self) -> MutableSignalCloned<Vec<ConnectorHealth>> {
        self.0.signal_cloned()
    }

    pub(super) fn show(&self, health: &[ConnectorHealth]) {
        if self.0.lock_ref().as_slice() != health {
            self.0.set(health.to_vec());
        }
    }
}

impl fmt::Debug for HealthBoard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HealthBoard").field(&self.now()).finish()
    }
}
