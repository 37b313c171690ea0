//! Whether all members are equal, told by the newest.

use serde::{Deserialize, Serialize};

/// How many there are, and how many of the newest in a row are equal.
///
/// Invariant: `equal` counts those that equal `last`, those that have left included, so members have to leave in the order in
/// which they came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Newest<X> {
    count: u64,
    equal: u64,
    last: X,
}

impl<X: Copy + PartialEq> Newest<X> {
    /// How many there are.
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The same, as a float.
    #[inline(always)]
    pub(super) fn float_count(&self) -> f64 {
        // With a sign it is one instruction.
        self.count.cast_signed() as f64
    }

    /// The value of all, if they are equal.
    #[inline(always)]
    pub(super) fn constant(&self) -> Option<X> {
        (self.equal >= self.count).then_some(self.last)
    }

    #[inline(always)]
    pub(super) fn enter(&mut self, x: X) {
        self.count += 1;
        self.replace(x);
    }

    #[inline(always)]
    pub(super) fn leave(&mut self) {
        self.count -= 1;
    }

    /// One comes as another leaves.
    #[inline(always)]
    pub(super) fn replace(&mut self, x: X) {
        self.equal = if x == self.last { self.equal + 1 } else { 1 };
        self.last = x;
    }

    /// The same of other values, each of which stands for one of these.
    pub(super) fn map<Y>(self, value: impl FnOnce(X) -> Y) -> Newest<Y> {
        Newest { count: self.count, equal: self.equal, last: value(self.last) }
    }
}
