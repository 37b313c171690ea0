//! The simulation runtime: virtual time, one thread, the same bytes at every run.
//!
//! Time is that of the data. At each step the least timestamp is taken for which a connector has an event
//! or the network an alarm; all alarms of phase `First` due then, and the first pending event of each connector
//! stamped so, form one instant. What a connector answers to an action at that time comes in a later instant of
//! the same timestamp, before its next event. When no connector has anything left at that timestamp, alarms of
//! phase `Last` have an instant, at the end of the data too. All this is without a seed; [`Sim::seed`] lets one choose.

mod order;
mod replay;

pub use self::order::{InOrder, Order, Seeded};
pub use self::replay::{
    Divergence, Replay, ReplayAll, ReplayEnd, ReplayError, Replayed, Unfed, Value, replay,
};

use std::collections::VecDeque;

use crate::control::Cause;
use crate::strategy::Strategy;
use crate::time::{Span, Time};

use super::{
    AttachAll, Crew, Here, Host, Lockstep, Outcome, Reached, RunError, Runtime, Setup, Workers, drive,
};

/// The simulation runtime.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::connector::MarketData;
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim};
/// # use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let outcome = Sim::new().run(&uncontrolled(watch), (script,))?;
/// assert_eq!(outcome.events, 2);
/// assert_eq!(outcome.report.exit_code().0, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sim<K = Here, O = InOrder> {
    setup: Setup,
    /// What happens at which time, in order.
    script: VecDeque<Happening>,
    crew: K,
    order: O,
}

/// A cause that comes up at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Happening {
    at: Time,
    cause: Cause,
    detail: String,
}

impl Sim {
    /// Runs to the end of the data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<K> Sim<K> {
    /// Lets this seed choose what comes first where several things may: a live run knows no better.
    ///
    /// Of several connectors with an event at one time, some have it in one instant, the others in later instants of
    /// that time; what is on its way to a gate and what a market tells may change places with what was told before for the
    /// same time, but what is told of our orders keeps its order. Connectors are asked and acted upon in any order. The
    /// same seed is the same run, bit for bit; without one, the order is that of the ports.
    ///
    /// A strategy whose results differ from seed to seed leans on an order that nobody promises.
    ///
    #[cfg_attr(feature = "testing", doc = "```")]
    #[cfg_attr(not(feature = "testing"), doc = "```ignore")]
    /// use tidegate::prelude::*;
    /// use tidegate::runtime::{Runtime, Sim};
    /// # use tidegate::testing::Script;
    ///
    /// fn watch(
    ///     btc: MarketPort<BtcUsdt>,
    ///     eth: MarketPort<EthUsdt>,
    /// ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>) {
    ///     (btc.trades().filter_map(|_| None), eth.trades().filter_map(|_| None))
    /// }
    /// let run = |seed| {
    ///     let btc = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    ///     let eth = Script::<EthUsdt>::new().trade(1, "10", "1").trade(2, "11", "1");
    ///     Sim::new().seed(seed).run(&uncontrolled(watch), (btc, eth))
    /// };
    /// let (one, again, other) = (run(7)?, run(7)?, run(9)?);
    /// assert_eq!((one.trace_hash, one.seed), (again.trace_hash, Some(7)));
    /// assert_ne!(one.trace_hash, other.trace_hash, "what trades in one instant there trades in two here");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn seed(self, seed: u64) -> Sim<K, Seeded> {
        let Self { setup, script, crew, order: InOrder } = self;
        Sim { setup, script, crew, order: Seeded::new(seed) }
    }
}

impl<K, O> Sim<K, O> {
    /// Lets connectors work elsewhere, each part with a worker of its own, in the same virtual time: they are asked, and
    /// waited for. The run gives the same instants, bit for bit.
    ///
    #[cfg_attr(feature = "testing", doc = "```")]
    #[cfg_attr(not(feature = "testing"), doc = "```ignore")]
    /// use tidegate::prelude::*;
    /// use tidegate::runtime::{Runtime, Sim, ThreadWorkers};
    /// # use tidegate::testing::Script;
    ///
    /// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    ///     (market.trades().filter_map(|_| None),)
    /// }
    /// let script = || Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    /// let here = Sim::new().run(&uncontrolled(watch), (script(),))?;
    /// let apart = Sim::new().with_workers(ThreadWorkers::new()).run(&uncontrolled(watch), (script(),))?;
    /// assert_eq!(here.trace_hash, apart.trace_hash);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_workers<W: Workers>(self, workers: W) -> Sim<Lockstep<W>, O> {
        let Self { setup, script, crew: _, order } = self;
        Sim { setup, script, crew: Lockstep::new(workers), order }
    }

    /// Also stops before the first event after `until`.
    #[must_use]
    pub fn until(self, until: Time) -> Self {
        self.cause_at(until, Cause::Timeout, format!("until {until}"))
    }

    /// Also stops for this cause, before the first event after `at`. Times of day that a live system learns from outside
    /// are written down here: a signal, a breaker, a kill. Under a kill switch, a kill throws the switch: what follows is what
    /// [`kill_on`](Sim::kill_on) says, and nothing where it is on already.
    ///
    #[cfg_attr(feature = "testing", doc = "```")]
    #[cfg_attr(not(feature = "testing"), doc = "```ignore")]
    /// use tidegate::prelude::*;
    /// use tidegate::runtime::{Runtime, Sim};
    /// # use tidegate::testing::Script;
    ///
    /// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    ///     (market.trades().filter_map(|_| None),)
    /// }
    /// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    /// let sim = Sim::new().cause_at(Time::from_secs(1), Cause::Signal, "SIGTERM");
    /// let outcome = sim.run(&uncontrolled(watch), (script,))?;
    /// assert_eq!((outcome.events, outcome.report.causes[0].detail.as_str()), (1, "SIGTERM"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cause_at(mut self, at: Time, cause: Cause, detail: impl Into<String>) -> Self {
        let place = self.script.partition_point(|known| known.at <= at);
        self.script.insert(place, Happening { at, cause, detail: detail.into() });
        self
    }

    /// How long each action takes from the strategy to the gate. What still is on its way when the gate is sealed is
    /// discarded and listed.
    #[must_use]
    pub fn action_delay(mut self, delay: Span) -> Self {
        self.setup.rules.delay = delay;
        self
    }
}

impl<K: Crew, O: Order> Runtime for Sim<K, O> {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let Self { setup, script, crew, order } = self;
        drive(setup, VirtualTime { script, crew, order }, strategy, connectors)
    }
}

/// Time that jumps to whatever is next.
struct VirtualTime<K, O> {
    script: VecDeque<Happening>,
    crew: K,
    order: O,
}

impl<K: Crew, O: Order> Host for VirtualTime<K, O> {
    type Crew = K;

    const CHOOSES: bool = O::CHOOSES;

    fn choose(&mut self, of: u32) -> u32 {
        self.order.choose(of)
    }

    fn seed(&self) -> Option<u64> {
        self.order.seed()
    }

    fn crew(&self) -> &K {
        &self.crew
    }

    #[inline]
    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        Reached::first(event, due)
    }

    #[inline]
    fn next_cause(&self) -> Option<Time> {
        self.script.front().map(|first| first.at)
    }

    fn take_cause(&mut self, at: Time) -> Option<(Cause, String)> {
        let Happening { cause, detail, .. } = self.script.pop_front_if(|happening| happening.at <= at)?;
        Some((cause, detail))
    }
}
