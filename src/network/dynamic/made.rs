//! Making a sub-network while the network around it runs.

use crate::time::earlier;
use std::marker::PhantomData;
use std::sync::Arc;

use super::entry::Entry;
use super::inner::Inner;
use crate::network::alarm::Deadline;
use crate::network::behavior::Behavior;
use crate::network::builder::{Built, new_scoped};
use crate::network::core::Core;
use crate::network::describe::{Caption, Look, Notes, Part, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::Machine;
use crate::network::registry;
use crate::network::registry::JointRef;
use crate::network::scope::{Birth, Scope};
use crate::network::share::Quiet;
use crate::network::slot::SlotCell;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::in_look;
use crate::network::watch::{Watch, Watched};
use qcell::QCellOwner;

/// A new sub-network: its machine or reader, its joints if it has any, and the joints outside that it reads.
pub(crate) struct Made<M> {
    pub(crate) machine: M,
    pub(crate) inner: Option<Box<Inner>>,
    pub(crate) outside: Vec<JointRef>,
    /// How it looks: its joints, then what it gives.
    pub(crate) look: Notes,
    /// Of a behavior that was made to be watched: what tells of its changes, and whether that is not all.
    pub(crate) sources: Vec<Watched>,
    pub(crate) blind: bool,
}

/// What a sub-network is made for.
#[derive(Clone, Copy)]
pub(crate) struct Maker {
    /// The combinator that makes it.
    pub(crate) place: Place,
}

impl Maker {
    /// Runs the author's closure in a scope of its own, with the event of its key's occurrences; `cell` is
    /// where those will lie.
    pub(crate) fn keyed<T, B>(
        self,
        core: &mut Core,
        cell: SlotCell<T>,
        build: impl FnOnce(Entry<T>) -> B,
    ) -> Result<Made<B::Machine>, BuildError>
    where
        T: Send + Sync + 'static,
        B: Event,
    {
        let scoped = new_scoped();
        let (mut scope, (own, event)) = self.scope(core, || {
            let entry = registry::Entry::event(cell);
            let caption = Caption { label: label!("own", T), place: Some(self.place) };
            let joint = Scope::innermost(|scope| scope.register(Quiet, entry, caption));
            let own = joint.unwrap_or(JointRef::NOWHERE);
            (own, build(Entry { joint: own, scoped, item: PhantomData }))
        });
        let built = scope.result_machine(event, self.place, scoped);
        let needs_own = scope.reads.contains(&own);
        // The entry alone is no joint worth stepping, unless the machine reads it from its slot.
        finish(core, scope, built, |joints| joints > 1 || needs_own)
    }

    /// The same without occurrences of its own.
    pub(crate) fn event<B: Event>(
        self,
        core: &mut Core,
        build: impl FnOnce() -> B,
    ) -> Result<Made<B::Machine>, BuildError> {
        let (mut scope, event) = self.scope(core, build);
        let built = scope.part_machine(event, self.place);
        finish(core, scope, built, |joints| joints > 0)
    }

    /// The same for a behavior, which may have to wake who made it.
    pub(crate) fn behavior<B: Behavior>(
        self,
        core: &mut Core,
        watch: Watch,
        build: impl FnOnce() -> B,
    ) -> Result<Made<B::Reader>, BuildError> {
        let (mut scope, behavior) = self.scope(core, build);
        let built = scope.watching_reader(behavior, self.place, watch);
        finish(core, scope, built, |joints| joints > 0)
    }

    fn scope<R>(self, core: &Core, wire: impl FnOnce() -> R) -> (Scope, R) {
        let outer = Some(Arc::clone(&core.registry));
        let birth = Birth { at: core.at, stamp: core.stamp };
        Scope::run(core.owner.id(), birth, outer, wire)
    }
}

fn finish<M>(
    core: &mut Core,
    mut scope: Scope,
    built: Result<Built<M>, BuildError>,
    has_joints: impl FnOnce(usize) -> bool,
) -> Result<Made<M>, BuildError> {
    // The first failure is that of a joint inside, if there is one.
    let registry = scope.close()?;
    let built = built?;
    let mut outside: Vec<JointRef> = scope.outer_reads.iter().copied().collect();
    outside.extend(scope.reads.iter().copied().filter(|read| read.scope != scope.id()));
    let look = std::mem::take(&mut scope.notes);
    let mut inner = has_joints(scope.joints.len()).then(|| Box::new(Inner::new(scope, registry.into())));
    if let Some(inner) = &mut inner {
        in_look!(look, inner.start(core));
    }
    Ok(Made { machine: built.machine, inner, outside, look, sources: built.sources, blind: built.blind })
}

/// A sub-network that runs.
pub(crate) struct Living<M> {
    pub(crate) machine: M,
    pub(crate) inner: Option<Box<Inner>>,
    pub(crate) look: Look,
}

impl<M> Living<M> {
    /// Steps its joints; joints outside that are read for the first time are given back.
    pub(crate) fn step(&mut self, core: &mut Core) -> Vec<JointRef> {
        self.inner.as_mut().map_or_else(Vec::new, |inner| in_look!(self.look, inner.run(core)))
    }

    /// How it looks, with what its joints have built in turn.
    pub(crate) fn describe(&self) -> Vec<Part> {
        let mut parts = self.look.parts();
        if let Some(inner) = &self.inner {
            inner.describe(&mut parts);
        }
        parts
    }

    pub(crate) fn inner_deadline(&self) -> Option<Deadline> {
        self.inner.as_ref().and_then(|inner| inner.deadline())
    }

    pub(crate) fn save_inner(&self, owner: &QCellOwner, out: &mut Saver<'_>) {
        if let Some(inner) = &self.inner {
            inner.save(owner, out);
        }
    }

    pub(crate) fn load_inner(
        &mut self,
        core: &mut Core,
        from: &mut Loader<'_>,
    ) -> Result<Vec<JointRef>, StateError> {
        self.inner.as_mut().map_or_else(|| Ok(Vec::new()), |inner| inner.load(core, from))
    }
}

impl<M: Machine> Living<M> {
    pub(crate) fn deadline(&self) -> Option<Deadline> {
        earlier(self.machine.deadline(), self.inner_deadline())
    }
}
