//! `hold`: the behavior of the last occurrence, strictly after its instant.

use std::borrow::Cow;
use std::marker::PhantomData;

use qcell::QCellOwner;

use crate::network::alarm::Deadline;
use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::{Core, Joint, Moment};
use crate::network::describe::{Caption, Label, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::plan::JointId;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::slot::{HeldCell, HeldSlot, look};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::trail::{Mark, in_joint, marked};
use crate::network::watch::Watched;

/// A held value: a small `Copy` handle that may be used as often as one likes.
#[must_use = "a behavior that nobody samples is kept for nothing"]
pub struct Held<T> {
    pub(crate) joint: JointRef,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T> std::fmt::Debug for Held<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Held({})", self.joint.joint)
    }
}

impl<T> Held<T> {
    pub(crate) fn new(joint: JointRef) -> Self {
        Self { joint, value: PhantomData }
    }

    /// The same handle; its joint has this name in descriptions and messages, if it has none yet.
    ///
    /// Costs nothing, and unlike [`Behavior::named`] on other behaviors leaves a handle that is `Copy`.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (net, _) = Network::build(Time::EPOCH, |border| {
    ///     let (_, x) = border.input::<i64>();
    ///     let last = x.hold(0).named("last");
    ///     border.output(x.sample(last, |x, last| x + last).sample(last, |x, last| x - last))
    /// })?;
    /// assert_eq!(net.describe().joints[1].name.as_deref(), Some("last"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "the handle is returned"]
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Self {
        Scope::name_here(self.joint, name.into());
        self
    }
}

impl<T: State> Behavior for Held<T> {
    type Value = T;
    type Reader = ReadHeld<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<ReadHeld<T>, BuildError> {
        let wakes = builder.watching();
        Ok(ReadHeld { cell: builder.resolve::<_, T>(self.joint, wakes)? })
    }
}

/// Reader of [`Held`].
pub struct ReadHeld<T> {
    cell: HeldCell<T>,
}

impl<T: State> Reader for ReadHeld<T> {
    type Value = T;

    #[inline(always)]
    fn read(&self, moment: Moment<'_>) -> T {
        look(moment.owner, &self.cell).on_entry(moment.stamp).clone()
    }
}

/// The joint of a held event: writes what occurs into the behavior's slot.
pub(crate) struct HoldJoint<M: Machine> {
    id: JointId,
    machine: M,
    cell: HeldCell<M::Item>,
    watched: Watched,
}

impl<M: Machine> Joint for HoldJoint<M>
where
    M::Item: State,
{
    #[inline]
    fn step(&mut self, core: &mut Core) -> bool {
        let value = in_joint!(self.id, marked!(Mark::Input(0), self.machine.poll(&*core)));
        if M::TIMED {
            core.alarms.set(self.id, self.machine.deadline());
        }
        let Some(value) = value else {
            return false;
        };
        core.owner.rw(&self.cell).put(core.stamp, value);
        // Who samples a behavior is not woken by it, only who asks for its changes.
        self.watched.is_on()
    }

    fn deadline(&self) -> Option<Deadline> {
        self.machine.deadline()
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        self.machine.save(out);
        out.put(owner.ro(&self.cell).newest());
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.machine.load(from)?;
        core.owner.rw(&self.cell).restore(from.take()?);
        Ok(())
    }
}

/// Registers a joint that holds `event` in the innermost open scope.
pub(crate) fn hold<E>(event: E, init: E::Item, at: Place) -> Held<E::Item>
where
    E: Event,
    E::Item: State,
{
    let held = Scope::innermost(|scope| {
        let cell = HeldSlot::cell(scope.owner(), init);
        let watched = Watched::default();
        let entry = Entry::behavior(cell.clone(), watched.clone());
        register(scope, event, cell, watched, entry, label!("hold", E::Item), at)
    });
    Held::new(held.unwrap_or(JointRef::NOWHERE))
}

/// Registers the joint that writes `cell`; `entry` is what its own number resolves to.
pub(crate) fn register<E>(
    scope: &mut Scope,
    event: E,
    cell: HeldCell<E::Item>,
    watched: Watched,
    entry: Entry,
    label: Label,
    at: Place,
) -> JointRef
where
    E: Event,
    E::Item: State,
{
    let Some(built) = scope.machine(event, at) else {
        return JointRef::NOWHERE;
    };
    let joint = HoldJoint { id: scope.next_joint(), machine: built.machine, cell, watched };
    scope.register(joint, entry, Caption { label, place: Some(at) })
}
