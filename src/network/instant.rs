//! A network and its instants: feed what occurs, run, read the outputs, ask for the next deadline.
//!
//! Nothing else is here: no clock, no thread, no queue. Whoever drives a network decides when.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use qcell::QCellOwner;

use super::alarm::{Deadline, Phase};
use super::border::{Border, Input, Output, View};
use super::core::{Core, Joint};
use super::describe::{Description, Part, culprit};
use super::error::{BuildError, InstantError};
use super::feeding::Instant;
use super::plan::{Cursor, JointId, Plan, Wiring, walk, walk_all};
use super::registry::ScopeId;
use super::scope::{Birth, Scope};
use super::slot::{self, Stamp};
use super::trail;
use crate::time::Time;

/// A state machine made of events and behaviors, without clock, thread, socket or chance.
///
/// ```
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let (mut net, (price, change)) = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     let change = prices.sample(prices.hold(0), |new, old| new - old);
///     (price, border.output(change))
/// })?;
/// net.instant(Time::from_secs(1))?.feed(&price, 100)?.run()?;
/// net.instant(Time::from_secs(2))?.feed(&price, 103)?.run()?;
/// assert_eq!(net.get(&change), Some(&3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Network {
    pub(super) core: Core,
    pub(super) scope: ScopeId,
    pub(super) joints: Vec<Box<dyn Joint>>,
    /// How the joints look.
    pub(super) parts: Vec<Part>,
    wiring: Wiring,
    inputs: Vec<JointId>,
    /// One plan for each joint that can start an instant: inputs have theirs from the beginning, a joint
    /// with alarms gets one when the first goes off. Until then it is empty.
    plans: Vec<Plan>,
    pub(super) starts: Vec<JointId>,
    /// Room for walking several plans, kept so that no instant allocates.
    cursors: Vec<Cursor>,
    /// The stamp of the next instant. While an instant runs it is the stamp of that one, and so it stays
    /// after a panic: then the network is poisoned.
    next: Stamp,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network")
            .field("at", &self.core.at)
            .field("joints", &self.joints.len())
            .finish_non_exhaustive()
    }
}

impl Network {
    /// Builds the network that `wire` describes; timers count from `start`.
    ///
    /// # Errors
    /// [`BuildError`], with the place in the author's source.
    pub fn build<R>(start: Time, wire: impl FnOnce(&mut Border) -> R) -> Result<(Network, R), BuildError> {
        let owner = QCellOwner::new();
        let birth = Birth { at: start, stamp: slot::BEFORE };
        let (mut scope, result) = Scope::run(owner.id(), birth, None, || wire(&mut Border { _private: () }));
        let registry = scope.close()?;
        let core = Core::new(owner, start, registry);
        let plans = vec![Plan::default(); scope.joints.len()];
        let next = slot::after(core.stamp);
        let mut network = Network {
            core,
            scope: scope.id(),
            joints: scope.joints,
            parts: scope.parts,
            wiring: scope.wiring,
            inputs: scope.inputs,
            plans,
            starts: Vec::new(),
            cursors: Vec::new(),
            next,
        };
        network.make_plans();
        let Network { core, joints, .. } = &mut network;
        trail::unmarked(|| joints.iter_mut().for_each(|joint| joint.start(core)));
        network.arm_all();
        Ok((network, result))
    }

    /// The timestamp of the last instant, or the start.
    pub fn now(&self) -> Time {
        self.core.at
    }

    /// When the next alarm is due. An instant must be run at that time, if none is run before: the first
    /// with inputs, for an alarm of phase [`First`](super::Phase::First); one without any after them, for one of phase
    /// [`Last`](super::Phase::Last).
    /// [`round`](Network::round) has an example.
    #[inline]
    pub fn next_deadline(&self) -> Option<Time> {
        self.next_alarm().map(|alarm| alarm.at)
    }

    /// The next alarm with its phase.
    #[inline]
    pub fn next_alarm(&self) -> Option<Deadline> {
        self.core.alarms.next()
    }

    /// Opens an instant; alarms that are due at `at` belong to it.
    ///
    /// If nothing is fed it is the instant of the earliest alarm at `at`, of whatever phase. So inputs of `at`
    /// must not follow; if they might, use [`round`](Network::round).
    ///
    /// # Errors
    /// [`InstantError::Backwards`], [`InstantError::AlarmFirst`], [`InstantError::Poisoned`]; the network
    /// is as it was.
    #[inline]
    pub fn instant(&mut self, at: Time) -> Result<Instant<'_>, InstantError> {
        if self.is_poisoned() {
            return Err(InstantError::Poisoned { at: self.core.at });
        }
        if at < self.core.at {
            return Err(InstantError::Backwards { last: self.core.at, found: at });
        }
        if self.core.alarms.concern(at)
            && let Some(due) = self.next_deadline().filter(|due| *due < at)
        {
            return Err(InstantError::AlarmFirst { due, found: at });
        }
        // The stamp is spent even if the instant is never run: what was fed then never shows.
        let stamp = self.next;
        self.next = slot::after(stamp);
        self.starts.clear();
        Ok(Instant { network: self, at, stamp, open: false })
    }

    /// Opens an instant for a round of inputs, of which there may be none.
    ///
    /// Further rounds may follow at `at`, so alarms of phase [`Last`](super::Phase::Last) wait. Where something
    /// is fed this is [`instant`](Network::instant).
    ///
    /// # Errors
    /// As [`Network::instant`].
    ///
    /// ```
    /// use tidegate::network::{Event, Network, every};
    /// use tidegate::time::{Span, Time};
    ///
    /// let (mut net, (price, sampled)) = Network::build(Time::EPOCH, |border| {
    ///     let (price, prices) = border.input::<i64>();
    ///     let ticks = every(Span::from_secs(1)).last();
    ///     (price, border.output(ticks.sample(prices.hold(0), |_, price| price)))
    /// })?;
    /// let mut seen = Vec::new();
    /// for (second, value) in [(1, Some(10)), (1, None), (1, Some(11)), (3, Some(12))] {
    ///     let at = Time::from_secs(second);
    ///     // Whatever its phase, an alarm of an earlier timestamp comes first, in an instant without inputs.
    ///     while let Some(due) = net.next_deadline().filter(|due| *due < at) {
    ///         net.instant(due)?.run()?;
    ///         seen.extend(net.get(&sampled).copied());
    ///     }
    ///     let round = net.round(at)?;
    ///     if let Some(value) = value { round.feed(&price, value)?.run()? } else { round.run()? }
    /// }
    /// assert_eq!(seen, [11, 11]); // as of seconds 1 and 2; second 3 may have further inputs
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn round(&mut self, at: Time) -> Result<Instant<'_>, InstantError> {
        self.instant(at).map(Instant::into_round)
    }

    /// Runs an instant in which one input occurs.
    ///
    /// # Errors
    /// As [`Network::instant`], [`Instant::feed`] and [`Instant::run`].
    #[inline]
    pub fn feed<T: Send + Sync + 'static>(
        &mut self,
        at: Time,
        input: &Input<T>,
        value: T,
    ) -> Result<(), InstantError> {
        if self.is_plain(at, input) {
            let stamp = self.next;
            self.begin(at, stamp);
            self.core.owner.rw(&input.cell).put(stamp, value);
            self.guarded(|network| network.run_plan(input.joint.joint))?;
            self.end(stamp)
        } else {
            self.feed_checked(at, input, value)
        }
    }

    // Apart, so that the common case does not save registers for it.
    #[cold]
    #[inline(never)]
    fn feed_checked<T: Send + Sync + 'static>(
        &mut self,
        at: Time,
        input: &Input<T>,
        value: T,
    ) -> Result<(), InstantError> {
        self.instant(at)?.feed(input, value)?.run()
    }

    /// Whether an instant at `at` with this one input needs no further check: the common case.
    #[inline]
    fn is_plain<T>(&self, at: Time, input: &Input<T>) -> bool {
        self.core.at <= at
            && !self.core.alarms.concern(at)
            && !self.is_poisoned()
            && input.joint.scope == self.scope
    }

    #[inline]
    pub(super) fn is_poisoned(&self) -> bool {
        self.next == self.core.stamp
    }

    /// What an output gave in the last instant.
    #[inline]
    pub fn get<'a, T: Send + Sync + 'static>(&'a self, output: &'a Output<T>) -> Option<&'a T> {
        self.core.owner.ro(&output.cell).at(self.core.stamp)
    }

    /// The same, taken out of its slot, which nobody else reads.
    #[inline]
    pub(crate) fn take<T: Send + Sync + 'static>(&mut self, output: &Output<T>) -> Option<T> {
        self.core.owner.rw(&output.cell).take(self.core.stamp)
    }

    /// The value of a behavior after the last instant.
    pub fn view<T>(&self, view: &View<T>) -> T {
        view.reader.read(self.core.exit())
    }

    pub(super) fn arm_all(&mut self) {
        for (id, joint) in (0..).zip(&self.joints) {
            self.core.alarms.set(id, joint.deadline());
        }
    }

    fn make_plans(&mut self) {
        self.plans.fill(Plan::default());
        for input in &self.inputs {
            self.plans[*input as usize] = self.wiring.plan(*input, false);
        }
    }

    /// Makes dynamic parts readers of what they have begun to read.
    pub(super) fn connect_fresh(&mut self) {
        for (read, reader) in std::mem::take(&mut self.core.fresh) {
            debug_assert!(read.scope == self.scope && reader.scope == self.scope, "inner edges stay inside");
            self.wiring.connect(read.joint, reader.joint);
        }
        self.make_plans();
        self.core.unsettled = false;
    }

    /// From here to [`end`](Network::end) a panic leaves the network poisoned.
    #[inline]
    fn begin(&mut self, at: Time, stamp: Stamp) {
        self.core.at = at;
        self.core.stamp = stamp;
        self.next = stamp;
    }

    #[inline]
    fn end(&mut self, stamp: Stamp) -> Result<(), InstantError> {
        if self.core.unsettled {
            self.settle()?;
        }
        self.next = slot::after(stamp);
        Ok(())
    }

    /// Runs user functions; a panic in one of them ends here, as an error that names it.
    #[inline(always)]
    fn guarded(&mut self, run: impl FnOnce(&mut Network)) -> Result<(), InstantError> {
        // A network that was broken off is poisoned: `next` stays as it is, and nothing is run or saved.
        match catch_unwind(AssertUnwindSafe(|| run(&mut *self))) {
            Ok(()) => Ok(()),
            Err(payload) => Err(self.panicked(&*payload)),
        }
    }

    #[cold]
    #[inline(never)]
    fn panicked(&self, payload: &(dyn Any + Send)) -> InstantError {
        let said = payload.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| payload.downcast_ref::<String>().cloned());
        InstantError::Panicked {
            at: self.core.at,
            combinator: culprit::name(&self.parts, &trail::take()),
            message: said.unwrap_or_else(|| "without a message".to_owned()),
        }
    }

    /// How this network looks, with the sub-networks that it has built so far, and what was measured.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, prices) = border.input::<i64>();
    ///     border.output(prices.dedupe().named("moves"))
    /// })?;
    /// let joints = net.describe().joints;
    /// assert_eq!((joints[0].kind, joints[1].kind), ("input", "output"));
    /// assert_eq!(joints[1].inputs[0].name.as_deref(), Some("moves"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn describe(&self) -> Description {
        let mut joints = self.parts.clone();
        for (part, joint) in joints.iter_mut().zip(&self.joints) {
            part.inside = joint.inside();
        }
        Description::new(joints, &self.measured())
    }

    /// Takes in what dynamic parts left behind: new edges, what is to be dropped, or the failure to build.
    #[cold]
    fn settle(&mut self) -> Result<(), InstantError> {
        self.connect_fresh();
        for act in std::mem::take(&mut self.core.over) {
            act(&mut self.core.owner);
        }
        match &self.core.failure {
            None => Ok(()),
            Some(error) => Err(error.clone().into()),
        }
    }

    #[inline(always)]
    pub(super) fn run(&mut self, at: Time, stamp: Stamp, open: bool) -> Result<(), InstantError> {
        match *self.starts.as_slice() {
            // One input and no alarm: nearly always so.
            [input] if !self.core.alarms.concern(at) => {
                self.begin(at, stamp);
                self.guarded(|network| network.run_plan(input))?;
                self.end(stamp)
            }
            _ => self.run_all(at, stamp, open),
        }
    }

    #[inline(never)]
    fn run_all(&mut self, at: Time, stamp: Stamp, open: bool) -> Result<(), InstantError> {
        self.begin(at, stamp);
        let inputs = self.starts.len();
        // Without an input, an instant is that of the next alarm.
        let now = match self.next_alarm() {
            Some(alarm) if inputs == 0 && !open && alarm.at == at => alarm,
            _ => Deadline::first(at),
        };
        while let Some(owner) = self.core.alarms.pop_due(now) {
            self.starts.push(owner);
        }
        self.core.phase = now.phase;
        let ran = self.guarded(|network| match (network.starts.as_slice(), inputs) {
            ([], _) => {}
            ([input], 1) => network.run_plan(*input),
            _ => network.run_plans(inputs),
        });
        self.core.phase = Phase::First;
        ran?;
        self.end(stamp)
    }

    #[inline]
    fn run_plan(&mut self, start: JointId) {
        let Network { core, joints, plans, .. } = self;
        walk(&plans[start as usize], joints, |joint| joint.step(core));
    }

    #[inline(never)]
    fn run_plans(&mut self, inputs: usize) {
        let Network { core, joints, plans, wiring, starts, cursors, .. } = self;
        for alarm in &starts[inputs..] {
            let plan = &mut plans[*alarm as usize];
            if plan.is_empty() {
                *plan = wiring.plan(*alarm, true);
            }
        }
        cursors.clear();
        cursors.extend(starts.iter().map(|start| Cursor::new(*start)));
        walk_all(plans, cursors, |joint| joints[joint as usize].step(core));
    }
}
