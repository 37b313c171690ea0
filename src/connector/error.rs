//! What can go wrong at a connector.

use std::error::Error;

use crate::time::Time;

/// Why a connector cannot start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectorError {
    /// Its input cannot be read: a missing file, a bad line.
    #[error("{connector}: {source}")]
    Input {
        /// Which connector.
        connector: String,
        /// What is wrong with the input.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It fired an event earlier than the one before.
    #[error("{connector}: time went back: expected {last} or later, found {found}")]
    Backwards {
        /// Which connector.
        connector: String,
        /// Time of the event before.
        last: Time,
        /// Time of the refused event.
        found: Time,
    },
    /// Something of its own failed.
    #[error("{connector}: {source}")]
    Failed {
        /// Which connector.
        connector: String,
        /// What failed.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl ConnectorError {
    /// Which connector.
    #[must_use]
    pub fn connector(&self) -> &str {
        match self {
            ConnectorError::Input { connector, .. }
            | ConnectorError::Backwards { connector, .. }
            | ConnectorError::Failed { connector, .. } => connector,
        }
    }

    /// A stable name for operators.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            ConnectorError::Input { .. } => "connector.input",
            ConnectorError::Backwards { .. } => "connector.backwards",
            ConnectorError::Failed { .. } => "connector.failed",
        }
    }

    /// Wraps an error of a connector's input.
    pub fn input(connector: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        ConnectorError::Input { connector: connector.into(), source: source.into() }
    }

    /// Wraps an error of the connector itself.
    pub fn failed(connector: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        ConnectorError::Failed { connector: connector.into(), source: source.into() }
    }
}
