//! What handles resolve to: the cells of a scope's joints, and whom each joint wakes.

use std::any::Any;
use std::sync::Arc;

use qcell::{QCell, QCellOwner};

use super::describe::Meters;
use super::plan::JointId;
use super::slot::{HeldCell, SlotCell, Stamp, Written};
use super::watch::Watched;

/// Identity of a building scope; never reused in a process, never part of a result.
pub(crate) type ScopeId = u64;

/// Scope of a handle that was made where no scope was open, or whose event could not be built.
pub(crate) const NOWHERE: ScopeId = 0;

/// A joint anywhere in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JointRef {
    pub(crate) scope: ScopeId,
    pub(crate) joint: JointId,
}

impl JointRef {
    pub(crate) const NOWHERE: JointRef = JointRef { scope: NOWHERE, joint: 0 };
}

/// What a handle resolves to.
#[derive(Clone)]
pub(crate) struct Entry {
    cell: Arc<dyn Written>,
    /// Of a behavior that can say whether somebody asks for its changes.
    watched: Option<Watched>,
}

/// Whom a joint wakes when it is written.
#[derive(Clone)]
pub(crate) enum Wakes {
    /// Everyone who reads it.
    Readers,
    /// Only who asks for its changes, and only once somebody has.
    Watchers(Watched),
    /// Nobody can ask for its changes: it is written after them.
    Nobody,
}

impl Entry {
    pub(crate) fn event<T: Send + Sync + 'static>(cell: SlotCell<T>) -> Self {
        Self { cell, watched: None }
    }

    pub(crate) fn behavior<T: Clone + Send + Sync + 'static>(cell: HeldCell<T>, watched: Watched) -> Self {
        Self { cell, watched: Some(watched) }
    }

    /// A behavior whose event comes later.
    pub(crate) fn ahead<T: Clone + Send + Sync + 'static>(cell: HeldCell<T>) -> Self {
        Self { cell, watched: None }
    }

    /// A behavior that does not change.
    pub(crate) fn fixed<T: Send + Sync + 'static>(cell: Arc<QCell<Option<T>>>) -> Self {
        Self { cell, watched: None }
    }

    /// The cell, if it is one of this type.
    #[inline]
    pub(crate) fn cell<C: Send + Sync + 'static>(&self) -> Option<Arc<QCell<C>>> {
        let cell: Arc<dyn Any + Send + Sync> = Arc::clone(&self.cell) as _;
        cell.downcast().ok()
    }

    /// Whom the joint wakes.
    #[inline]
    pub(crate) fn wakes(&self) -> Wakes {
        match &self.watched {
            Some(watched) => Wakes::Watchers(watched.clone()),
            None if self.cell.wakes_readers() => Wakes::Readers,
            None => Wakes::Nobody,
        }
    }

    /// Whether the joint occurred, or its behavior changed, in the instant `stamp`.
    fn occurred(&self, owner: &QCellOwner, stamp: Stamp) -> bool {
        (self.watched.is_some() || self.cell.wakes_readers()) && self.cell.written(owner, stamp)
    }

    /// For joints that nobody can read.
    pub(crate) fn unread() -> Self {
        Self { cell: Arc::new(()), watched: None }
    }
}

/// The handles of a closed scope, for the sub-networks that are built later.
#[derive(Default)]
pub(crate) struct Registry {
    pub(crate) scope: ScopeId,
    pub(crate) entries: Vec<Entry>,
    pub(crate) meters: Meters,
    pub(crate) outer: Option<Arc<Registry>>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("scope", &self.scope).field("entries", &self.entries.len()).finish()
    }
}

impl Registry {
    pub(crate) fn entry(&self, at: JointRef) -> Option<&Entry> {
        if self.scope == at.scope {
            return self.entries.get(at.joint as usize);
        }
        self.outer.as_ref()?.entry(at)
    }

    /// How many scopes further out `scope` is.
    pub(crate) fn up(&self, scope: ScopeId) -> usize {
        match (&self.outer, self.scope == scope) {
            (Some(outer), false) => 1 + outer.up(scope),
            _ => 0,
        }
    }

    /// Whether the joint `at` occurred in the instant `stamp`.
    pub(crate) fn occurred(&self, at: JointRef, owner: &QCellOwner, stamp: Stamp) -> bool {
        self.entry(at).is_some_and(|entry| entry.occurred(owner, stamp))
    }
}
