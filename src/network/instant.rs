//! A network and its instants: feed what occurs, run, read the outputs, ask for the next deadline.
//!
//! Nothing else is here: no clock, no thread, no queue. Whoever drives a network decides when.

use qcell::QCellOwner;

use super::alarm::Deadline;
use super::border::{Border, Input, Output, View};
use super::core::{Core, Joint};
use super::describe::{Description, Notes};
use super::error::{BuildError, InstantError};
use super::feeding::Instant;
use super::plan::{Cursor, JointId, Plan};
use super::registry::ScopeId;
use super::scope::{Birth, Scope};
use super::slot::{self, Stamp};
use super::trail;
use super::wiring::Wiring;
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
    pub(super) notes: Notes,
    pub(super) wiring: Wiring,
    inputs: Vec<JointId>,
    /// One plan for each joint that can start an instant: inputs have theirs from the beginning, a joint
    /// with alarms gets one when the first goes off. Until then it is empty, or there is no place for it.
    pub(super) plans: Vec<Plan>,
    pub(super) starts: Vec<JointId>,
    /// Room for walking several plans, kept so that no instant allocates.
    pub(super) cursors: Vec<Cursor>,
    /// The stamp of the next instant.
    next: Stamp,
    /// Whether an instant was broken off: what the joints hold is then of no instant.
    pub(super) poisoned: bool,
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
        let id = scope.id();
        let core = Core { alarms: scope.alarms, ..Core::new(owner, start, registry.into()) };
        let plans = vec![Plan::default(); scope.inputs.last().map_or(0, |last| *last as usize + 1)];
        let next = slot::after(core.stamp);
        let mut network = Network {
            core,
            scope: id,
            joints: scope.joints,
            notes: scope.notes,
            wiring: scope.wiring,
            inputs: scope.inputs,
            plans,
            starts: Vec::new(),
            cursors: Vec::new(),
            next,
            poisoned: false,
        };
        network.make_plans();
        let Network { core, joints, .. } = &mut network;
        trail::unmarked(|| scope.beginners.iter().for_each(|joint| joints[*joint as usize].start(core)));
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
        self.check(at)?;
        // The stamp is spent even if the instant is never run: what was fed then never shows.
        let stamp = self.spend_stamp();
        self.starts.clear();
        Ok(Instant { network: self, at, stamp, open: false })
    }

    /// Whether an instant can be at `at`.
    #[inline]
    fn check(&self, at: Time) -> Result<(), InstantError> {
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
        Ok(())
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
    #[inline(always)]
    pub fn feed<T: Send + Sync + 'static>(
        &mut self,
        at: Time,
        input: &Input<T>,
        value: T,
    ) -> Result<(), InstantError> {
        if input.joint.scope != self.scope {
            return Err(InstantError::Foreign);
        }
        // Put first and checked then: a value that two paths hand on would be built in memory and copied. If the
        // instant is refused, what was put never shows, since its stamp is spent.
        let stamp = self.spend_stamp();
        self.core.owner.rw(&input.cell).put(stamp, value);
        if !self.is_plain(at) {
            return self.run_checked(at, stamp, input.joint.joint);
        }
        self.core.at = at;
        self.core.stamp = stamp;
        self.run_input(input.joint.joint).map_err(|error| *error)
    }

    // Apart, so that the common case does not save registers for it.
    #[cold]
    #[inline(never)]
    fn run_checked(&mut self, at: Time, stamp: Stamp, input: JointId) -> Result<(), InstantError> {
        self.check(at)?;
        self.starts.clear();
        self.starts.push(input);
        self.run(at, stamp, false)
    }

    /// Whether an instant with inputs at `at` needs no further check: the common case.
    #[inline]
    fn is_plain(&self, at: Time) -> bool {
        debug_assert!(
            !self.is_poisoned() || self.core.alarms.concern(at),
            "a poisoned network is never plain"
        );
        self.core.at <= at && !self.core.alarms.concern(at)
    }

    #[inline]
    pub(super) fn is_poisoned(&self) -> bool {
        self.poisoned
    }

    #[inline(always)]
    fn spend_stamp(&mut self) -> Stamp {
        let stamp = self.next;
        self.next = slot::after(stamp);
        stamp
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
        self.plans.fill(Plan::default());
        self.make_plans();
        self.core.unsettled = false;
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
        let mut joints = self.notes.parts();
        for (part, joint) in joints.iter_mut().zip(&self.joints) {
            part.inside = joint.inside();
        }
        Description::new(joints, &self.measured())
    }
}
