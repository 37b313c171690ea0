//! Sums of integers: exact.

use serde::{Deserialize, Serialize};

use super::two::Two;
use super::{Number, Running, Sums};

/// Count and sum of integers.
///
/// The sum is `high` · 2⁶⁴ + `low`, modulo 2¹²⁸: one that wraps is right again when it fits again. Most sums fit into
/// `low`, and what goes over is rare: so 64 bits are added, and the rest is a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSums {
    pub(super) count: u64,
    low: i64,
    high: i64,
}

/// An integer, in 64 bits where it fits: for most types that is known when this is compiled.
pub trait Integer: Copy + Into<i128> {
    /// The number, if it has 64 bits and a sign at most.
    #[inline(always)]
    fn narrow(self) -> Option<i64> {
        self.into().try_into().ok()
    }

    /// The nearest float, and the rest.
    #[inline(always)]
    fn in_two(self) -> Two {
        let x: i128 = self.into();
        let high = x as f64;
        Two { high, low: (x - high as i128) as f64 }
    }
}

impl IntegerSums {
    #[inline]
    fn add(&mut self, x: i64) {
        let (low, over) = self.low.overflowing_add(x);
        self.low = low;
        if over {
            self.carry(x < 0);
        }
    }

    #[inline]
    fn subtract(&mut self, x: i64) {
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

    fn sum(&self) -> i128 {
        (i128::from(self.high) << 64).wrapping_add(self.low.into())
    }

    #[cold]
    fn set(&mut self, sum: i128) {
        self.low = sum as i64;
        self.high = (sum.wrapping_sub(self.low.into()) >> 64) as i64;
    }

    /// The sum, if it fits.
    #[inline]
    pub(super) fn narrow(&self) -> Option<i64> {
        (self.high == 0).then_some(self.low)
    }

    #[cold]
    #[inline(never)]
    fn wide_mean(&self) -> f64 {
        self.sum() as f64 / self.count as f64
    }
}

impl<X: Number<Total = i128> + Integer> Running<X> for IntegerSums {
    #[inline]
    fn enter(&mut self, x: X) {
        self.count += 1;
        match x.narrow() {
            Some(x) => self.add(x),
            None => self.set(self.sum().wrapping_add(x.into())),
        }
    }

    #[inline]
    fn leave(&mut self, x: X) {
        self.count -= 1;
        match x.narrow() {
            Some(x) => self.subtract(x),
            None => self.set(self.sum().wrapping_sub(x.into())),
        }
    }
}

impl<X: Number<Total = i128> + Integer> Sums<X> for IntegerSums {
    #[inline]
    fn total(&self) -> i128 {
        self.narrow().map_or_else(|| self.sum(), i128::from)
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        // Below 2⁶³ a number becomes a float in one machine instruction.
        let narrow = || self.narrow().zip(i64::try_from(self.count).ok());
        (self.count > 0)
            .then(|| narrow().map_or_else(|| self.wide_mean(), |(sum, count)| sum as f64 / count as f64))
    }
}
