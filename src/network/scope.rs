//! Building: the innermost open scope collects joints in the order in which they are made.
//!
//! A scope is open while the closure of [`Network::build`](super::Network::build) or of a dynamic
//! part runs, on that thread only. Combinators that keep a place of their own (`share`, `hold`, …)
//! register there; all others need no scope. A handle remembers its scope, and building resolves
//! it: to a slot of this scope, to one of an outer scope (which then wakes the dynamic part), or
//! to an error. Never to a wrong value.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use qcell::{QCell, QCellOwnerID};
use smallvec::smallvec;

use super::alarm::Alarms;
use super::behavior::Behavior;
use super::builder::{Builder, Built, Levels, NO_ARGUMENT, ScopedId};
use super::core::Joint;
use super::describe::{Caption, Meters, Notes};
use super::error::{BuildError, Place};
use super::event::Event;
use super::plan::JointId;
use super::registry::{Entry, JointRef, NOWHERE, Registry, ScopeId};
use super::slot::Stamp;
use super::watch::Watch;
use super::wiring::Wiring;
use crate::time::Time;

/// The instant in which a network or a sub-network comes into being; for a network it is the one before all others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Birth {
    pub(crate) at: Time,
    pub(crate) stamp: Stamp,
}

/// A scope under construction.
pub(crate) struct Scope {
    id: ScopeId,
    owner: QCellOwnerID,
    birth: Birth,
    pub(crate) joints: Vec<Box<dyn Joint>>,
    pub(crate) inputs: Vec<JointId>,
    pub(crate) wiring: Wiring,
    /// What the machines read that were built since the last joint was registered, each joint once.
    pub(crate) reads: Vec<JointRef>,
    pub(crate) outer_reads: BTreeSet<JointRef>,
    /// The joints that look at the values with which the network begins.
    pub(crate) beginners: Vec<JointId>,
    pub(crate) alarms: Alarms,
    /// What there is to see.
    pub(crate) notes: Notes,
    meters: Meters,
    entries: Vec<Entry>,
    outer: Option<Arc<Registry>>,
    unbound: BTreeSet<(JointId, Place)>,
    failure: Option<BuildError>,
}

thread_local! {
    static OPEN: RefCell<Vec<Scope>> = const { RefCell::new(Vec::new()) };
}

static NEXT_SCOPE: AtomicU64 = AtomicU64::new(NOWHERE + 1);

impl Scope {
    /// Runs `wire` with a new innermost scope and gives back what it registered.
    pub(crate) fn run<R>(
        owner: QCellOwnerID,
        birth: Birth,
        outer: Option<Arc<Registry>>,
        wire: impl FnOnce() -> R,
    ) -> (Scope, R) {
        // Relaxed: only uniqueness matters.
        let id = NEXT_SCOPE.fetch_add(1, Ordering::Relaxed);
        let scope = Scope {
            id,
            owner,
            birth,
            joints: Vec::new(),
            inputs: Vec::new(),
            wiring: Wiring::default(),
            reads: Vec::new(),
            outer_reads: BTreeSet::new(),
            beginners: Vec::new(),
            alarms: Alarms::default(),
            notes: Notes::default(),
            meters: outer.as_ref().map_or_else(Meters::default, |outer| outer.meters.clone()),
            entries: Vec::new(),
            outer,
            unbound: BTreeSet::new(),
            failure: None,
        };
        OPEN.with(|open| open.borrow_mut().push(scope));
        let closing = CloseOnUnwind;
        let result = wire();
        std::mem::forget(closing);
        let scope = OPEN.with(|open| open.borrow_mut().pop()).expect("the scope opened above is still there");
        (scope, result)
    }

    /// The innermost open scope, if any.
    pub(crate) fn innermost<R>(act: impl FnOnce(&mut Scope) -> R) -> Option<R> {
        OPEN.with(|open| open.try_borrow_mut().ok()?.last_mut().map(act))
    }

    pub(crate) fn id(&self) -> ScopeId {
        self.id
    }

    /// When the network, or the sub-network, comes into being.
    pub(crate) fn birth(&self) -> Birth {
        self.birth
    }

    /// The counters of the network's named parts.
    pub(crate) fn meters(&self) -> &Meters {
        &self.meters
    }

    /// How many sub-networks out the scope of `at` is, which is this one or one around it.
    #[inline]
    pub(crate) fn up(&self, at: JointRef) -> usize {
        match at.scope == self.id {
            true => 0,
            false => 1 + self.outer.as_ref().map_or(0, |outer| outer.up(at.scope)),
        }
    }

    /// Gives a joint of the innermost open scope a name, unless it has one.
    pub(crate) fn name_here(at: JointRef, name: Cow<'static, str>) {
        let _ = Scope::innermost(|scope| {
            if at.scope == scope.id {
                scope.notes.name_joint(at.joint, name);
            }
        });
    }

    pub(crate) fn owner(&self) -> QCellOwnerID {
        self.owner
    }

    /// Builds an event's machine; a failure is kept and reported when the scope closes.
    pub(crate) fn machine<E: Event>(&mut self, event: E, at: Place) -> Option<Built<E::Machine>> {
        // A joint of a sub-network has no argument, but its levels count as if it had one.
        let levels = if self.outer.is_some() { smallvec![NO_ARGUMENT] } else { Levels::new() };
        self.build(event, at, levels).map_err(|error| self.fail(error)).ok()
    }

    /// Builds the machine of a sub-network, which gets its own occurrences as the argument `scoped`.
    pub(crate) fn result_machine<E: Event>(
        &mut self,
        event: E,
        at: Place,
        scoped: ScopedId,
    ) -> Result<Built<E::Machine>, BuildError> {
        self.build(event, at, smallvec![scoped])
    }

    fn build<E: Event>(
        &mut self,
        event: E,
        at: Place,
        levels: Levels,
    ) -> Result<Built<E::Machine>, BuildError> {
        let mut builder = self.builder(at, levels);
        let machine = event.build(&mut builder)?;
        Ok(builder.built(machine))
    }

    /// Builds the machine of a sub-network that has no occurrences of its own.
    pub(crate) fn part_machine<E: Event>(
        &mut self,
        event: E,
        at: Place,
    ) -> Result<Built<E::Machine>, BuildError> {
        self.build(event, at, smallvec![NO_ARGUMENT])
    }

    /// Builds the reader of a behavior that is sampled.
    pub(crate) fn reader<B: Behavior>(
        &mut self,
        behavior: B,
        at: Place,
    ) -> Result<Built<B::Reader>, BuildError> {
        self.watching_reader(behavior, at, Watch::No)
    }

    /// Builds the reader of a behavior; what changes it becomes a read.
    pub(crate) fn watching_reader<B: Behavior>(
        &mut self,
        behavior: B,
        at: Place,
        watch: Watch,
    ) -> Result<Built<B::Reader>, BuildError> {
        let mut builder = self.builder(at, Levels::new()).watching_for(watch);
        let machine = behavior.build(&mut builder)?;
        Ok(builder.built(machine))
    }

    #[inline]
    fn builder(&mut self, at: Place, levels: Levels) -> Builder<'_> {
        Builder::new(self, at, levels)
    }

    /// The number that the next joint will have.
    pub(crate) fn next_joint(&self) -> JointId {
        self.joints.len() as JointId
    }

    /// Registers a joint with the machines that were built since the last one; it is read through `entry`.
    pub(crate) fn register<J: Joint + 'static>(
        &mut self,
        joint: J,
        entry: Entry,
        caption: Caption,
    ) -> JointRef {
        let at = JointRef { scope: self.id, joint: self.next_joint() };
        self.wiring.add();
        for read in self.reads.drain(..) {
            match read.scope == self.id {
                true => self.wiring.connect(read.joint, at.joint),
                false => drop(self.outer_reads.insert(read)),
            }
        }
        // Asked here, where its type is known: most have none.
        if let Some(deadline) = joint.deadline() {
            self.alarms.set(at.joint, Some(deadline));
        }
        self.joints.push(Box::new(joint));
        self.notes.joint(caption);
        self.entries.push(entry);
        at
    }

    /// Forgets what was built since the last joint: it is no part of the network.
    pub(crate) fn discard(&mut self) {
        self.reads.clear();
        self.notes.discard();
    }

    pub(crate) fn declare_ahead(&mut self, joint: JointId, at: Place) {
        self.unbound.insert((joint, at));
    }

    /// Notes that the behavior of `joint` got its event; says whether it stood open here.
    pub(crate) fn bind(&mut self, joint: JointRef) -> bool {
        let before = self.unbound.len();
        if joint.scope == self.id {
            self.unbound.retain(|(open, _)| *open != joint.joint);
        }
        self.unbound.len() < before
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.failure.get_or_insert(error);
    }

    /// What a handle resolves to, of this scope or an outer one.
    #[inline]
    pub(crate) fn entry(&self, at: JointRef) -> Option<&Entry> {
        match at.scope == self.id {
            true => self.entries.get(at.joint as usize),
            false => self.outer.as_ref()?.entry(at),
        }
    }

    /// The cell behind a handle.
    pub(crate) fn cell<T: Send + Sync + 'static>(&self, at: JointRef) -> Option<Arc<QCell<T>>> {
        self.entry(at)?.cell()
    }

    /// Ends construction: the first failure, or the registry for later sub-networks.
    pub(crate) fn close(&mut self) -> Result<Registry, BuildError> {
        if let Some((_, declared_at)) = self.unbound.first() {
            let declared_at = *declared_at;
            self.fail(BuildError::Unbound { declared_at });
        }
        match self.failure.take() {
            Some(error) => Err(error),
            None => Ok(Registry {
                scope: self.id,
                entries: std::mem::take(&mut self.entries),
                meters: self.meters.clone(),
                outer: self.outer.take(),
            }),
        }
    }
}

/// Pops the innermost scope if the author's closure panics, so that the thread can build again.
struct CloseOnUnwind;

impl Drop for CloseOnUnwind {
    fn drop(&mut self) {
        OPEN.with(|open| open.borrow_mut().pop());
    }
}
