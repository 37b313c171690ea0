//! The joints inside a sub-network, for one whose author shares or holds something there.
//!
//! They are stepped in order whenever the sub-network runs, with its own alarms and its own
//! registry in place of those of the scope around it.

use std::marker::PhantomData;
use std::sync::Arc;

use qcell::QCellOwner;

use super::entry::Entry;
use crate::network::alarm::Alarms;
use crate::network::core::{Core, Joint};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::scope::{self, JointRef, Registry, Scope, ScopeId};
use crate::network::share::Quiet;
use crate::network::slot::SlotCell;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::Time;

/// A new sub-network: its machine, its joints if it has any, and the joints outside that it reads.
pub(crate) struct Made<M> {
    pub(crate) machine: M,
    pub(crate) inner: Option<Box<Inner>>,
    pub(crate) outside: Vec<JointRef>,
}

/// Runs the author's closure in a scope of its own; `cell` is where its occurrences will lie.
pub(crate) fn make<T, B>(
    core: &Core,
    cell: SlotCell<T>,
    at: Place,
    build: impl FnOnce(Entry<T>) -> B,
) -> Result<Made<B::Machine>, BuildError>
where
    T: Send + Sync + 'static,
    B: Event,
{
    let scoped = scope::new_scoped();
    let outer = Some(Arc::clone(&core.registry));
    let (mut scope, (own, event)) = Scope::run(core.owner.id(), core.at, outer, || {
        let entry = scope::Entry::event(cell);
        let joint = Scope::innermost(|scope| scope.register(Box::new(Quiet), entry, &[]));
        let own = joint.unwrap_or(JointRef::NOWHERE);
        (own, build(Entry { joint: own, scoped, item: PhantomData }))
    });
    let built = scope.result_machine(event, at, scoped);
    let registry = scope.close()?;
    let (machine, reads) = built?;
    let mut outside: Vec<JointRef> = scope.outer_reads.iter().copied().collect();
    let from_slot = reads.contains(&own);
    outside.extend(reads.into_iter().filter(|read| read.scope != scope.id()));
    Ok(Made { machine, inner: Inner::of(scope, registry, from_slot), outside })
}

/// Joints of a sub-network.
pub(crate) struct Inner {
    scope: ScopeId,
    joints: Vec<Box<dyn Joint>>,
    alarms: Alarms,
    registry: Arc<Registry>,
}

impl Inner {
    /// `None` if the scope holds nothing but the entry, and no machine reads that from its slot.
    fn of(scope: Scope, registry: Arc<Registry>, from_slot: bool) -> Option<Box<Inner>> {
        if scope.joints.len() == 1 && !from_slot {
            return None;
        }
        let mut alarms = Alarms::default();
        for (id, joint) in (0..).zip(&scope.joints) {
            alarms.set(id, joint.deadline());
        }
        Some(Box::new(Inner { scope: scope.id(), joints: scope.joints, alarms, registry }))
    }

    pub(crate) fn deadline(&self) -> Option<Time> {
        self.alarms.next()
    }

    /// Steps all joints. Joints outside that a nested part reads for the first time are given back.
    pub(crate) fn run(&mut self, core: &mut Core) -> Vec<JointRef> {
        let now = core.at;
        while self.alarms.pop_due(now).is_some() {}
        self.as_current(core, |joints, core| {
            for joint in joints {
                joint.step(core);
            }
        });
        self.read_outside(core)
    }

    pub(crate) fn save(&self, owner: &QCellOwner, out: &mut Saver) {
        self.joints.iter().for_each(|joint| joint.save(owner, out));
    }

    pub(crate) fn load(
        &mut self,
        core: &mut Core,
        from: &mut Loader<'_>,
    ) -> Result<Vec<JointRef>, StateError> {
        self.as_current(core, |joints, core| {
            (0..).zip(joints).try_for_each(|(id, joint)| {
                joint.load(core, from)?;
                core.alarms.set(id, joint.deadline());
                Ok(())
            })
        })?;
        Ok(self.read_outside(core))
    }

    /// Makes this scope the one that is stepped, for the time of `act`.
    fn as_current<R>(
        &mut self,
        core: &mut Core,
        act: impl FnOnce(&mut [Box<dyn Joint>], &mut Core) -> R,
    ) -> R {
        std::mem::swap(&mut core.alarms, &mut self.alarms);
        std::mem::swap(&mut core.registry, &mut self.registry);
        let result = act(&mut self.joints, core);
        std::mem::swap(&mut core.alarms, &mut self.alarms);
        std::mem::swap(&mut core.registry, &mut self.registry);
        result
    }

    /// New edges that end in this scope: those from outside become reads of the whole sub-network.
    fn read_outside(&self, core: &mut Core) -> Vec<JointRef> {
        let ends_here = core.fresh.extract_if(.., |(_, reader)| reader.scope == self.scope);
        ends_here.map(|(read, _)| read).filter(|read| read.scope != self.scope).collect()
    }
}
