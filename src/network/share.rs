//! Joints for events that are used more than once, and the handles to read them.

use std::marker::PhantomData;
use std::panic::Location;

use qcell::QCellOwner;

use super::alarm::Deadline;
use super::builder::Builder;
use super::core::{Core, Joint};
use super::describe::Part;
use super::error::{BuildError, Place};
use super::event::Event;
use super::level::Root;
use super::machine::{Env, Machine};
use super::plan::JointId;
use super::registry::{Entry, JointRef};
use super::scope::Scope;
use super::slot::{Slot, SlotCell, look};
use super::state::{Loader, Saver, StateError};
use super::trail::{Mark, in_joint, marked};

/// A shared event: a small `Copy` handle that may be used as often as one likes.
///
/// Made by [`Event::share`] and by inputs. Each use reads the one place where the event's
/// occurrence lies, and clones what it passes on; [`Shared::map_ref`] reads without cloning.
#[must_use = "a shared event that nobody reads still runs at every instant"]
pub struct Shared<T> {
    pub(crate) joint: JointRef,
    item: PhantomData<fn() -> T>,
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shared({})", self.joint.joint)
    }
}

impl<T> Shared<T> {
    pub(crate) fn new(joint: JointRef) -> Self {
        Self { joint, item: PhantomData }
    }
}

impl<T: Send + Sync + 'static> Shared<T> {
    /// Maps each occurrence by reference: nothing is cloned.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, (names, lengths)) = Network::build(Time::EPOCH, |border| {
    ///     let (input, names) = border.input::<String>();
    ///     (input, border.output(names.map_ref(|name| name.len())))
    /// })?;
    /// net.feed(Time::from_secs(1), &names, "tide".to_owned())?;
    /// assert_eq!(net.get(&lengths), Some(&4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn map_ref<B, F>(self, f: F) -> MapRef<T, F>
    where
        B: 'static,
        F: Fn(&T) -> B + Send + Sync + 'static,
    {
        MapRef { shared: self, f, place: Location::caller() }
    }

    /// Maps each occurrence by reference and keeps what is `Some`.
    #[track_caller]
    pub fn filter_map_ref<B, F>(self, f: F) -> FilterMapRef<T, F>
    where
        B: 'static,
        F: Fn(&T) -> Option<B> + Send + Sync + 'static,
    {
        self.side("filter_map_ref", f, Location::caller())
    }

    /// The same, under the name of another combinator.
    pub(crate) fn side<F>(self, kind: &'static str, f: F, place: Place) -> FilterMapRef<T, F> {
        FilterMapRef { shared: self, f, kind, place }
    }
}

impl<T: Clone + Send + Sync + 'static> Event for Shared<T> {
    type Item = T;
    type Level = Root;
    type Machine = ReadShared<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        Ok(ReadShared { cell: builder.resolve::<_, T>(self.joint, true)? })
    }
}

/// Machine of [`Shared`].
pub struct ReadShared<T> {
    cell: SlotCell<T>,
}

impl<T: Clone + Send + Sync + 'static> Machine for ReadShared<T> {
    type Item = T;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<T> {
        let core = env.core();
        look(&core.owner, &self.cell).at(core.stamp).cloned()
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// Event of [`Shared::map_ref`]; its own machine.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct MapRef<T, F> {
    shared: Shared<T>,
    f: F,
    place: Place,
}

/// Event of [`Shared::filter_map_ref`].
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct FilterMapRef<T, F> {
    shared: Shared<T>,
    f: F,
    kind: &'static str,
    place: Place,
}

/// Machine of [`MapRef`] and [`FilterMapRef`].
pub struct ReadRef<T, F> {
    cell: SlotCell<T>,
    f: F,
}

/// Wraps a function so that both by-reference events share one machine.
#[derive(Debug)]
pub struct Always<F>(F);

/// A function from a borrowed occurrence to an optional one.
pub trait ReadFn<T>: Send + Sync + 'static {
    /// What it gives.
    type Output: 'static;
    /// Applies it.
    fn read(&self, value: &T) -> Option<Self::Output>;
}

impl<T, B: 'static, F: Fn(&T) -> B + Send + Sync + 'static> ReadFn<T> for Always<F> {
    type Output = B;
    #[inline(always)]
    fn read(&self, value: &T) -> Option<B> {
        Some((self.0)(value))
    }
}

/// Wraps a function that may decline.
#[derive(Debug)]
pub struct Sometimes<F>(F);

impl<T, B: 'static, F: Fn(&T) -> Option<B> + Send + Sync + 'static> ReadFn<T> for Sometimes<F> {
    type Output = B;
    #[inline(always)]
    fn read(&self, value: &T) -> Option<B> {
        (self.0)(value)
    }
}

impl<T, B, F> Event for MapRef<T, F>
where
    T: Send + Sync + 'static,
    B: 'static,
    F: Fn(&T) -> B + Send + Sync + 'static,
{
    type Item = B;
    type Level = Root;
    type Machine = ReadRef<T, Always<F>>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let cell = builder.resolve::<_, T>(self.shared.joint, true)?;
        builder.close::<B>(part, "map_ref", self.place);
        Ok(ReadRef { cell, f: Always(self.f) })
    }
}

impl<T, B, F> Event for FilterMapRef<T, F>
where
    T: Send + Sync + 'static,
    B: 'static,
    F: Fn(&T) -> Option<B> + Send + Sync + 'static,
{
    type Item = B;
    type Level = Root;
    type Machine = ReadRef<T, Sometimes<F>>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let cell = builder.resolve::<_, T>(self.shared.joint, true)?;
        builder.close::<B>(part, self.kind, self.place);
        Ok(ReadRef { cell, f: Sometimes(self.f) })
    }
}

impl<T: Send + Sync + 'static, F: ReadFn<T>> Machine for ReadRef<T, F> {
    type Item = F::Output;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<F::Output> {
        let core = env.core();
        look(&core.owner, &self.cell).at(core.stamp).and_then(|value| self.f.read(value))
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// The joint of a shared event: runs its machine and leaves the occurrence in its slot.
struct SharedJoint<M: Machine> {
    id: JointId,
    machine: M,
    cell: SlotCell<M::Item>,
}

impl<M: Machine> Joint for SharedJoint<M>
where
    M::Item: Send + Sync,
{
    #[inline]
    fn step(&mut self, core: &mut Core) -> bool {
        let value = in_joint!(self.id, marked!(Mark::Input(0), self.machine.poll(&*core)));
        if M::TIMED {
            core.alarms.set(self.id, self.machine.deadline());
        }
        match value {
            None => false,
            Some(value) => {
                core.owner.rw(&self.cell).put(core.stamp, value);
                true
            }
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        self.machine.deadline()
    }

    fn save(&self, _owner: &QCellOwner, out: &mut Saver<'_>) {
        self.machine.save(out);
    }

    fn load(&mut self, _core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.machine.load(from)
    }
}

/// Registers a joint for `event` in the innermost open scope.
pub(crate) fn share<E>(event: E, at: Place) -> Shared<E::Item>
where
    E: Event,
    E::Item: Send + Sync,
{
    Scope::innermost(|scope| register(scope, event, "share", at))
        .map_or(Shared::new(JointRef::NOWHERE), |(shared, _)| shared)
}

/// Registers a joint and gives back its handle and its slot.
pub(crate) fn register<E>(
    scope: &mut Scope,
    event: E,
    kind: &'static str,
    at: Place,
) -> (Shared<E::Item>, SlotCell<E::Item>)
where
    E: Event,
    E::Item: Send + Sync,
{
    let cell = Slot::cell(scope.owner());
    let Some(built) = scope.machine(event, at) else {
        return (Shared::new(JointRef::NOWHERE), cell);
    };
    let joint = SharedJoint { id: scope.next_joint(), machine: built.machine, cell: cell.clone() };
    let part = Part::joint::<E::Item>(kind, at, built.part);
    let joint = scope.register(Box::new(joint), Entry::event(cell.clone()), &built.reads, part);
    (Shared::new(joint), cell)
}

/// The joint of an input: others leave its occurrence, it has nothing to do.
pub(crate) struct Quiet;

impl Joint for Quiet {
    fn step(&mut self, _core: &mut Core) -> bool {
        false
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _owner: &QCellOwner, _out: &mut Saver<'_>) {}

    fn load(&mut self, _core: &mut Core, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}
