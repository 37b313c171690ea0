//! A lane joins one terminal of a strategy's network to one connector.

use crate::connector::ConnectorError;
use crate::network::{Instant, Network};
use crate::time::Time;

use super::lane_end::LaneEnd;
use super::step_error::StepError;
use super::trace::Trace;

/// One port of a running strategy, whatever its type.
pub trait Lane: LaneEnd {
    /// When the next event of this port happens; `None` if none is known.
    ///
    /// # Errors
    /// What the connector says.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Adds what happens at [`next_at`](Lane::next_at) to an instant: one event, or none if the connector has
    /// nothing to say.
    ///
    /// # Errors
    /// What the connector says; those of [`Instant::feed`].
    fn feed(&mut self, port: usize, instant: &mut Instant<'_>, trace: &mut Trace) -> Result<(), StepError>;

    /// Takes the actions of the last instant through the gate to the executor.
    ///
    /// # Errors
    /// What the connector says.
    fn act(
        &mut self,
        port: usize,
        at: Time,
        network: &mut Network,
        trace: &mut Trace,
    ) -> Result<(), ConnectorError>;
}
