//! The simulation runtime: virtual time, one thread, the same bytes at every run.
//!
//! Time is that of the data. At each step the least timestamp is taken for which a connector has an event
//! or the network an alarm; all alarms of phase `First` due then, and the first pending event of each connector
//! stamped so, form one instant. What a connector answers to an action at that time comes in a later instant of
//! the same timestamp, before its next event. When no connector has anything left at that timestamp, alarms of
//! phase `Last` have an instant, at the end of the data too.

mod session;
mod shutdown;

use crate::control::Cause;
use crate::network::{Measure, Network};
use crate::strategy::Strategy;
use crate::time::{Span, Time};

use self::session::Session;
use super::{AttachAll, Outcome, RunError, Runtime, Stop};

/// The simulation runtime.
///
/// ```
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
#[derive(Clone, Debug)]
pub struct Sim {
    stop: Stop,
    until: Option<Time>,
    strategy_budget: Span,
    measure: Measure,
}

impl Default for Sim {
    fn default() -> Self {
        // 120 s is the strategy's budget of the requirements (R2); here it is virtual time.
        Self {
            stop: Stop::new(),
            until: None,
            strategy_budget: Span::from_secs(120),
            measure: Measure::Nothing,
        }
    }
}

impl Sim {
    /// Runs to the end of the data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Also stops when this handle is asked.
    #[must_use]
    pub fn stop_on(mut self, stop: Stop) -> Self {
        self.stop = stop;
        self
    }

    /// Also stops before the first event after `until`.
    #[must_use]
    pub fn until(mut self, until: Time) -> Self {
        self.until = Some(until);
        self
    }

    /// How long a strategy may wind down, in virtual time.
    #[must_use]
    pub fn strategy_budget(mut self, budget: Span) -> Self {
        self.strategy_budget = budget;
        self
    }

    /// Also counts, or times, what parts with names do; [`Outcome::network`] shows it.
    ///
    /// ```
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
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// Why the run should stop before an event at `next`, if it should.
    #[inline]
    fn reason_to_stop(&self, next: Option<Time>) -> Option<Cause> {
        match next {
            _ if self.stop.requested().is_some() => self.stop.requested(),
            Some(next) if self.until.is_some_and(|until| next > until) => Some(Cause::Request),
            Some(_) => None,
            None => Some(Cause::DataEnd),
        }
    }
}

impl Runtime for Sim {
    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let mut started = S::Terminals::start(connectors)?;
        let start = S::Terminals::first_at(&mut started)?.unwrap_or(Time::EPOCH);
        let (mut network, (terminals, control)) = Network::build(start, |border| strategy.wire(border))?;
        network.measure(self.measure);
        let session = Session::new(network, terminals.attach(started), control);
        Ok(shutdown::run(self, session))
    }
}
