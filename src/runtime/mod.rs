//! Runtimes interpret strategies: they drive the network, guard the gate and carry out the shutdown.
//!
//! One driver runs all of them. Where to look in the source:
//!
//! | what | file |
//! |---|---|
//! | the loop of a run | `driver/mod.rs`; one instant: `driver/session.rs` |
//! | time and waiting | `host.rs`; `sim/mod.rs` jumps, `live/clock.rs` and `worker/bell.rs` wait |
//! | time for connectors' own threads | `real_clock.rs` |
//! | where connectors work | `crew.rs`; elsewhere: `live/`, `lockstep/`, on workers of `threads/` or `tokio/` |
//! | an action on its way | `lane/market.rs`, `lane/admission.rs`; live: `live/executor.rs`, `live/outbox.rs`, `live/acting.rs` |
//! | stopping | `stop.rs`, `asked.rs`, `driver/causes.rs`, `driver/perform.rs`; the protocol: `control/README.md` |
//! | journal | `scribe.rs`, `pen.rs`, `sim/replay/`; records and files: [`crate::journal`] |

mod asked;
mod backlog;
mod crew;
mod driver;
mod health;
mod hook;
mod host;
mod kill_file;
mod lane;
mod listening;
mod live;
mod lockstep;
mod outcome;
mod pen;
mod real_clock;
mod reloads;
mod saved;
mod scribe;
mod setup;
#[cfg(feature = "signals")]
mod signals;
pub mod sim;
mod stop;
mod threads;
#[cfg(feature = "tokio")]
mod tokio;
mod trace;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use self::crew::{Crew, Here, StandIns};
pub use self::driver::{AlertSink, drive};
pub use self::health::{ConnectorHealth, ConnectorState, HealthBoard};
pub use self::hook::{Hook, HookContext, SystemClock, Work};
pub use self::host::{Host, Reached};
pub use self::kill_file::KillFile;
pub use self::lane::{
    Attach, AttachAll, Breakdown, Failure, Kept, Lane, LaneEnd, LaneRules, Lanes, StepError,
};
pub use self::listening::Listening;
pub use self::live::{Intake, Live};
pub use self::lockstep::Lockstep;
pub use self::outcome::{Outcome, RunError};
pub use self::real_clock::RealClock;
pub use self::reloads::Reloads;
pub use self::saved::{InMemory, MarketState, SavedOrder, SavedPosition, SavedState, Saving, StateStore};
pub use self::scribe::Scribe;
pub use self::setup::{OnHalt, OnLoss, Setup};
pub use self::sim::Sim;
pub use self::stop::Stop;
pub use self::threads::{ThreadWorkers, Threads};
#[cfg(feature = "tokio")]
pub use self::tokio::{TaskWorkers, Tokio};
pub use self::worker::{Next, Worker, Workers};

use self::setup::Blank;
use crate::control::{Budgets, Phase, Policy};
use crate::journal::Journal;
use crate::network::Measure;
use crate::safety::{KillSwitch, RateLimit};
use crate::strategy::Strategy;
use crate::time::{Span, Time};

/// Something that runs strategies.
///
/// A runtime supplies clock, order and waiting; what a strategy computes does not depend on it.
pub trait Runtime: Sized {
    /// What the run is to be like. The builder methods below fill it in.
    fn setup(&mut self) -> &mut Setup;

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

    /// Also stops when this handle is asked.
    #[must_use]
    fn stop_on(mut self, stop: Stop) -> Self {
        self.setup().stop = stop;
        self
    }

    /// How long each part of the shutdown may take, in the runtime's time.
    #[must_use]
    fn budgets(mut self, budgets: Budgets) -> Self {
        self.setup().plan.budgets = budgets;
        self
    }

    /// What the shutdown is to achieve.
    #[must_use]
    fn policy(mut self, policy: Policy) -> Self {
        self.setup().plan.policy = policy;
        self
    }

    /// Also does this in its phase of the shutdown.
    #[must_use]
    fn hook(mut self, hook: Hook) -> Self {
        self.setup().hooks.push(hook);
        self
    }

    /// Puts all gates under a kill switch. One that is thrown during the run does what `on_halt` says; a run that
    /// starts halted goes on, without orders, until somebody resumes.
    #[must_use]
    fn kill_on(mut self, kill: KillSwitch, on_halt: OnHalt) -> Self {
        self.setup().rules.kill = Some(kill);
        self.setup().on_halt = on_halt;
        self
    }

    /// At most so many orders of the strategy leave each market in a span of time; the others are refused, and the
    /// strategy hears of it; also those that make a position smaller. Cancels, and what the shutdown sends, always pass.
    /// Spans are those of the world, where time passes by itself: orders of alarms that are late together leave at one
    /// time. An order that the connector refuses, as it is connecting still, has left. Unless set, there is no limit.
    ///
    /// ```
    /// use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
    /// use tidegate::connector::venue::SimulatedVenue;
    /// use tidegate::prelude::*;
    /// use tidegate::runtime::{Runtime, Sim};
    /// use tidegate::safety::RateLimit;
    ///
    /// /// Buys a lot at every trade.
    /// fn runs_away(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    ///     let buys = market.trades().map_accum(0, |id, _| {
    ///         *id += 1;
    ///         let quantity = "0.01".parse().expect("a quantity");
    ///         Action::Market { id: OrderId::new(*id), instrument: Only, side: Side::Buy, quantity }.into()
    ///     });
    ///     (buys, control.done_at_once())
    /// }
    /// let data = Synthetic::new(Only, SyntheticOptions::<BtcUsdt>::default().trades(100))?;
    /// let sim = Sim::new().limit_orders(RateLimit::new(7, Span::from_secs(86_400)));
    /// let orders = sim.run(&runs_away, (SimulatedVenue::new(data),))?.report.orders;
    /// assert_eq!((orders.submitted, orders.gated), (7, 93));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    fn limit_orders(mut self, limit: RateLimit) -> Self {
        self.setup().rules.rate_limit = Some(limit);
        self
    }

    /// What a connector that cannot go on does to the run. Unless set, it stops.
    #[must_use]
    fn on_lost_connector(mut self, on_loss: OnLoss) -> Self {
        self.setup().on_loss = on_loss;
        self
    }

    /// Where the state is saved. Unless set, nowhere but in the [`Outcome`].
    #[must_use]
    fn save_to(mut self, store: impl StateStore + 'static) -> Self {
        self.setup().edges.store = Arc::new(Mutex::new(store));
        self
    }

    /// Where the run writes what it does, instant by instant, so that it can be [replayed](sim::replay). A journal has
    /// the records of one run: a copy of this runtime that is run, too, is refused.
    ///
    /// One that cannot be written ends there; the run goes on, an alert says so, and
    /// [`Outcome::journal_failure`] says why.
    #[must_use]
    fn journal_to(mut self, journal: impl Journal + 'static) -> Self {
        self.setup().journal = Blank::of(journal);
        self
    }

    /// Where alerts go. Those of the protocol are in the report as well; complaints of the strategy are alerts, too,
    /// and in the report as complaints.
    #[must_use]
    fn alert_to(mut self, sink: impl AlertSink + 'static) -> Self {
        self.setup().edges.sink = Some(Arc::new(Mutex::new(sink)));
        self
    }

    /// Shows how connectors are.
    #[must_use]
    fn health_to(mut self, board: &HealthBoard) -> Self {
        self.setup().board = Some(board.clone());
        self
    }

    /// How many actions may wait before a gate until the operator hears of it. Unless set, 1,000.
    #[must_use]
    fn high_water(mut self, actions: u64) -> Self {
        self.setup().high_water = actions.max(1);
        self
    }

    /// Where the crash record goes, beside the standard error.
    #[must_use]
    fn crash_to(mut self, file: impl Into<PathBuf>) -> Self {
        self.setup().edges.crash_file = Some(file.into());
        self
    }

    /// Who watches the phases.
    #[must_use]
    fn watch(mut self, watch: impl Fn(Phase, Time) + Send + Sync + 'static) -> Self {
        self.setup().edges.watches.push(Arc::new(watch));
        self
    }

    /// The grace that whoever supervises the process gives it between the signal and the end, if that is known: the
    /// budgets are clipped to it, and an alert says so. The strategy's is cut first, and may come to nothing: for the 30 s
    /// of a container start from [`Budgets::container`], which fits.
    #[must_use]
    fn grace(mut self, grace: Span) -> Self {
        self.setup().edges.grace = Some(grace);
        self
    }

    /// Also counts, or times, what parts with names do; [`Outcome::network`] shows it.
    ///
    #[cfg_attr(feature = "testing", doc = "```")]
    #[cfg_attr(not(feature = "testing"), doc = "```ignore")]
    /// use tidegate::network::Measure;
    /// use tidegate::prelude::*;
    /// use tidegate::runtime::{Runtime, Sim};
    /// # use tidegate::testing::Script;
    ///
    /// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    ///     (market.trades().filter(|trade| trade.id.0 > 1).named("later").filter_map(|_| None),)
    /// }
    /// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    /// let outcome = Sim::new().measure(Measure::Counts).run(&uncontrolled(watch), (script,))?;
    /// assert!(outcome.network.to_text().contains("filter \"later\""));
    /// assert!(outcome.network.to_text().contains("[ran 2, occurred 1]"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    fn measure(mut self, measure: Measure) -> Self {
        self.setup().measure = measure;
        self
    }
}
