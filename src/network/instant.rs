//! A network and its instants: feed what occurs, run, read the outputs, ask for the next deadline.
//!
//! Nothing else is here: no clock, no thread, no queue. Whoever drives a network decides when.

use std::any::Any;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use qcell::QCellOwner;
use smallvec::SmallVec;

use super::alarm::{Deadline, Phase};
use super::core::{Core, Joint};
use super::describe::{Description, Measure, Measured, Part, culprit};
use super::error::{BuildError, InstantError};
use super::event::Event;
use super::plan::{Cursor, JointId, Plan, Wiring, walk, walk_all};
use super::registry::{Entry, JointRef, ScopeId};
use super::scope::Scope;
use super::share::{self, Quiet, Shared};
use super::slot::{self, Slot, SlotCell, Stamp};
use super::state::{Loader, Saver, Snapshot, StateError, Types};
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
    core: Core,
    scope: ScopeId,
    joints: Vec<Box<dyn Joint>>,
    /// How the joints look.
    parts: Vec<Part>,
    wiring: Wiring,
    inputs: Vec<JointId>,
    /// One plan for each joint that can start an instant: inputs have theirs from the beginning, a joint
    /// with alarms gets one when the first goes off. Until then it is empty.
    plans: Vec<Plan>,
    starts: SmallVec<[JointId; 4]>,
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

/// Where a network under construction gets its inputs and outputs.
#[derive(Debug)]
pub struct Border {
    _private: (),
}

/// The right to feed one input.
pub struct Input<T> {
    joint: JointRef,
    cell: SlotCell<T>,
}

/// The right to read one output.
pub struct Output<T> {
    cell: SlotCell<T>,
}

/// An instant that is being fed. Dropped before [`run`](Instant::run), it never was.
#[derive(Debug)]
#[must_use = "an instant happens only when it is run"]
pub struct Instant<'a> {
    network: &'a mut Network,
    at: Time,
    stamp: Stamp,
}

impl<T> std::fmt::Debug for Input<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Input({})", self.joint.joint)
    }
}

impl<T> std::fmt::Debug for Output<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Output<{}>", std::any::type_name::<T>())
    }
}

impl Border {
    /// A new input: the right to feed it, and its event.
    #[track_caller]
    pub fn input<T: Send + Sync + 'static>(&mut self) -> (Input<T>, Shared<T>) {
        self.input_as(Part::joint::<T>("input", Location::caller(), None))
    }

    /// The same for an input that the library adds: it has a name, and no place in the author's source.
    pub(crate) fn port<T: Send + Sync + 'static>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
    ) -> (Input<T>, Shared<T>) {
        let part = Part::new("input", std::any::type_name::<T>(), None, Vec::new());
        self.input_as(Part { name: Some(name.into()), ..part })
    }

    fn input_as<T: Send + Sync + 'static>(&mut self, part: Part) -> (Input<T>, Shared<T>) {
        let made = Scope::innermost(|scope| {
            let cell = Slot::cell(scope.owner());
            scope.inputs.push(scope.next_joint());
            (scope.register(Box::new(Quiet), Entry::event(cell.clone()), &[], part), cell)
        });
        let (joint, cell) = made.expect("a border exists only while its scope is open");
        (Input { joint, cell }, Shared::new(joint))
    }

    /// A new output, read with [`Network::get`].
    #[track_caller]
    pub fn output<E>(&mut self, event: E) -> Output<E::Item>
    where
        E: Event,
        E::Item: Send + Sync,
    {
        let at = Location::caller();
        let made = Scope::innermost(|scope| share::register(scope, event, "output", at));
        let (_, cell) = made.expect("a border exists only while its scope is open");
        Output { cell }
    }

    /// The same for an output that the library adds: it has a name, and no place in the author's source.
    #[track_caller]
    pub(crate) fn port_output<E>(&mut self, name: impl Into<Cow<'static, str>>, event: E) -> Output<E::Item>
    where
        E: Event,
        E::Item: Send + Sync,
    {
        let output = self.output(event);
        Scope::innermost(|scope| {
            if let Some(part) = scope.parts.last_mut() {
                (part.name, part.place) = (Some(name.into()), None);
            }
        });
        output
    }
}

impl Network {
    /// Builds the network that `wire` describes; timers count from `start`.
    ///
    /// # Errors
    /// [`BuildError`], with the place in the author's source.
    pub fn build<R>(start: Time, wire: impl FnOnce(&mut Border) -> R) -> Result<(Network, R), BuildError> {
        let owner = QCellOwner::new();
        let (mut scope, result) = Scope::run(owner.id(), start, None, || wire(&mut Border { _private: () }));
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
            starts: SmallVec::new(),
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
        if let Some(due) = self.next_deadline().filter(|due| *due < at) {
            return Err(InstantError::AlarmFirst { due, found: at });
        }
        // The stamp is spent even if the instant is never run: what was fed then never shows.
        let stamp = self.next;
        self.next = slot::after(stamp);
        self.starts.clear();
        Ok(Instant { network: self, at, stamp })
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
    fn is_poisoned(&self) -> bool {
        self.next == self.core.stamp
    }

    /// What an output gave in the last instant.
    #[inline]
    pub fn get<'a, T: Send + Sync + 'static>(&'a self, output: &'a Output<T>) -> Option<&'a T> {
        self.core.owner.ro(&output.cell).at(self.core.stamp)
    }

    /// The whole state, at the boundary after the last instant.
    ///
    /// # Errors
    /// [`StateError::Value`] if a value's own serialisation refuses, [`StateError::Poisoned`].
    pub fn save(&self) -> Result<Snapshot, StateError> {
        if self.is_poisoned() {
            return Err(StateError::Poisoned);
        }
        let mut types = Types::default();
        let parts = self.joints.iter().enumerate().map(|(joint, part)| {
            let mut out = Saver::new(&mut types);
            part.save(&self.core.owner, &mut out);
            out.finish(joint)
        });
        let parts = parts.collect::<Result<_, _>>()?;
        let (joints, types) = (self.shape(), types.into_names());
        Ok(Snapshot { version: Snapshot::VERSION, at: self.core.at, joints, types, parts })
    }

    /// Continues where `snapshot` was taken; this network must just have been built by the same code.
    ///
    /// # Errors
    /// [`StateError::Shape`] if other code built it, [`StateError::Rebuild`] if a sub-network cannot be built
    /// again, [`StateError::Started`] if it has run; it is then gone, so that no mixed state can run.
    pub fn restore(mut self, snapshot: &Snapshot) -> Result<Network, StateError> {
        if self.core.stamp != slot::BEFORE {
            return Err(StateError::Started);
        }
        snapshot.check(&self.shape())?;
        self.core.at = snapshot.at;
        for (id, (joint, bytes)) in self.joints.iter_mut().zip(&snapshot.parts).enumerate() {
            let mut from = Loader::new(bytes, &snapshot.types, id);
            trail::unmarked(|| joint.load(&mut self.core, &mut from))?;
            from.finish()?;
        }
        self.connect_fresh();
        self.arm_all();
        Ok(self)
    }

    /// What has to be the same for a snapshot to fit, joint by joint.
    fn shape(&self) -> Vec<String> {
        self.parts.iter().map(Part::shape).collect()
    }

    fn arm_all(&mut self) {
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
    fn connect_fresh(&mut self) {
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

    /// From now on named parts note this of themselves.
    ///
    /// ```
    /// use tidegate::network::{Event, Measure, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, input) = Network::build(Time::EPOCH, |border| {
    ///     let (input, x) = border.input::<i64>();
    ///     let _ = border.output(x.filter(|x| x % 2 == 0).named("even"));
    ///     input
    /// })?;
    /// net.measure(Measure::Counts);
    /// (1..=3).try_for_each(|x| net.feed(Time::from_nanos(x), &input, x))?;
    /// let even = &net.measured()[0];
    /// assert_eq!((&*even.name, even.counts.runs, even.counts.occurrences), ("even", 3, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn measure(&mut self, measure: Measure) {
        self.core.measure = measure;
    }

    /// What named parts have noted so far, by name and place.
    pub fn measured(&self) -> Vec<Measured> {
        self.core.registry.meters.read()
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

    #[inline]
    fn run(&mut self, at: Time, stamp: Stamp) -> Result<(), InstantError> {
        self.begin(at, stamp);
        let inputs = self.starts.len();
        // Without an input, an instant is that of the next alarm.
        let now = match self.next_alarm() {
            Some(alarm) if inputs == 0 && alarm.at == at => alarm,
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

impl Instant<'_> {
    /// Adds an occurrence of `input` to this instant.
    ///
    /// # Errors
    /// [`InstantError::FedTwice`], [`InstantError::Foreign`]; the instant is dropped, the network as it was.
    #[inline]
    pub fn feed<T: Send + Sync + 'static>(self, input: &Input<T>, value: T) -> Result<Self, InstantError> {
        if input.joint.scope != self.network.scope {
            return Err(InstantError::Foreign);
        }
        let slot = self.network.core.owner.rw(&input.cell);
        if slot.at(self.stamp).is_some() {
            return Err(InstantError::FedTwice { input: input.joint.joint, at: self.at });
        }
        slot.put(self.stamp, value);
        self.network.starts.push(input.joint.joint);
        Ok(self)
    }

    /// Runs the instant.
    ///
    /// # Errors
    /// [`InstantError::Build`] if a sub-network that should appear cannot be built; the network then
    /// stays poisoned.
    #[inline]
    pub fn run(self) -> Result<(), InstantError> {
        self.network.run(self.at, self.stamp)
    }
}
