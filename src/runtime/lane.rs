//! A lane joins one terminal of a strategy's network to one connector.

use crate::connector::ConnectorError;
use crate::control::Orders;
use crate::network::{Instant, Network};
use crate::time::Time;

use super::step_error::StepError;
use super::trace::Trace;

/// One port of a running strategy, whatever its type.
pub trait Lane {
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

    /// From now on only what reduces exposure passes.
    fn wind(&mut self);

    /// From now on nothing of the strategy passes; every live order is asked to end, and its answer awaited.
    ///
    /// # Errors
    /// What the connector says.
    fn seal_and_sweep(&mut self, at: Time) -> Result<(), ConnectorError>;

    /// How many admitted actions are not over.
    fn in_flight(&self) -> u64;

    /// Every order's fate.
    fn orders(&self) -> Orders;

    /// Ends the connector. Gives what went wrong with it over the whole run.
    fn terminate(self) -> Vec<String>;
}
