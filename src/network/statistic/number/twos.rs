//! Two sums side by side, each of two floats: what a machine adds up at once.

use serde::{Deserialize, Serialize};

use super::two::Two;

/// Two numbers of two floats each.
///
/// First parts lie beside each other, and so do second parts: who stores them one by one and reads them as pairs has to
/// wait until the stores are through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Twos {
    high: [f64; 2],
    low: [f64; 2],
}

impl Twos {
    #[inline(always)]
    pub(super) fn of([a, b]: [Two; 2]) -> Twos {
        Twos { high: [a.high, b.high], low: [a.low, b.low] }
    }

    #[inline(always)]
    pub(super) fn each(self) -> [Two; 2] {
        std::array::from_fn(|at| Two { high: self.high[at], low: self.low[at] })
    }

    /// Adds to either.
    #[inline(always)]
    pub(super) fn add(&mut self, x: [Two; 2]) {
        let mut sums = self.each();
        sums[0].add_two(x[0]);
        sums[1].add_two(x[1]);
        *self = Twos::of(sums);
    }

    /// Takes away from either.
    #[inline(always)]
    pub(super) fn subtract(&mut self, [a, b]: [Two; 2]) {
        self.add([a.negative(), b.negative()]);
    }

    /// Takes away from either as to it is added; as [`Two::replace`].
    #[inline(always)]
    pub(super) fn replace(&mut self, gone: [Two; 2], came: [Two; 2]) {
        let mut sums = self.each();
        sums[0].replace(gone[0], came[0]);
        sums[1].replace(gone[1], came[1]);
        *self = Twos::of(sums);
    }
}
