//! What a runtime lays down for all lanes.

use crate::safety::{KillSwitch, RateLimit};
use crate::time::Span;

/// What a runtime lays down for all lanes.
#[derive(Clone, Debug, Default)]
pub struct LaneRules {
    /// The kill switch that all gates are under.
    pub(crate) kill: Option<KillSwitch>,
    /// How many orders may leave each market in a span of time.
    pub(crate) rate_limit: Option<RateLimit>,
    /// How long an action takes from the strategy to the gate.
    pub(crate) delay: Span,
    /// Whether positions are closed also under the kill switch.
    pub(crate) flattens: bool,
    /// Whether time passes by itself: what comes in late is heard when it comes.
    pub(crate) hears_late: bool,
}
