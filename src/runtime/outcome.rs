//! What a run leaves behind.

use crate::connector::ConnectorError;
use crate::control::ShutdownReport;
use crate::network::{BuildError, Description, Snapshot};
use crate::time::Time;

/// Why a run could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The strategy's network could not be built.
    #[error("the strategy cannot be built: {0}")]
    Build(#[from] BuildError),
    /// A connector did not start.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}

/// What a run leaves behind.
#[derive(Debug)]
#[must_use = "a report that nobody reads hides open orders"]
pub struct Outcome {
    /// The shutdown, phase by phase, and every order's fate.
    pub report: ShutdownReport,
    /// Hash over every instant's inputs and outputs.
    pub trace_hash: u64,
    /// How many instants were run.
    pub instants: u64,
    /// How many events the connectors fired into them.
    pub events: u64,
    /// Time of the first instant.
    pub first: Time,
    /// Time of the last instant.
    pub last: Time,
    /// The network's state at the end; `None` after a crash.
    pub snapshot: Option<Snapshot>,
    /// How the network looked at the end: its sub-networks, and what was measured if [`Sim::measure`] asked for it.
    ///
    /// [`Sim::measure`]: super::Sim::measure
    pub network: Description,
    /// The connector failure that ended the run, if one did.
    pub failure: Option<ConnectorError>,
}
