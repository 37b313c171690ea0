//! Hooks: what a program wants done while its system stops.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::control::{HookPlan, Phase, Priority};
use crate::scope::{Clock, VirtualClock};
use crate::time::{Span, Time};

/// What a hook may look at while it runs.
#[derive(Clone, Debug)]
pub struct HookContext {
    /// When it began.
    pub at: Time,
    /// The system's time, for waits: a hook that waits by it can be left behind at its limit.
    pub clock: SystemClock,
}

/// The time of the system that runs a hook.
#[derive(Clone, Debug)]
pub struct SystemClock(VirtualClock);

impl SystemClock {
    pub(crate) const fn new(clock: VirtualClock) -> Self {
        Self(clock)
    }

    /// Waits for a span of the system's time, a millisecond at least: time passes with every wait.
    pub async fn wait(&self, span: Span) {
        let until = self.0.now().after(span.max(Span::from_millis(1)));
        self.0.sleep_until(until).await;
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.0.now()
    }
}

/// What a hook does.
pub type Work = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// Something to do in a phase of the shutdown.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::control::{Phase, Priority};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Hook, Runtime, Sim};
/// use tidegate::testing::Script;
///
/// let flush = Hook::new("flush the log", Phase::SaveState, Priority::Critical, |_| async { Ok(()) });
/// let slow = Hook::new("tell the desk", Phase::Disconnect, Priority::Low, |context| async move {
///     context.clock.wait(Span::from_secs(3_600)).await;
///     Ok(())
/// });
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let sim = Sim::new().hook(slow.limit(Span::from_secs(1))).hook(flush);
/// let outcome = sim.run(&uncontrolled(watch), (Script::<BtcUsdt>::new().trade(1, "100", "1"),))?;
/// let ends: Vec<String> = outcome.report.hooks.iter().map(|hook| format!("{}: {}", hook.name, hook.end)).collect();
/// assert_eq!(ends, ["flush the log: ended", "tell the desk: abandoned at its limit"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "a hook that is given to no runtime never runs"]
pub struct Hook {
    plan: HookPlan,
    work: Arc<dyn Fn(HookContext) -> Work + Send + Sync>,
}

impl Hook {
    /// A hook of this name, to run in this phase. What it does must not block: it waits by its context's clock.
    pub fn new<F, W>(name: impl Into<String>, phase: Phase, priority: Priority, work: F) -> Self
    where
        F: Fn(HookContext) -> W + Send + Sync + 'static,
        W: Future<Output = Result<(), String>> + Send + 'static,
    {
        let plan = HookPlan { name: name.into(), phase, priority, limit: None };
        Self { plan, work: Arc::new(move |context| Box::pin(work(context))) }
    }

    /// How long it may take, if not as long as [`Budgets::hook`](crate::control::Budgets::hook) says.
    pub fn limit(mut self, limit: Span) -> Self {
        self.plan.limit = Some(limit);
        self
    }

    pub(crate) const fn plan(&self) -> &HookPlan {
        &self.plan
    }

    pub(crate) fn start(&self, context: HookContext) -> Work {
        (self.work)(context)
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Hook").field(&self.plan).finish()
    }
}

/// Whether hooks can be told apart, and hang on a phase in which they can run.
///
/// # Errors
/// Which cannot, in words.
pub(super) fn check(plans: &[HookPlan]) -> Result<(), String> {
    for (place, plan) in plans.iter().enumerate() {
        if !Phase::TIMED.contains(&plan.phase) {
            return Err(format!(
                "hook {}: expected a phase on the way down, found {}",
                plan.name, plan.phase
            ));
        }
        if plans.iter().take(place).any(|other| other.name == plan.name) {
            return Err(format!("hook {}: expected a name of its own, found it twice", plan.name));
        }
    }
    Ok(())
}
