//! Slots: where a joint leaves its occurrence for its readers.
//!
//! A slot carries the stamp of the instant that wrote it. Readers compare stamps, so nothing has
//! to be cleared between instants. All slots of a network belong to one owner: whoever steps the
//! network may write them, whoever polls may read them, and the compiler knows which is which.

use std::num::NonZeroU64;
use std::sync::Arc;

use qcell::{QCell, QCellOwner, QCellOwnerID};

/// The number of an instant; never used twice in one network.
pub(crate) type Stamp = NonZeroU64;

/// Stands for all that was before the first instant.
pub(crate) const BEFORE: Stamp = Stamp::MIN;

/// The instant after `stamp`. At one a nanosecond the numbers last for five hundred years.
#[inline(always)]
pub(crate) fn after(stamp: Stamp) -> Stamp {
    stamp.checked_add(1).expect("a network does not outlive 2^64 instants")
}

/// The last occurrence of an event.
///
/// A stamp is never zero: that is where the compiler keeps the `None`, so that stamp and value are
/// all that is written.
#[derive(Debug)]
pub(crate) struct Slot<T>(Option<(Stamp, T)>);

/// The value of a behavior, with the one before if it changed in the running instant.
#[derive(Debug)]
pub(crate) struct HeldSlot<T> {
    stamp: Option<Stamp>,
    newest: T,
    entry: T,
}

pub(crate) type SlotCell<T> = Arc<QCell<Slot<T>>>;
pub(crate) type HeldCell<T> = Arc<QCell<HeldSlot<T>>>;

impl<T> Slot<T> {
    pub(crate) fn cell(owner: QCellOwnerID) -> SlotCell<T> {
        Arc::new(QCell::new(owner, Slot(None)))
    }

    #[inline(always)]
    pub(crate) fn at(&self, stamp: Stamp) -> Option<&T> {
        let slot = self.0.as_ref();
        // Compared as options: one comparison of whole words, and the `None` needs no test of its own.
        if slot.map(|slot| slot.0) == Some(stamp) { slot.map(|slot| &slot.1) } else { None }
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, stamp: Stamp, value: T) {
        self.0 = Some((stamp, value));
    }

    pub(crate) fn clear(&mut self) {
        self.0 = None;
    }
}

/// A value that is made in its slot, of the room that the one before has left.
pub(crate) trait Refill {
    /// A value that nothing has been put into.
    fn empty() -> Self;

    /// Makes the value as good as new.
    fn clear(&mut self);
}

impl<T: Refill> Slot<T> {
    /// The value of this instant, empty when first asked for.
    #[inline(always)]
    pub(crate) fn refill(&mut self, stamp: Stamp) -> &mut T {
        let (written, value) = self.0.get_or_insert_with(|| (stamp, T::empty()));
        if *written != stamp {
            *written = stamp;
            value.clear();
        }
        value
    }
}

impl<T: Clone> HeldSlot<T> {
    pub(crate) fn cell(owner: QCellOwnerID, init: T) -> HeldCell<T> {
        Arc::new(QCell::new(owner, HeldSlot { stamp: None, newest: init.clone(), entry: init }))
    }

    /// The value on entry to the instant: what happens in the instant does not show.
    #[inline(always)]
    pub(crate) fn on_entry(&self, stamp: Stamp) -> &T {
        if self.stamp == Some(stamp) { &self.entry } else { &self.newest }
    }

    /// The value after everything that has happened so far.
    pub(crate) fn newest(&self) -> &T {
        &self.newest
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, stamp: Stamp, value: T) {
        self.entry = std::mem::replace(&mut self.newest, value);
        self.stamp = Some(stamp);
    }

    pub(crate) fn restore(&mut self, value: T) {
        self.stamp = None;
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

#[cfg(test)]
mod tests {
    use super::{BEFORE, Refill, Slot, after};

    impl Refill for Vec<u8> {
        fn empty() -> Self {
            Vec::new()
        }

        fn clear(&mut self) {
            self.clear();
        }
    }

    #[test]
    fn a_slot_costs_its_stamp_and_its_value() {
        assert_eq!(size_of::<Slot<u64>>(), 16);
    }

    #[test]
    fn a_refilled_slot_keeps_what_this_instant_put_and_its_room() {
        let mut slot: Slot<Vec<u8>> = Slot(None);
        let (first, second) = (after(BEFORE), after(after(BEFORE)));
        slot.refill(first).push(1);
        slot.refill(first).push(2);
        assert_eq!(slot.at(first), Some(&vec![1, 2]));
        let room = slot.refill(second).as_ptr();
        slot.refill(second).push(3);
        assert_eq!((slot.at(first), slot.at(second)), (None, Some(&vec![3])));
        assert_eq!(slot.refill(second).as_ptr(), room);
    }
}
