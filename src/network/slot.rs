//! Slots: where a joint leaves its occurrence for its readers.
//!
//! A slot carries the stamp of the instant that wrote it. Readers compare stamps, so nothing has
//! to be cleared between instants. All slots of a network belong to one owner: whoever steps the
//! network may write them, whoever polls may read them, and the compiler knows which is which.

use std::sync::Arc;

use qcell::{QCell, QCellOwner, QCellOwnerID};

/// The number of an instant; never used twice in one network. 0 is before the first.
pub(crate) type Stamp = u64;

/// The last occurrence of an event.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    stamp: Stamp,
    value: Option<T>,
}

/// The value of a behavior, with the one before if it changed in the running instant.
#[derive(Debug)]
pub(crate) struct HeldSlot<T> {
    stamp: Stamp,
    newest: T,
    entry: T,
}

pub(crate) type SlotCell<T> = Arc<QCell<Slot<T>>>;
pub(crate) type HeldCell<T> = Arc<QCell<HeldSlot<T>>>;

impl<T> Slot<T> {
    pub(crate) fn cell(owner: QCellOwnerID) -> SlotCell<T> {
        Arc::new(QCell::new(owner, Slot { stamp: 0, value: None }))
    }

    #[inline(always)]
    pub(crate) fn at(&self, stamp: Stamp) -> Option<&T> {
        if self.stamp == stamp { self.value.as_ref() } else { None }
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, stamp: Stamp, value: T) {
        self.stamp = stamp;
        self.value = Some(value);
    }

    pub(crate) fn clear(&mut self) {
        self.stamp = 0;
        self.value = None;
    }
}

impl<T: Clone> HeldSlot<T> {
    pub(crate) fn cell(owner: QCellOwnerID, init: T) -> HeldCell<T> {
        Arc::new(QCell::new(owner, HeldSlot { stamp: 0, newest: init.clone(), entry: init }))
    }

    /// The value on entry to the instant: what happens in the instant does not show.
    #[inline(always)]
    pub(crate) fn on_entry(&self, stamp: Stamp) -> &T {
        if self.stamp == stamp { &self.entry } else { &self.newest }
    }

    /// The value after everything that has happened so far.
    pub(crate) fn newest(&self) -> &T {
        &self.newest
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, stamp: Stamp, value: T) {
        self.entry = std::mem::replace(&mut self.newest, value);
        self.stamp = stamp;
    }

    pub(crate) fn restore(&mut self, value: T) {
        self.stamp = 0;
        self.newest = value;
    }
}

/// Whether the slot behind an erased cell was written in the instant `stamp`.
pub(crate) fn occurred<T: 'static>(
    cell: &(dyn std::any::Any + Send + Sync),
    owner: &QCellOwner,
    stamp: Stamp,
) -> bool {
    cell.downcast_ref::<QCell<Slot<T>>>().is_some_and(|slot| owner.ro(slot).at(stamp).is_some())
}
