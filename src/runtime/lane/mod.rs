//! A lane joins one terminal of a strategy's network to one connector: events come in, actions go out through the gate, and
//! books are kept of both. What a shutdown asks of it is apart, in [`LaneEnd`]: none of that is on the way of an event.

mod admission;
mod attach;
mod books;
mod chosen;
mod desk;
mod discarded;
mod end;
mod ending;
mod feed;
mod fired;
mod keys;
mod lanes;
mod market;
mod market_end;
mod port;
mod rules;
mod step_error;

use crate::connector::ConnectorError;
use crate::network::{Instant, Network};
use crate::time::Time;

use super::Host;
use super::scribe::Scribe;

pub(super) use self::attach::Broken;
pub use self::attach::{Attach, AttachAll};
pub use self::end::{Kept, LaneEnd};
pub use self::lanes::Lanes;
pub use self::port::Failure;
pub use self::rules::LaneRules;
pub use self::step_error::{Breakdown, StepError};

/// One port of a running strategy, whatever its type.
///
/// What is on the way of an event is generic over `J`, whether there may be a journal.
pub trait Lane: LaneEnd {
    /// When the next event of this port happens; `None` if none is known.
    ///
    /// # Errors
    /// What the connector says.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Whether the connector has something to tell by [`next_at`](Lane::next_at), and not only actions wait.
    fn has_news(&self) -> bool;

    /// Adds what happens at [`next_at`](Lane::next_at) to an instant: one event, or none if the connector has
    /// nothing to say.
    ///
    /// # Errors
    /// What the connector says; those of [`Instant::feed`].
    fn feed<const J: bool, H: Host>(
        &mut self,
        port: usize,
        instant: &mut Instant<'_>,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), StepError>;

    /// Takes the actions of the last instant through the gate to the executor.
    ///
    /// # Errors
    /// What the connector says.
    fn act<const J: bool, H: Host>(
        &mut self,
        port: usize,
        at: Time,
        network: &mut Network,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), ConnectorError>;
}
