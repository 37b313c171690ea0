//! One sub-network: a machine and, if its author shared or held something, joints of its own.

use std::sync::Arc;

use qcell::QCellOwner;

use crate::network::alarm::Alarms;
use crate::network::core::{Core, Joint};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Machine, earlier};
use crate::network::scope::{Entry, JointRef, Registry, Scope, ScopeId};
use crate::network::share::{Quiet, Shared};
use crate::network::slot::SlotCell;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::Time;

pub(crate) struct Instance<M> {
    machine: M,
    inner: Option<Box<Inner>>,
}

/// Joints of a sub-network. They are stepped in order whenever the sub-network runs.
struct Inner {
    scope: ScopeId,
    joints: Vec<Box<dyn Joint>>,
    alarms: Alarms,
    registry: Arc<Registry>,
}

/// A new instance, and the joints outside that it reads.
pub(crate) type Made<M> = (Instance<M>, Vec<JointRef>);

impl<M: Machine> Instance<M> {
    /// Runs the author's closure in a scope of its own; `entry` is where its occurrences will lie.
    pub(crate) fn make<T, B>(
        core: &Core,
        entry: SlotCell<T>,
        at: Place,
        build: impl FnOnce(Shared<T>) -> B,
    ) -> Result<Made<M>, BuildError>
    where
        T: Send + Sync + 'static,
        B: Event<Machine = M>,
    {
        let outer = Some(Arc::clone(&core.registry));
        let (mut scope, event) = Scope::run(core.owner.id(), core.at, outer, || {
            let own = Scope::innermost(|scope| scope.register(Box::new(Quiet), Entry::event(entry), &[]));
            build(Shared::new(own.unwrap_or(JointRef::NOWHERE)))
        });
        let machine = scope.machine(event, at);
        let registry = scope.close()?;
        let (machine, reads) = machine.ok_or(BuildError::Foreign { used_at: at })?;
        let mut outside: Vec<JointRef> = scope.outer_reads.iter().copied().collect();
        outside.extend(reads.into_iter().filter(|read| read.scope != scope.id()));
        Ok((
            Instance {
                machine,
                inner: Inner::of(scope, registry),
            },
            outside,
        ))
    }

    /// Whether the scheduler has to ask for deadlines.
    #[inline(always)]
    pub(crate) fn timed(&self) -> bool {
        M::TIMED || self.inner.is_some()
    }

    pub(crate) fn deadline(&self) -> Option<Time> {
        earlier(
            self.machine.deadline(),
            self.inner.as_ref().and_then(|inner| inner.alarms.next()),
        )
    }

    /// Runs one instant. Joints outside that a nested part reads for the first time go to `outside`.
    #[inline(always)]
    pub(crate) fn run(&mut self, core: &mut Core, outside: &mut Vec<JointRef>) -> Option<M::Item> {
        if let Some(inner) = &mut self.inner {
            inner.run(core, outside);
        }
        self.machine.poll(&*core)
    }

    pub(crate) fn save(&self, owner: &QCellOwner, out: &mut Saver) {
        if let Some(inner) = &self.inner {
            inner.joints.iter().for_each(|joint| joint.save(owner, out));
        }
        self.machine.save(out);
    }

    pub(crate) fn load(
        &mut self,
        core: &mut Core,
        from: &mut Loader<'_>,
        outside: &mut Vec<JointRef>,
    ) -> Result<(), StateError> {
        if let Some(inner) = &mut self.inner {
            inner.load(core, from, outside)?;
        }
        self.machine.load(from)
    }
}

impl Inner {
    /// `None` if the scope holds nothing but the entry.
    fn of(scope: Scope, registry: Arc<Registry>) -> Option<Box<Inner>> {
        if scope.joints.len() == 1 {
            return None;
        }
        let mut alarms = Alarms::default();
        for (id, joint) in (0..).zip(&scope.joints) {
            alarms.set(id, joint.deadline());
        }
        Some(Box::new(Inner {
            scope: scope.id(),
            joints: scope.joints,
            alarms,
            registry,
        }))
    }

    fn run(&mut self, core: &mut Core, outside: &mut Vec<JointRef>) {
        let now = core.at;
        while self.alarms.pop_due(now).is_some() {}
        self.as_current(core, |joints, core| {
            for joint in joints {
                joint.step(core);
            }
        });
        self.pass_outward(core, outside);
    }

    fn load(
        &mut self,
        core: &mut Core,
        from: &mut Loader<'_>,
        outside: &mut Vec<JointRef>,
    ) -> Result<(), StateError> {
        self.as_current(core, |joints, core| {
            (0..).zip(joints).try_for_each(|(id, joint)| {
                joint.load(core, from)?;
                core.alarms.set(id, joint.deadline());
                Ok(())
            })
        })?;
        self.pass_outward(core, outside);
        Ok(())
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
    fn pass_outward(&self, core: &mut Core, outside: &mut Vec<JointRef>) {
        let scope = self.scope;
        outside.extend(
            core.fresh
                .extract_if(.., |(_, reader)| reader.scope == scope)
                .map(|(read, _)| read)
                .filter(|read| read.scope != scope),
        );
    }
}
