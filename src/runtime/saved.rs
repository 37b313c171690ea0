//! What a shutdown saves, and where.

use serde::{Deserialize, Serialize};

use crate::network::Snapshot;
use crate::time::Time;

/// An order in a saved state: with its last standing, ended or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedOrder {
    /// Its client order id.
    pub id: u64,
    /// Where it stood: `working`, `filled`, …
    pub state: String,
    /// What it was.
    pub what: String,
}

/// A position in a saved state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPosition {
    /// The instrument.
    pub instrument: String,
    /// What is held, in 1e-8 of the base currency; negative if it was sold.
    pub units: i64,
}

/// One market in a saved state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketState {
    /// The market.
    pub name: String,
    /// The highest client order id that was used: the next run has to start above it.
    pub highest_id: Option<u64>,
    /// Every order that lived when the gates were sealed, or was sent since, with its last standing.
    pub orders: Vec<SavedOrder>,
    /// All positions that are not flat.
    pub positions: Vec<SavedPosition>,
}

/// Everything that is saved: the network at an instant boundary, and the runtime's own books.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedState {
    /// When.
    pub at: Time,
    /// The network; `None` after a crash.
    pub network: Option<Snapshot>,
    /// The markets, by port.
    pub markets: Vec<MarketState>,
}

/// How far saving has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a state that is not saved so far has to be asked for again"]
pub enum Saving {
    /// It is saved, in this place.
    Kept(String),
    /// It takes longer: ask again at that time.
    Busy(Time),
}

/// A place to save to.
///
/// Saving is asked for again until it is done or its time is up; it does not block. A state that is saved takes the
/// place of the one before it as a whole, or not at all.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use std::sync::mpsc::{Sender, channel};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, SavedState, Saving, Sim, StateStore};
/// use tidegate::testing::Script;
///
/// struct Shelf(Sender<SavedState>);
///
/// impl StateStore for Shelf {
///     fn save(&mut self, _at: Time, state: &SavedState) -> Result<Saving, String> {
///         self.0.send(state.clone()).map_err(|error| error.to_string())?;
///         Ok(Saving::Kept("the shelf".to_owned()))
///     }
/// }
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let (shelf, states) = channel();
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1");
/// let outcome = Sim::new().save_to(Shelf(shelf)).run(&uncontrolled(watch), (script,))?;
/// assert_eq!(outcome.report.saved.as_deref(), Some("the shelf"));
/// assert_eq!(states.recv()?.markets[0].name, BtcUsdt::NAME);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait StateStore: Send {
    /// Saves, or goes on saving.
    ///
    /// # Errors
    /// Why it cannot be saved.
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String>;

    /// The time for saving is up: it is not asked to go on. Unless implemented, that changes nothing.
    fn give_up(&mut self) {}
}

/// Nowhere but in the run's [`Outcome`](super::Outcome).
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl StateStore for InMemory {
    fn save(&mut self, _at: Time, _state: &SavedState) -> Result<Saving, String> {
        Ok(Saving::Kept("in memory".to_owned()))
    }
}
