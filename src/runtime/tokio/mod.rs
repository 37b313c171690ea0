//! The tokio runtime: real time, and tasks for connectors.

mod workers;

use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;

use super::{AttachAll, Intake, Live, Outcome, RunError, Runtime, Setup};
use crate::strategy::Strategy;

pub use self::workers::TaskWorkers;

/// The tokio runtime: real time, and tasks for connectors.
///
/// Each worker of a connector is a task. While it waits it holds no thread; what a connector is asked, which may hang,
/// is asked on tokio's threads for what blocks, where it can use whatever tokio gives. So connectors do not hinder each
/// other, nor other tasks, with one thread or many.
///
/// [`run`](Runtime::run) blocks, as with every runtime; within tokio, await [`start`](Tokio::start).
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::prelude::*;
/// use tidegate::runtime::Tokio;
/// # use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let system = Tokio::on(tokio.handle().clone()).start(uncontrolled(watch), (script,));
/// assert_eq!(tokio.block_on(system)?.events, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tokio {
    setup: Setup,
    intake: Intake,
    handle: Handle,
}

impl Tokio {
    /// Runs there until it is asked to stop, or no connector has anything more. Its timers have to be enabled.
    #[must_use]
    pub fn on(handle: Handle) -> Self {
        Self { setup: Setup::default(), intake: Intake::default(), handle }
    }

    /// How much of what a connector hears may wait for the network.
    #[must_use]
    pub const fn intake(mut self, intake: Intake) -> Self {
        self.intake = intake;
        self
    }

    /// Runs `strategy` on a thread of tokio's for what blocks. Whoever drops the future leaves the system running: ask its
    /// [`Stop`](super::Stop), and await.
    ///
    /// # Errors
    /// As [`run`](Runtime::run).
    ///
    /// # Panics
    /// If the strategy does while it is built.
    pub async fn start<P, S, C>(self, strategy: S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
        C: Send + 'static,
    {
        let handle = self.handle.clone();
        match handle.spawn_blocking(move || self.drive(&strategy, connectors)).await {
            Ok(ended) => ended,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Err(RunError::Refused("tokio has been shut down".to_owned())),
        }
    }

    fn drive<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        if !has_timers(&self.handle) {
            return Err(RunError::Refused(
                "tokio's timers are not enabled: `Builder::enable_time`".to_owned(),
            ));
        }
        Live::set_up(self.setup, self.intake, TaskWorkers::on(self.handle)).run(strategy, connectors)
    }
}

/// Tokio tells by a panic, and otherwise not at all.
fn has_timers(handle: &Handle) -> bool {
    let _within = handle.enter();
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
}

impl Runtime for Tokio {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    /// # Errors
    /// [`RunError::Refused`] within tokio, where to block is to stop others, and where its timers are not enabled.
    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        if Handle::try_current().is_ok() {
            return Err(RunError::Refused("`run` blocks: within tokio, await `start`".to_owned()));
        }
        self.drive(strategy, connectors)
    }
}
