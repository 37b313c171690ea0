//! Runtimes interpret strategies: they drive the network, guard the gate and carry out the shutdown.

mod alerts;
mod attach;
mod books;
mod desk;
mod ending;
mod feed_lane;
mod fired;
mod hook;
mod keys;
mod kill_file;
mod lane;
mod lane_end;
mod lane_rules;
mod lanes;
mod market_end;
mod market_lane;
mod outcome;
mod saved;
pub mod sim;
mod step_error;
mod stop;
mod trace;

pub use self::alerts::AlertSink;
pub use self::attach::{Attach, AttachAll};
pub use self::hook::{Hook, HookContext, SystemClock};
pub use self::kill_file::KillFile;
pub use self::lane::Lane;
pub use self::lane_end::{Kept, LaneEnd};
pub use self::lane_rules::LaneRules;
pub use self::lanes::Lanes;
pub use self::outcome::{Outcome, RunError};
pub use self::saved::{InMemory, MarketState, SavedOrder, SavedPosition, SavedState, Saving, StateStore};
pub use self::sim::{OnHalt, Sim};
pub use self::step_error::StepError;
pub use self::stop::Stop;
pub use self::trace::Trace;

use crate::strategy::Strategy;

/// Something that runs strategies.
///
/// A runtime supplies clock, order and waiting; what a strategy computes does not depend on it.
pub trait Runtime {
    /// Runs `strategy` with one connector for each of its ports until it stops, and reports.
    ///
    /// # Errors
    /// [`RunError`] if the run could not begin. Whatever goes wrong later is in the report.
    fn run<P, S, C /* a tuple: one connector for each port, in the order of the ports */>(
        self,
        strategy: &S,
        connectors: C,
    ) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>;
}
