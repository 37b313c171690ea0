//! `hold`: the behavior of the last occurrence, strictly after its instant.

use std::marker::PhantomData;

use qcell::QCellOwner;

use crate::network::behavior::{Behavior, Reader};
use crate::network::core::{Core, Joint};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::plan::JointId;
use crate::network::scope::{Builder, Entry, JointRef, Scope};
use crate::network::slot::{HeldCell, HeldSlot};
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

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
}

impl<T: State> Behavior for Held<T> {
    type Value = T;
    type Reader = ReadHeld<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<ReadHeld<T>, BuildError> {
        Ok(ReadHeld { cell: builder.resolve(self.joint, false)? })
    }
}

/// Reader of [`Held`].
pub struct ReadHeld<T> {
    cell: HeldCell<T>,
}

impl<T: State> Reader for ReadHeld<T> {
    type Value = T;

    #[inline(always)]
    fn read(&self, core: &Core) -> T {
        core.owner.ro(&self.cell).on_entry(core.stamp).clone()
    }
}

/// The joint of a held event: writes what occurs into the behavior's slot.
pub(crate) struct HoldJoint<M: Machine> {
    id: JointId,
    machine: M,
    cell: HeldCell<M::Item>,
}

impl<M: Machine> Joint for HoldJoint<M>
where
    M::Item: State,
{
    #[inline]
    fn step(&mut self, core: &mut Core) -> bool {
        let value = self.machine.poll(&*core);
        if M::TIMED {
            core.alarms.set(self.id, self.machine.deadline());
        }
        if let Some(value) = value {
            core.owner.rw(&self.cell).put(core.stamp, value);
        }
        // Behaviors wake nobody: their readers run when they are asked to sample.
        false
    }

    fn deadline(&self) -> Option<Time> {
        self.machine.deadline()
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver) {
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
        register(scope, event, cell.clone(), Entry::behavior(cell), at)
    });
    Held::new(held.unwrap_or(JointRef::NOWHERE))
}

/// Registers the joint that writes `cell`; `entry` is what its own number resolves to.
pub(crate) fn register<E>(
    scope: &mut Scope,
    event: E,
    cell: HeldCell<E::Item>,
    entry: Entry,
    at: Place,
) -> JointRef
where
    E: Event,
    E::Item: State,
{
    let Some((machine, reads)) = scope.machine(event, at) else {
        return JointRef::NOWHERE;
    };
    let joint = HoldJoint { id: scope.next_joint(), machine, cell };
    scope.register(Box::new(joint), entry, &reads)
}
