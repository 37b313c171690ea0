//! The simulation runtime: virtual time, one thread, the same bytes at every run.
//!
//! Time is that of the data. At each step the least timestamp is taken for which a connector has an event
//! or the network an alarm; all alarms of phase `First` due then, and the first pending event of each connector
//! stamped so, form one instant. What a connector answers to an action at that time comes in a later instant of
//! the same timestamp, before its next event. When no connector has anything left at that timestamp, alarms of
//! phase `Last` have an instant, at the end of the data too.

mod causes;
mod driver;
mod edges;
mod hooking;
mod parting;
mod perform;
mod session;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::control::{Budgets, Cause, OnOrders, OnPositions, PartNews, Phase, Plan, Policy};
use crate::network::{Measure, Network};
use crate::safety::KillSwitch;
use crate::strategy::Strategy;
use crate::time::{Span, Time};

use self::driver::Driver;
use self::edges::Edges;
use self::session::Session;
use super::{
    AlertSink, AttachAll, Hook, LaneRules, Lanes, Outcome, RunError, Runtime, StateStore, Stop, hook,
};

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
#[derive(Clone, Debug, Default)]
pub struct Sim {
    stop: Stop,
    /// What happens at which time, in order.
    script: VecDeque<Happening>,
    plan: Plan,
    hooks: Vec<Hook>,
    on_halt: OnHalt,
    rules: LaneRules,
    edges: Edges,
    measure: Measure,
}

/// A cause that comes up at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Happening {
    at: Time,
    cause: Cause,
    detail: String,
}

/// What a kill switch does to a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnHalt {
    /// The run stops: the strategy is not asked, and the sweep cancels what works.
    #[default]
    Stop,
    /// The run goes on with its gates halted, until somebody resumes.
    Hold,
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
    pub fn until(self, until: Time) -> Self {
        self.cause_at(until, Cause::Timeout, format!("until {until}"))
    }

    /// Also stops for this cause, before the first event after `at`. Times of day that a live system learns from outside
    /// are written down here: a signal, a breaker, a kill. Under a kill switch, a kill throws the switch: what follows is what
    /// [`kill_on`](Sim::kill_on) says, and nothing where it is on already.
    ///
    /// ```
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

    /// How long each part of the shutdown may take, in virtual time.
    #[must_use]
    pub fn budgets(mut self, budgets: Budgets) -> Self {
        self.plan.budgets = budgets;
        self
    }

    /// What the shutdown is to achieve.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.plan.policy = policy;
        self
    }

    /// Also does this in its phase of the shutdown.
    #[must_use]
    pub fn hook(mut self, hook: Hook) -> Self {
        self.hooks.push(hook);
        self
    }

    /// Puts all gates under a kill switch. One that is thrown during the run does what `on_halt` says; a run that
    /// starts halted goes on, without orders, until somebody resumes.
    #[must_use]
    pub fn kill_on(mut self, kill: KillSwitch, on_halt: OnHalt) -> Self {
        self.rules.kill = Some(kill);
        self.on_halt = on_halt;
        self
    }

    /// How long each action takes from the strategy to the gate. What still is on its way when the gate is sealed is
    /// discarded and listed.
    #[must_use]
    pub fn action_delay(mut self, delay: Span) -> Self {
        self.rules.delay = delay;
        self
    }

    /// Where the state is saved. Unless set, nowhere but in the [`Outcome`].
    #[must_use]
    pub fn save_to(mut self, store: impl StateStore + 'static) -> Self {
        self.edges.store = Arc::new(Mutex::new(store));
        self
    }

    /// Where alerts go. Those of the protocol are in the report as well; complaints of the strategy are alerts, too,
    /// and in the report as complaints.
    #[must_use]
    pub fn alert_to(mut self, sink: impl AlertSink + 'static) -> Self {
        self.edges.sink = Some(Arc::new(Mutex::new(sink)));
        self
    }

    /// Where the crash record goes, beside the standard error.
    #[must_use]
    pub fn crash_to(mut self, file: impl Into<PathBuf>) -> Self {
        self.edges.crash_file = Some(file.into());
        self
    }

    /// Who watches the phases.
    #[must_use]
    pub fn watch(mut self, watch: impl Fn(Phase, Time) + Send + Sync + 'static) -> Self {
        self.edges.watches.push(Arc::new(watch));
        self
    }

    /// The grace that whoever supervises the process gives it between the signal and the end, if that is known: the
    /// budgets are clipped to it, and an alert says so. The strategy's is cut first, and may come to nothing: for the 30 s
    /// of a container start from [`Budgets::container`], which fits.
    #[must_use]
    pub fn grace(mut self, grace: Span) -> Self {
        self.edges.grace = Some(grace);
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

    /// Whether anything but events has to be looked at before an event at `next`.
    #[inline]
    pub(super) fn is_undisturbed(&self, next: Option<Time>) -> bool {
        let Some(next) = next else { return false };
        self.stop.requested().is_none()
            && self.rules.kill.is_none()
            && self.script.front().is_none_or(|first| next <= first.at)
    }

    /// Clips the budgets to the grace, and completes the plan.
    fn prepare<L: Lanes>(&mut self, lanes: &mut L) -> Result<Option<String>, String> {
        self.plan.hooks = self.hooks.iter().map(|hook| hook.plan().clone()).collect();
        self.plan.ports = lanes.names();
        hook::check(&self.plan.hooks)?;
        if let Some(name) = losing(lanes).filter(|_| self.plan.policy.orders == OnOrders::Keep) {
            return Err(format!("orders are to be kept, and {name} cancels them when we leave"));
        }
        let Some(grace) = self.edges.grace else { return Ok(None) };
        let asked = self.plan.budgets.total();
        self.plan.budgets = self.plan.budgets.within(grace);
        let strategy = self.plan.budgets.for_strategy();
        Ok((asked > grace).then(|| {
            format!("the budgets of {asked} are clipped to the grace of {grace}; the strategy has {strategy}")
        }))
    }
}

/// The market whose venue cancels our orders when we leave.
fn losing<L: Lanes>(lanes: &mut L) -> Option<String> {
    L::ports().find_map(|port| {
        let lane = lanes.end(port)?;
        lane.cancels_on_logout().then(|| lane.name())
    })
}

/// The connectors were started in vain: nothing was ever sent, and they are ended in one step.
fn end_all<L: Lanes>(lanes: &mut L, at: Time) -> Vec<String> {
    let mut failures = Vec::new();
    for port in L::ports() {
        let Some(lane) = lanes.end(port) else { continue };
        match lane.part(at).0 {
            PartNews::Ended | PartNews::NeverConnected => {}
            PartNews::Stage(why) | PartNews::Failed(why) => {
                failures.push(format!("{} did not end: {why}", lane.name()));
            }
        }
    }
    failures
}

impl Runtime for Sim {
    fn run<P, S, C>(mut self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let mut started = S::Terminals::start(connectors, &self.stop)?;
        let first = S::Terminals::first_at(&mut started).map_err(RunError::from);
        let built = catch_unwind(AssertUnwindSafe(|| {
            let start = first?.unwrap_or(Time::EPOCH);
            Ok::<_, RunError>((start, Network::build(start, |border| strategy.wire(border))?))
        }));
        let (start, (mut network, (terminals, control))) = match built {
            Ok(Ok(built)) => built,
            Ok(Err(error)) => return Err(error.after(S::Terminals::end(started))),
            Err(panic) => {
                S::Terminals::end(started);
                resume_unwind(panic)
            }
        };
        network.measure(self.measure);
        self.rules.flattens = self.plan.policy.positions == OnPositions::Flatten;
        let mut lanes = terminals.attach(started, &self.rules);
        let clipped = match self.prepare(&mut lanes) {
            Ok(clipped) => clipped,
            Err(why) => return Err(RunError::Refused(why).after(end_all(&mut lanes, start))),
        };
        let session = Session::new(network, lanes, control);
        Ok(Driver::new(self, session, clipped).run())
    }
}
