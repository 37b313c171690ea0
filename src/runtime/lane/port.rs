//! A lane in its place among others.

use super::step_error::{Breakdown, StepError};
use crate::connector::ConnectorError;
use crate::time::Time;

/// A lane, when its next event happens, as it last said, and how its connector fared.
#[derive(Debug)]
pub struct Port<L> {
    pub(super) lane: L,
    pub(super) next: Option<Time>,
    /// Whether its connector is being asked for something and has not come back.
    pub(super) is_asked: bool,
    /// What it failed with, until somebody takes it.
    pub(super) failure: Option<ConnectorError>,
}

/// What a connector did when it was asked for something.
#[derive(Debug)]
pub enum Failure {
    /// It said that it cannot go on.
    Failed(ConnectorError),
    /// It did not come back.
    Panicked,
}

impl<L> Port<L> {
    pub(crate) const fn new(lane: L) -> Self {
        Self { lane, next: None, is_asked: false, failure: None }
    }

    #[inline]
    pub(super) fn is_due(&self, at: Time) -> bool {
        self.next.is_some_and(|next| next <= at)
    }

    /// Keeps what the connector failed with.
    #[cold]
    pub(super) fn failed(&mut self, error: impl Into<StepError>) -> Breakdown {
        self.is_asked = false;
        match error.into() {
            StepError::Instant(error) => Breakdown::Network(error),
            StepError::Connector(error) => {
                self.failure.get_or_insert(error);
                Breakdown::Connectors
            }
        }
    }

    /// What it failed with since the last time.
    pub(super) fn take_failure(&mut self) -> Option<Failure> {
        let panicked = std::mem::take(&mut self.is_asked).then_some(Failure::Panicked);
        self.failure.take().map(Failure::Failed).or(panicked)
    }
}
