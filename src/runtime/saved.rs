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
    /// The highest client order id that was used: the next run starts above it.
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
pub trait StateStore: Send {
    /// Saves, or goes on saving.
    ///
    /// # Errors
    /// Why it cannot be saved.
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String>;
}

/// Nowhere but in the run's [`Outcome`](super::Outcome).
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl StateStore for InMemory {
    fn save(&mut self, _at: Time, _state: &SavedState) -> Result<Saving, String> {
        Ok(Saving::Kept("in memory".to_owned()))
    }
}
