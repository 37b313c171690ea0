//! Turning events into machines: handles become slots, and what is built is noted for those who look.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use qcell::QCell;
use smallvec::SmallVec;

use super::behavior::Behavior;
use super::describe::{Caption, Label, Meter, Opened, Read};
use super::error::{BuildError, Place};
use super::level::Level;
use super::registry::{JointRef, ScopeId, Wakes};
use super::scope::Scope;
use super::slot::Stamp;
use super::watch::{Watch, Watched};
use crate::time::Time;

/// The arguments that a machine gets, by level.
pub(crate) type Levels = SmallVec<[ScopedId; 2]>;

/// A machine, or a reader; what it reads is in `Scope::reads`.
pub(crate) struct Built<M> {
    pub(crate) machine: M,
    /// Of a watching reader: the behaviors that tell it of changes.
    pub(crate) sources: Vec<Watched>,
    /// Of a watching reader: whether it may change without being told.
    pub(crate) blind: bool,
}

/// Turns one event into one machine, and notes what it reads.
pub struct Builder<'a> {
    scope: &'a mut Scope,
    at: Place,
    levels: Levels,
    hidden: Vec<ScopedId>,
    watch: Watch,
    sources: Vec<Watched>,
    blind: bool,
}

/// Identity of one `within`, or of one sub-network's argument.
pub(crate) type ScopedId = u64;

pub(crate) const NO_ARGUMENT: ScopedId = 0;

static NEXT_SCOPED: AtomicU64 = AtomicU64::new(NO_ARGUMENT + 1);

pub(crate) fn new_scoped() -> ScopedId {
    // Relaxed: only uniqueness matters.
    NEXT_SCOPED.fetch_add(1, Ordering::Relaxed)
}

impl std::fmt::Debug for Builder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'a> Builder<'a> {
    /// Builds in `scope`; `levels` are the arguments that there will be.
    #[inline]
    pub(crate) fn new(scope: &'a mut Scope, at: Place, levels: Levels) -> Self {
        Builder { scope, at, levels, hidden: Vec::new(), watch: Watch::No, sources: Vec::new(), blind: false }
    }

    /// The same, but what changes the behaviors that are built becomes a read.
    pub(crate) fn watching_for(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }
    /// The time at which the network, or the sub-network, comes into being.
    pub(crate) fn start(&self) -> Time {
        self.scope.birth().at
    }

    /// The instant in which that happens: a sub-network is polled in it, a network is not.
    pub(crate) fn birth(&self) -> Stamp {
        self.scope.birth().stamp
    }

    /// The scope for which this builds.
    pub(crate) fn scope(&self) -> ScopeId {
        self.scope.id()
    }

    #[inline(always)]
    pub(crate) fn built<M>(self, machine: M) -> Built<M> {
        Built { machine, sources: self.sources, blind: self.blind }
    }

    /// Builds a behavior whose changes wake the machine under construction.
    pub(crate) fn watch<B: Behavior>(&mut self, behavior: B) -> Result<B::Reader, BuildError> {
        let before = (self.watch, self.blind);
        (self.watch, self.blind) = (Watch::Always, false);
        let reader = behavior.build(self);
        let blind = self.blind;
        (self.watch, self.blind) = before;
        if blind { Err(BuildError::Ahead { used_at: self.at }) } else { reader }
    }

    /// Whether the behavior under construction has to wake its reader when it changes.
    pub(crate) fn watching(&self) -> bool {
        self.watch != Watch::No
    }

    /// Resolves a handle to its `C`; `wakes` says whether the machine has to run when it occurs.
    /// `T` is what the handle stands for.
    #[inline]
    pub(crate) fn resolve<C: Send + Sync + 'static, T>(
        &mut self,
        handle: JointRef,
        wakes: bool,
    ) -> Result<Arc<QCell<C>>, BuildError> {
        let foreign = BuildError::Foreign { used_at: self.at };
        let entry = self.scope.entry(handle);
        let Some((cell, known)) = entry.and_then(|entry| Some((entry.cell()?, entry.wakes()))) else {
            return Err(foreign);
        };
        let wakes = wakes && self.wake(handle, known);
        self.scope.notes.reader::<T>(handle.joint, self.scope.up(handle), wakes);
        Ok(cell)
    }

    /// From now on what is built here runs when `handle` occurs or changes, if that can be known.
    #[inline]
    fn wake(&mut self, handle: JointRef, wakes: Wakes) -> bool {
        match wakes {
            Wakes::Readers => {}
            Wakes::Watchers(watched) => {
                self.blind |= !watched.ask(self.watch);
                self.sources.push(watched);
            }
            Wakes::Nobody => {
                self.blind = true;
                return false;
            }
        }
        if !self.scope.reads.contains(&handle) {
            self.scope.reads.push(handle);
        }
        true
    }

    /// Begins a part: what is built from here to [`close`](Builder::close) are its inputs.
    #[inline(always)]
    pub(crate) fn open(&self) -> Opened {
        self.scope.notes.open()
    }

    /// Ends a part.
    #[inline(always)]
    pub(crate) fn close(&mut self, opened: Opened, label: Label, place: Place) {
        self.close_at(opened, label, Some(place));
    }

    /// The same for a part that no author has written.
    #[inline(always)]
    pub(crate) fn close_at(&mut self, opened: Opened, label: Label, place: Option<Place>) {
        self.scope.notes.close(opened, Caption { label, place });
    }

    /// Gives the part that was closed last the author's name; a joint that is only read gets it too.
    pub(crate) fn name(&mut self, name: Cow<'static, str>, named_at: Option<Place>) {
        if let Some(joint) = self.scope.notes.name(name.clone(), named_at) {
            self.scope.notes.name_joint(joint, name);
        }
    }

    /// The joints that the part closed last reads, itself and through its inputs.
    pub(crate) fn all_reads(&self) -> Vec<Read> {
        self.scope.notes.all_reads()
    }

    /// The part closed last reads these joints too, by way of something that is described elsewhere.
    pub(crate) fn add_reads(&mut self, reads: &[Read]) {
        self.scope.notes.add_reads(reads);
    }

    /// The counters of a named part.
    pub(crate) fn meter(&self, name: Cow<'static, str>, place: Place) -> Arc<Meter> {
        self.scope.meters().meter(name, place)
    }

    /// What occurs in a sub-network's own right: read as an argument, described as the joint that it stands for.
    pub(crate) fn own<T>(&mut self, joint: JointRef) {
        self.scope.notes.reader::<T>(joint.joint, self.scope.up(joint), true);
    }

    /// A part without inputs that has no place of its own.
    pub(crate) fn leaf(&mut self, label: Label) {
        self.close_at(self.open(), label, None);
    }

    /// Builds the body of a `within` whose value has level `L`.
    pub(crate) fn inside<L: Level, R>(
        &mut self,
        scoped: ScopedId,
        body: impl FnOnce(&mut Self) -> Result<R, BuildError>,
    ) -> Result<R, BuildError> {
        // As in the running machine, the innermost value of a level hides the one further out.
        let hidden = match self.levels.len().checked_sub(L::DEPTH) {
            Some(_) => Some(std::mem::replace(&mut self.levels[L::DEPTH - 1], scoped)),
            None => {
                self.levels.push(scoped);
                None
            }
        };
        self.hidden.extend(hidden);
        let result = body(self);
        match hidden {
            Some(hidden) => {
                self.levels[L::DEPTH - 1] = hidden;
                self.hidden.pop();
            }
            None => {
                self.levels.pop();
            }
        }
        result
    }

    /// Checks that a scoped value of level `L` is used inside its own `within`.
    pub(crate) fn check_scoped<L: Level>(&self, scoped: ScopedId) -> Result<(), BuildError> {
        match self.levels.get(L::DEPTH.wrapping_sub(1)) {
            Some(open) if *open == scoped => Ok(()),
            _ if self.hidden.contains(&scoped) => Err(BuildError::ScopeCollides { used_at: self.at }),
            _ => Err(BuildError::ScopeLeft { used_at: self.at }),
        }
    }
}
