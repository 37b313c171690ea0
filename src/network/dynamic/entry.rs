//! The event of a sub-network's own occurrences.

use std::marker::PhantomData;

use crate::network::alarm::Deadline;
use crate::network::builder::{Builder, ScopedId};
use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::level::{Inside, Root};
use crate::network::machine::{Env, Machine};
use crate::network::registry::JointRef;
use crate::network::slot::{SlotCell, look};
use crate::network::state::{Loader, Saver, StateError};

/// The level at which a sub-network's own occurrences are passed to its machine.
pub(crate) type EntryLevel = Inside<Root>;

/// What occurs for one key: a small `Copy` handle, to be used as often as one likes.
///
/// Costs nothing where the sub-network is one machine; inside a joint (`share`, `hold`) it is read
/// from a slot.
#[must_use = "a sub-network that does not use its own occurrences need not have a key"]
pub struct Entry<T> {
    pub(crate) joint: JointRef,
    pub(crate) scoped: ScopedId,
    pub(crate) item: PhantomData<fn() -> T>,
}

impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Entry<T> {}

impl<T> std::fmt::Debug for Entry<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({})", self.scoped)
    }
}

impl<T: Clone + Send + Sync + 'static> Event for Entry<T> {
    type Item = T;
    type Level = EntryLevel;
    type Machine = ReadEntry<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        match builder.check_scoped::<EntryLevel>(self.scoped) {
            Ok(()) => {
                builder.own::<T>(self.joint);
                Ok(ReadEntry { cell: None })
            }
            Err(_) => Ok(ReadEntry { cell: Some(builder.resolve::<_, T>(self.joint, true)?) }),
        }
    }
}

/// Machine of [`Entry`]: an argument in the sub-network's own machine, a slot in its joints.
pub struct ReadEntry<T> {
    cell: Option<SlotCell<T>>,
}

impl<T: Clone + Send + Sync + 'static> Machine for ReadEntry<T> {
    type Item = T;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<T> {
        match &self.cell {
            None => env.scoped::<T, EntryLevel>().cloned(),
            Some(cell) => {
                let core = env.core();
                look(&core.owner, cell).at(core.stamp).cloned()
            }
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}
