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
