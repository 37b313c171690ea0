//! Slots: where a joint leaves its occurrence for its readers.
//!
//! A slot carries the stamp of the instant that wrote it. Readers compare stamps, so nothing has
//! to be cleared between instants. All slots of a network belong to one owner: whoever steps the
//! network may write them, whoever polls may read them, and the compiler knows which is which.

use std::any::Any;
use std::num::NonZeroU64;
use std::sync::Arc;

use qcell::{QCell, QCellOwner, QCellOwnerID};

/// The number of an instant; never used twice in one network.
pub(crate) type Stamp = NonZeroU64;

/// Stands for all that was before the first instant.
pub(crate) const BEFORE: Stamp = Stamp::MIN;

/// The instant after `stamp`. At one a nanosecond the numbers last for three hundred years.
#[inline(always)]
pub(crate) fn after(stamp: Stamp) -> Stamp {
    // Odd numbers are never zero: so there is nothing to test.
    BEFORE | stamp.get().wrapping_add(2)
}

/// The last occurrence of an event.
///
/// A stamp is never zero: that is where the compiler keeps the `None`, so that stamp and value are
/// all that is written.
#[derive(Debug)]
pub(crate) struct Slot<T>(Option<(Stamp, T)>);

/// The value of a behavior, with the one before if it changed in the running instant.
///
/// The two change places, so that a new value is written once and no old one is moved.
#[derive(Debug)]
pub(crate) struct HeldSlot<T> {
    stamp: Option<Stamp>,
    values: [T; 2],
    /// Which of them is the newest; the other one is the value before.
    newest: bool,
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

    #[inline(always)]
    pub(crate) fn take(&mut self, stamp: Stamp) -> Option<T> {
        self.at(stamp)?;
        self.0.take().map(|(_, value)| value)
    }
}

/// A value that is collected in its slot, in the room that the one before has left.
pub(crate) trait Collect<I> {
    /// A collection of one item.
    fn one(item: I) -> Self;

    /// Forgets what is there and begins with `item`.
    fn begin(&mut self, item: I);

    /// One more item.
    fn push(&mut self, item: I);
}

impl<T> Slot<T> {
    /// The first item of this instant.
    #[inline(always)]
    pub(crate) fn begin<I>(&mut self, stamp: Stamp, item: I)
    where
        T: Collect<I>,
    {
        match &mut self.0 {
            Some((written, value)) => {
                *written = stamp;
                value.begin(item);
            }
            None => self.put(stamp, T::one(item)),
        }
    }

    /// One more item of this instant, or its first.
    pub(crate) fn push<I>(&mut self, stamp: Stamp, item: I)
    where
        T: Collect<I>,
    {
        match &mut self.0 {
            Some((written, value)) if *written == stamp => value.push(item),
            _ => self.begin(stamp, item),
        }
    }
}

impl<T: Clone> HeldSlot<T> {
    pub(crate) fn cell(owner: QCellOwnerID, init: T) -> HeldCell<T> {
        Arc::new(QCell::new(owner, HeldSlot { stamp: None, values: [init.clone(), init], newest: false }))
    }

    /// The value on entry to the instant: what happens in the instant does not show.
    #[inline(always)]
    pub(crate) fn on_entry(&self, stamp: Stamp) -> &T {
        &self.values[usize::from(self.newest ^ self.changed(stamp))]
    }

    /// Whether the value was written in the instant `stamp`.
    #[inline(always)]
    pub(crate) fn changed(&self, stamp: Stamp) -> bool {
        self.stamp == Some(stamp)
    }

    /// The value after everything that has happened so far.
    #[inline(always)]
    pub(crate) fn newest(&self) -> &T {
        &self.values[usize::from(self.newest)]
    }

    /// At most once an instant.
    #[inline(always)]
    pub(crate) fn put(&mut self, stamp: Stamp, value: T) {
        self.newest = !self.newest;
        self.values[usize::from(self.newest)] = value;
        self.stamp = Some(stamp);
    }

    /// Forgets the value on entry, when its instant is over.
    pub(crate) fn settle(&mut self) {
        self.values[usize::from(!self.newest)] = self.newest().clone();
    }

    pub(crate) fn restore(&mut self, value: T) {
        self.stamp = None;
        self.values = [value.clone(), value];
    }
}

/// Looks into the cell of a joint.
///
/// A cell of another network cannot get here, since handles are resolved when a network is built. Should one ever,
/// the program ends: with the "C" calling convention nothing unwinds from here, and so the code around it need not be
/// prepared for that. (Measured, see design 0002.)
#[inline(always)]
pub(crate) extern "C" fn look<'a, T>(owner: &'a QCellOwner, cell: &'a QCell<T>) -> &'a T {
    owner.ro(cell)
}

/// The cell of a joint whose type is not known.
pub(crate) trait Written: Any + Send + Sync {
    /// Whether something occurred there in the instant `stamp`, or a behavior changed.
    fn written(&self, owner: &QCellOwner, stamp: Stamp) -> bool;

    /// Whether that is enough to wake readers. A behavior wakes those only who ask for its changes.
    fn wakes_readers(&self) -> bool;
}

impl<T: Send + Sync + 'static> Written for QCell<Slot<T>> {
    fn written(&self, owner: &QCellOwner, stamp: Stamp) -> bool {
        owner.ro(self).at(stamp).is_some()
    }

    fn wakes_readers(&self) -> bool {
        true
    }
}

impl<T: Clone + Send + Sync + 'static> Written for QCell<HeldSlot<T>> {
    fn written(&self, owner: &QCellOwner, stamp: Stamp) -> bool {
        owner.ro(self).changed(stamp)
    }

    fn wakes_readers(&self) -> bool {
        false
    }
}

/// A value that never changes once it is there.
impl<T: Send + Sync + 'static> Written for QCell<Option<T>> {
    fn written(&self, _owner: &QCellOwner, _stamp: Stamp) -> bool {
        false
    }

    fn wakes_readers(&self) -> bool {
        true
    }
}

/// No cell at all.
impl Written for () {
    fn written(&self, _owner: &QCellOwner, _stamp: Stamp) -> bool {
        false
    }

    fn wakes_readers(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, Collect, Slot, after};

    impl Collect<u8> for Vec<u8> {
        fn one(item: u8) -> Self {
            vec![item]
        }

        fn begin(&mut self, item: u8) {
            self.clear();
            self.push(item);
        }

        fn push(&mut self, item: u8) {
            self.push(item);
        }
    }

    #[test]
    fn a_slot_costs_its_stamp_and_its_value() {
        assert_eq!(size_of::<Slot<u64>>(), 16);
    }

    #[test]
    fn a_collecting_slot_keeps_what_this_instant_put_and_its_room() {
        let mut slot: Slot<Vec<u8>> = Slot(None);
        let (first, second) = (after(BEFORE), after(after(BEFORE)));
        slot.push(first, 1);
        slot.push(first, 2);
        assert_eq!(slot.at(first), Some(&vec![1, 2]));
        let room = slot.at(first).map(|value| value.as_ptr());
        slot.begin(second, 3);
        assert_eq!((slot.at(first), slot.at(second)), (None, Some(&vec![3])));
        assert_eq!(slot.at(second).map(|value| value.as_ptr()), room);
    }
}
