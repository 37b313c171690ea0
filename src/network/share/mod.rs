//! Joints for events that are used more than once, and the handles to read them.

mod by_ref;

use std::marker::PhantomData;

use qcell::QCellOwner;

use super::alarm::Deadline;
use super::builder::Builder;
use super::core::{Core, Joint};
use super::describe::{Caption, Label, label};
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

pub(super) use self::by_ref::{ByRef, Sometimes};

/// A shared event: a small `Copy` handle that may be used as often as one likes.
///
/// Made by [`Event::share`] and by inputs. Each use reads the one place where the event's
/// occurrence lies, and clones what it passes on; [`Shared::map_ref`] and its like read without cloning.
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
    Scope::innermost(|scope| {
        let cell = Slot::cell(scope.owner());
        register(scope, event, cell, label!("share", E::Item), at)
    })
    .unwrap_or(Shared::new(JointRef::NOWHERE))
}

/// Registers the joint that leaves `event` in the slot `cell`.
pub(crate) fn register<E>(
    scope: &mut Scope,
    event: E,
    cell: SlotCell<E::Item>,
    label: Label,
    at: Place,
) -> Shared<E::Item>
where
    E: Event,
    E::Item: Send + Sync,
{
    let Some(built) = scope.machine(event, at) else {
        return Shared::new(JointRef::NOWHERE);
    };
    let joint = SharedJoint { id: scope.next_joint(), machine: built.machine, cell: cell.clone() };
    let caption = Caption { label, place: Some(at) };
    Shared::new(scope.register(joint, Entry::event(cell), caption))
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
