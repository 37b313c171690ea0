//! Why a case cannot be run.

use tidegate::network::{BuildError, InstantError, OrderError, StateError};

use super::case::Id;

/// Why a case cannot be run, as opposed to: gives something else.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CaseError {
    #[error("input {input}: instants must rise and stay below {n}")]
    Instants { input: String, n: usize },
    #[error("node {node}: {reason}")]
    Constant { node: Id, reason: &'static str },
    #[error("node {node}: expected {expected}, and it is none")]
    Kind { node: Id, expected: &'static str },
    #[error("node {node} is not in the graph")]
    Unknown { node: Id },
    #[error(transparent)]
    Order(#[from] OrderError<Id>),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Instant(#[from] InstantError),
    #[error(transparent)]
    State(#[from] StateError),
}
