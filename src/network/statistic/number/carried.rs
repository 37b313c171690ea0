//! Sums of 64 bits that seldom go over.

use serde::{Deserialize, Serialize};

/// `high` · 2⁶⁴ + `low`, modulo 2¹²⁸: one that wraps is right again when it fits again. Most sums fit into `low`, and what goes
/// over is rare: so 64 bits are added, and the rest is a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Carried {
    low: i64,
    high: i64,
}

impl Carried {
    #[inline]
    pub(super) fn add(&mut self, x: i64) {
        let (low, over) = self.low.overflowing_add(x);
        self.low = low;
        if over {
            self.carry(x < 0);
        }
    }

    #[inline]
    pub(super) fn subtract(&mut self, x: i64) {
        let (low, over) = self.low.overflowing_sub(x);
        self.low = low;
        if over {
            self.carry(x > 0);
        }
    }

    #[cold]
    fn carry(&mut self, down: bool) {
        self.high = self.high.wrapping_add(if down { -1 } else { 1 });
    }

    pub(super) fn value(&self) -> i128 {
        (i128::from(self.high) << 64).wrapping_add(self.low.into())
    }

    #[cold]
    pub(super) fn set(&mut self, sum: i128) {
        self.low = sum as i64;
        self.high = (sum.wrapping_sub(self.low.into()) >> 64) as i64;
    }

    /// The sum, if it fits into 64 bits.
    #[inline]
    pub(super) fn narrow(&self) -> Option<i64> {
        (self.high == 0).then_some(self.low)
    }
}
