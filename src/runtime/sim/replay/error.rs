//! Why a journal cannot be replayed, or what the replay does otherwise.

use std::fmt;

use crate::journal::{JournalError, Stream};
use crate::network::BuildError;
use crate::time::Time;

/// Why a replay does not end like the run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The strategy's network could not be built.
    #[error("the strategy cannot be built: {0}")]
    Build(#[from] BuildError),
    /// The journal is that of a strategy with other ports.
    #[error(
        "expected a strategy with the ports of the journal ({expected}), found one with others ({found})"
    )]
    Ports {
        /// The ports of the run.
        expected: String,
        /// Those of this strategy.
        found: String,
    },
    /// The records are not in the order in which a run writes them.
    #[error("record {record} of the journal: expected {expected}, found {found}")]
    OutOfPlace {
        /// Which, counted from 1.
        record: u64,
        /// What may stand there.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A value is not one of its port: another type was written there, or that of a feed's items has a `Deserialize` that
    /// does not read what its `Serialize` writes.
    #[error("instant {instant}, {stream} at port {port}: {source}")]
    Value {
        /// In which instant, counted from 1.
        instant: u64,
        /// At which port.
        port: u8,
        /// In which stream.
        stream: Stream,
        /// What is wrong with it.
        source: JournalError,
    },
    /// The strategy does something else.
    #[error(transparent)]
    Diverged(#[from] Divergence),
}

/// The first thing that a replay does otherwise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("instant {instant} at {at}, {what}: expected {expected}, found {found}")]
pub struct Divergence {
    /// In which instant, counted from 1.
    pub instant: u64,
    /// Its timestamp.
    pub at: Time,
    /// At which port, or what else differs.
    pub what: String,
    /// What the run did.
    pub expected: String,
    /// What the replay does.
    pub found: String,
}

/// Things in words, or that there are none.
pub(super) fn listed<T: fmt::Display>(things: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
