//! The threads runtime: real time, and two threads for each connector.

mod workers;

use super::{AttachAll, Intake, Live, Outcome, RunError, Runtime, Setup};
use crate::strategy::Strategy;

pub use self::workers::ThreadWorkers;

/// The threads runtime: real time, and two threads for each connector.
///
/// The network has the thread that calls [`run`](Runtime::run) for itself. Each market's connector has one thread for its
/// producer and one that connects, executes and ends it; each feed has one. A connector that waits, hangs or panics holds
/// nothing but its own threads.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Threads};
/// # use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// // What happened long ago is heard at once.
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let outcome = Threads::new().run(&uncontrolled(watch), (script,))?;
/// assert_eq!(outcome.events, 2);
/// assert_eq!(outcome.report.exit_code().0, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Threads {
    setup: Setup,
    intake: Intake,
}

impl Threads {
    /// Runs until it is asked to stop, or no connector has anything more.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much of what a connector hears may wait for the network.
    #[must_use]
    pub const fn intake(mut self, intake: Intake) -> Self {
        self.intake = intake;
        self
    }
}

impl Runtime for Threads {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        Live::set_up(self.setup, self.intake, ThreadWorkers::new()).run(strategy, connectors)
    }
}
