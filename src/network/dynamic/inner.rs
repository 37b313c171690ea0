//! The joints inside a sub-network, for one whose author shares or holds something there.
//!
//! They are stepped in order whenever the sub-network runs, with its own alarms and its own
//! registry in place of those of the scope around it.

use std::sync::Arc;

use qcell::QCellOwner;

use crate::network::alarm::{Alarms, Deadline};
use crate::network::core::{Core, Joint};
use crate::network::describe::Part;
use crate::network::plan::JointId;
use crate::network::registry::{JointRef, Registry, ScopeId};
use crate::network::scope::Scope;
use crate::network::state::{Loader, Saver, StateError};

/// Joints of a sub-network.
pub(crate) struct Inner {
    scope: ScopeId,
    joints: Vec<Box<dyn Joint>>,
    alarms: Alarms,
    registry: Arc<Registry>,
}

impl Inner {
    pub(crate) fn new(scope: Scope, registry: Arc<Registry>) -> Self {
        Inner { scope: scope.id(), joints: scope.joints, alarms: scope.alarms, registry }
    }

    /// Completes the description of this sub-network with those of the parts that its own joints have built.
    pub(crate) fn describe(&self, parts: &mut [Part]) {
        for (part, joint) in parts.iter_mut().zip(&self.joints) {
            part.inside = joint.inside();
        }
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        self.alarms.next()
    }

    /// Shows all joints the values with which they begin.
    pub(crate) fn start(&mut self, core: &mut Core) {
        self.as_current(core, |joints, core| joints.iter_mut().for_each(|joint| joint.start(core)));
    }

    /// Steps all joints. Joints outside that a nested part reads for the first time are given back.
    pub(crate) fn run(&mut self, core: &mut Core) -> Vec<JointRef> {
        let now = core.now();
        while self.alarms.pop_due(now).is_some() {}
        self.as_current(core, |joints, core| {
            for joint in joints {
                joint.step(core);
            }
        });
        self.read_outside(core)
    }

    pub(crate) fn save(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        self.joints.iter().for_each(|joint| joint.save(owner, out));
    }

    pub(crate) fn load(
        &mut self,
        core: &mut Core,
        from: &mut Loader<'_>,
    ) -> Result<Vec<JointRef>, StateError> {
        self.as_current(core, |joints, core| {
            (0..).zip(joints).try_for_each(|(id, joint): (JointId, _)| {
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
