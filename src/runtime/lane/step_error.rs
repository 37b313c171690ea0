//! Why an instant could not be run.

use crate::connector::ConnectorError;
use crate::network::InstantError;

/// A connector failed, or the network did.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// A connector cannot go on.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The network cannot.
    #[error(transparent)]
    Instant(#[from] InstantError),
}

/// The same for all lanes: which connectors, and why, the ports remember, as several may fail in one instant.
///
/// [`Lanes::take_failure`](super::Lanes::take_failure) gives one after the other.
#[derive(Debug)]
pub enum Breakdown {
    /// One or more connectors cannot go on.
    Connectors,
    /// The network cannot; connectors may have failed beside it.
    Network(InstantError),
}

impl From<InstantError> for Breakdown {
    fn from(error: InstantError) -> Self {
        Self::Network(error)
    }
}
