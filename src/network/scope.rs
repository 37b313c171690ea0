//! Building: the innermost open scope collects joints in the order in which they are made.
//!
//! A scope is open while the closure of [`Network::build`](super::Network::build) or of a dynamic
//! part runs, on that thread only. Combinators that keep a place of their own (`share`, `hold`, …)
//! register there; all others need no scope. A handle remembers its scope, and building resolves
//! it: to a slot of this scope, to one of an outer scope (which then wakes the dynamic part), or
//! to an error. Never to a wrong value.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use qcell::{QCell, QCellOwner, QCellOwnerID};

use super::core::Joint;
use super::error::{BuildError, Place};
use super::event::Event;
use super::level::Level;
use super::plan::{JointId, Wiring};
use super::slot::{self, HeldCell, SlotCell, Stamp};
use crate::time::Time;

/// Identity of a building scope; never reused in a process, never part of a result.
pub(crate) type ScopeId = u64;

/// Scope of a handle that was made where no scope was open, or whose event could not be built.
const NOWHERE: ScopeId = 0;

/// A joint anywhere in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JointRef {
    pub(crate) scope: ScopeId,
    pub(crate) joint: JointId,
}

impl JointRef {
    pub(crate) const NOWHERE: JointRef = JointRef { scope: NOWHERE, joint: 0 };
}

type AnyCell = Arc<dyn Any + Send + Sync>;

/// What a handle resolves to.
#[derive(Clone)]
pub(crate) struct Entry {
    cell: AnyCell,
    occurred: fn(&(dyn Any + Send + Sync), &QCellOwner, Stamp) -> bool,
}

impl Entry {
    pub(crate) fn event<T: Send + Sync + 'static>(cell: SlotCell<T>) -> Self {
        Self { cell, occurred: slot::occurred::<T> }
    }

    pub(crate) fn behavior<T: Send + Sync + 'static>(cell: HeldCell<T>) -> Self {
        Self { cell, occurred: |_, _, _| false }
    }

    /// For joints that nobody can read.
    pub(crate) fn unread() -> Self {
        Self { cell: Arc::new(()), occurred: |_, _, _| false }
    }
}

/// The handles of a closed scope, for the sub-networks that are built later.
#[derive(Default)]
pub(crate) struct Registry {
    scope: ScopeId,
    entries: Vec<Entry>,
    outer: Option<Arc<Registry>>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("scope", &self.scope).field("entries", &self.entries.len()).finish()
    }
}

impl Registry {
    fn entry(&self, at: JointRef) -> Option<&Entry> {
        if self.scope == at.scope {
            return self.entries.get(at.joint as usize);
        }
        self.outer.as_ref()?.entry(at)
    }

    /// Whether the joint `at` occurred in the instant `stamp`.
    pub(crate) fn occurred(&self, at: JointRef, owner: &QCellOwner, stamp: Stamp) -> bool {
        self.entry(at).is_some_and(|entry| (entry.occurred)(&*entry.cell, owner, stamp))
    }
}

/// A scope under construction.
pub(crate) struct Scope {
    id: ScopeId,
    owner: QCellOwnerID,
    start: Time,
    pub(crate) joints: Vec<Box<dyn Joint>>,
    pub(crate) inputs: Vec<JointId>,
    pub(crate) wiring: Wiring,
    pub(crate) outer_reads: BTreeSet<JointRef>,
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
        start: Time,
        outer: Option<Arc<Registry>>,
        wire: impl FnOnce() -> R,
    ) -> (Scope, R) {
        // Relaxed: only uniqueness matters.
        let id = NEXT_SCOPE.fetch_add(1, Ordering::Relaxed);
        let scope = Scope {
            id,
            owner,
            start,
            joints: Vec::new(),
            inputs: Vec::new(),
            wiring: Wiring::default(),
            outer_reads: BTreeSet::new(),
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

    pub(crate) fn owner(&self) -> QCellOwnerID {
        self.owner
    }

    /// Builds an event's machine; a failure is kept and reported when the scope closes.
    pub(crate) fn machine<E: Event>(&mut self, event: E, at: Place) -> Option<(E::Machine, Vec<JointRef>)> {
        // A joint of a sub-network has no argument, but its levels count as if it had one.
        let levels = if self.outer.is_some() { vec![NO_ARGUMENT] } else { Vec::new() };
        self.build(event, at, levels).map_err(|error| self.fail(error)).ok()
    }

    /// Builds the machine of a sub-network, which gets its own occurrences as the argument `scoped`.
    pub(crate) fn result_machine<E: Event>(
        &mut self,
        event: E,
        at: Place,
        scoped: ScopedId,
    ) -> Result<(E::Machine, Vec<JointRef>), BuildError> {
        self.build(event, at, vec![scoped])
    }

    fn build<E: Event>(
        &mut self,
        event: E,
        at: Place,
        levels: Vec<ScopedId>,
    ) -> Result<(E::Machine, Vec<JointRef>), BuildError> {
        let mut builder = Builder { scope: self, at, reads: Vec::new(), levels, hidden: Vec::new() };
        let machine = event.build(&mut builder)?;
        Ok((machine, builder.reads))
    }

    /// The number that the next joint will have.
    pub(crate) fn next_joint(&self) -> JointId {
        self.joints.len() as JointId
    }

    /// Registers a joint that reads `reads` and is read through `entry`.
    pub(crate) fn register(&mut self, joint: Box<dyn Joint>, entry: Entry, reads: &[JointRef]) -> JointRef {
        let at = JointRef { scope: self.id, joint: self.next_joint() };
        let own: Vec<JointId> =
            reads.iter().filter(|read| read.scope == self.id).map(|read| read.joint).collect();
        self.outer_reads.extend(reads.iter().filter(|read| read.scope != self.id));
        self.wiring.add(&own);
        self.joints.push(joint);
        self.entries.push(entry);
        at
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

    /// The cell behind a handle, of this scope or an outer one.
    pub(crate) fn cell<T: Send + Sync + 'static>(&self, at: JointRef) -> Option<Arc<QCell<T>>> {
        let entry = match at.scope == self.id {
            true => self.entries.get(at.joint as usize)?,
            false => self.outer.as_ref()?.entry(at)?,
        };
        Arc::clone(&entry.cell).downcast().ok()
    }

    /// Ends construction: the first failure, or the registry for later sub-networks.
    pub(crate) fn close(&mut self) -> Result<Arc<Registry>, BuildError> {
        if let Some((_, declared_at)) = self.unbound.first() {
            let declared_at = *declared_at;
            self.fail(BuildError::Unbound { declared_at });
        }
        match self.failure.take() {
            Some(error) => Err(error),
            None => Ok(Arc::new(Registry {
                scope: self.id,
                entries: std::mem::take(&mut self.entries),
                outer: self.outer.take(),
            })),
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

/// Turns one event into one machine, and notes what it reads.
pub struct Builder<'a> {
    scope: &'a mut Scope,
    at: Place,
    reads: Vec<JointRef>,
    levels: Vec<ScopedId>,
    hidden: Vec<ScopedId>,
}

/// Identity of one `within`, or of one sub-network's argument.
pub(crate) type ScopedId = u64;

const NO_ARGUMENT: ScopedId = 0;

static NEXT_SCOPED: AtomicU64 = AtomicU64::new(NO_ARGUMENT + 1);

pub(crate) fn new_scoped() -> ScopedId {
    // Relaxed: only uniqueness matters.
    NEXT_SCOPED.fetch_add(1, Ordering::Relaxed)
}

impl std::fmt::Debug for Builder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("at", &self.at).field("reads", &self.reads).finish()
    }
}

impl Builder<'_> {
    /// The time at which the network, or the sub-network, comes into being.
    pub(crate) fn start(&self) -> Time {
        self.scope.start
    }

    pub(crate) fn at(&self) -> Place {
        self.at
    }

    /// The scope for which this builds.
    pub(crate) fn scope(&self) -> ScopeId {
        self.scope.id
    }

    /// Resolves a handle; `wakes` says whether the machine has to run when it occurs.
    pub(crate) fn resolve<T: Send + Sync + 'static>(
        &mut self,
        handle: JointRef,
        wakes: bool,
    ) -> Result<Arc<QCell<T>>, BuildError> {
        let cell = self.scope.cell(handle).ok_or(BuildError::Foreign { used_at: self.at })?;
        if wakes && !self.reads.contains(&handle) {
            self.reads.push(handle);
        }
        Ok(cell)
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
