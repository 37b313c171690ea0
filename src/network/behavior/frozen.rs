//! `frozen`: the value that a behavior has when its network, or sub-network, comes into being.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use qcell::{QCell, QCellOwner};

use crate::network::alarm::Deadline;
use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::{Core, Joint, Moment};
use crate::network::describe::{Caption, label};
use crate::network::error::{BuildError, Place};
use crate::network::plan::JointId;
use crate::network::registry::{Entry, JointRef};
use crate::network::scope::Scope;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::trail::{Mark, in_joint, marked};

/// A frozen behavior: a small `Copy` handle that may be used as often as one likes.
#[must_use = "a behavior that nobody samples is kept for nothing"]
pub struct Frozen<T> {
    joint: JointRef,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Frozen<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Frozen<T> {}

impl<T> std::fmt::Debug for Frozen<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frozen({})", self.joint.joint)
    }
}

impl<T> Frozen<T> {
    /// The same handle; its joint has this name in descriptions and messages, if it has none yet.
    ///
    /// Costs nothing, and unlike [`Behavior::named`] on other behaviors leaves a handle that is `Copy`.
    #[must_use = "the handle is returned"]
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Self {
        Scope::name_here(self.joint, name.into());
        self
    }
}

/// Empty until the network starts.
type FrozenCell<T> = Arc<QCell<Option<T>>>;

impl<T: State> Behavior for Frozen<T> {
    type Value = T;
    type Reader = ReadFrozen<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<ReadFrozen<T>, BuildError> {
        // It never changes, so that nobody need be woken.
        Ok(ReadFrozen { cell: builder.resolve::<_, T>(self.joint, false)? })
    }
}

/// Reader of [`Frozen`].
pub struct ReadFrozen<T> {
    cell: FrozenCell<T>,
}

impl<T> std::fmt::Debug for ReadFrozen<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadFrozen<{}>", std::any::type_name::<T>())
    }
}

impl<T: State> Reader for ReadFrozen<T> {
    type Value = T;

    fn read(&self, moment: Moment<'_>) -> T {
        moment
            .owner
            .ro(&self.cell)
            .clone()
            .expect("joints start in order of construction, before any is read")
    }
}

struct FrozenJoint<R: Reader> {
    id: JointId,
    reader: R,
    cell: FrozenCell<R::Value>,
}

/// Registers the joint in the innermost open scope.
pub(crate) fn frozen<B>(behavior: B, place: Place) -> Frozen<B::Value>
where
    B: Behavior,
    B::Value: State,
{
    let joint = Scope::innermost(|scope| {
        let built = match scope.reader(behavior, place) {
            Ok(built) => built,
            Err(error) => {
                scope.fail(error);
                return JointRef::NOWHERE;
            }
        };
        let cell = Arc::new(QCell::new(scope.owner(), None));
        let joint = FrozenJoint { id: scope.next_joint(), reader: built.machine, cell: Arc::clone(&cell) };
        // It looks once: nothing that happens later concerns it.
        scope.reads.clear();
        scope.beginners.push(joint.id);
        scope.register(
            joint,
            Entry::fixed(cell),
            Caption { label: label!("frozen", B::Value), place: Some(place) },
        )
    });
    Frozen { joint: joint.unwrap_or(JointRef::NOWHERE), value: PhantomData }
}

impl<R: Reader> Joint for FrozenJoint<R>
where
    R::Value: State,
{
    fn step(&mut self, _core: &mut Core) -> bool {
        false
    }

    fn start(&mut self, core: &mut Core) {
        let value = in_joint!(self.id, marked!(Mark::Input(0), self.reader.read(core.entry())));
        *core.owner.rw(&self.cell) = Some(value);
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        out.put(owner.ro(&self.cell));
    }

    fn load(&mut self, core: &mut Core, from: &mut Loader<'_>) -> Result<(), StateError> {
        *core.owner.rw(&self.cell) = from.take()?;
        Ok(())
    }
}
