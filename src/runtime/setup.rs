//! What a run is to be like, in whichever runtime.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::control::{OnOrders, PartNews, Plan};
use crate::journal::Journal;
use crate::network::Measure;
use crate::safety::RateLimit;
use crate::time::Time;

use super::driver::Edges;
use super::{HealthBoard, Hook, LaneRules, Lanes, RunError, Stop, hook};

/// What a run is to be like: what [`Runtime`](super::Runtime) has builder methods for.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) stop: Stop,
    pub(super) plan: Plan,
    pub(super) hooks: Vec<Hook>,
    pub(super) on_halt: OnHalt,
    pub(super) on_loss: OnLoss,
    pub(super) rules: LaneRules,
    pub(super) edges: Edges,
    pub(super) measure: Measure,
    pub(super) board: Option<HealthBoard>,
    pub(super) high_water: u64,
    pub(super) journal: Blank,
}

/// Unless told otherwise, this many actions before a gate are worth an alert: many seconds of work for any venue.
const HIGH_WATER: u64 = 1_000;

impl Default for Setup {
    fn default() -> Self {
        Self {
            stop: Stop::default(),
            plan: Plan::default(),
            hooks: Vec::new(),
            on_halt: OnHalt::default(),
            on_loss: OnLoss::default(),
            rules: LaneRules::default(),
            edges: Edges::default(),
            measure: Measure::default(),
            board: None,
            high_water: HIGH_WATER,
            journal: Blank::default(),
        }
    }
}

/// A journal that nothing is written in so far, until a run takes it.
#[derive(Clone, Default)]
pub(super) struct Blank(Option<Shelf>);

/// Where a journal lies until it is taken.
type Shelf = Arc<Mutex<Option<Box<dyn Journal>>>>;

impl Blank {
    pub(super) fn of(journal: impl Journal + 'static) -> Self {
        Self(Some(Arc::new(Mutex::new(Some(Box::new(journal))))))
    }

    /// For the one run that it is for.
    pub(super) fn take(&self) -> Result<Option<Box<dyn Journal>>, RunError> {
        let Some(journal) = &self.0 else { return Ok(None) };
        let journal = journal.lock().unwrap_or_else(PoisonError::into_inner).take();
        let taken = || RunError::Refused("its journal is that of another run".to_owned());
        journal.ok_or_else(taken).map(Some)
    }
}

impl fmt::Debug for Blank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Blank(a journal)" } else { "Blank(none)" })
    }
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

/// What a connector that cannot go on does to a run.
///
/// In either case its market's link is down, what was under way there is unknown, orders to it are refused, and strategy
/// and operator hear of it. The exit code tells of it, too.
///
/// One that fails to start keeps a run of [`Sim`](super::Sim) from beginning, with [`RunError`]. Live runtimes start
/// connectors beside the run: there it counts as lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnLoss {
    /// The run stops: the strategy winds down everywhere.
    #[default]
    Stop,
    /// The other markets trade on, until the last is lost. A producer that panics on the thread of the network, as
    /// those of a simulation do, stops the run all the same.
    GoOn,
}

impl Setup {
    /// Clips the budgets to the grace, and completes the plan.
    pub(super) fn prepare<L: Lanes>(&mut self, lanes: &mut L) -> Result<Option<String>, String> {
        self.plan.hooks = self.hooks.iter().map(|hook| hook.plan().clone()).collect();
        self.plan.ports = lanes.names();
        hook::check(&self.plan.hooks)?;
        if let Some(limit) = self.rules.rate_limit.filter(RateLimit::is_idle) {
            return Err(format!("expected a limit of orders in a span of time, found {limit}"));
        }
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
        lane.capability().cancels_on_logout.then(|| lane.name())
    })
}

/// The connectors were started in vain: nothing was ever sent, and they are ended, with as many pauses as there is time
/// for.
pub(super) fn end_all<L: Lanes>(lanes: &mut L, at: Time, pause: &mut dyn FnMut() -> bool) -> Vec<String> {
    let mut failures = Vec::new();
    for port in L::ports() {
        let Some(lane) = lanes.end(port) else { continue };
        let why = loop {
            match lane.part(at).0 {
                PartNews::Ended | PartNews::NeverConnected => break None,
                PartNews::Stage(_) if pause() => {}
                PartNews::Stage(why) | PartNews::Failed(why) => break Some(why),
            }
        };
        failures.extend(why.map(|why| format!("{} did not end: {why}", lane.name())));
    }
    failures
}
