//! Sums of integers: exact.

use serde::{Deserialize, Serialize};

use super::{Number, Sums};

/// Count and sum of integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSums {
    pub(super) count: u64,
    /// Modulo 2¹²⁸: a sum that wraps is right again when it fits again.
    pub(super) sum: i128,
}

impl<X: Number<Total = i128> + Into<i128>> Sums<X> for IntegerSums {
    #[inline]
    fn enter(&mut self, x: X) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(x.into());
    }

    #[inline]
    fn leave(&mut self, x: X) {
        self.count -= 1;
        self.sum = self.sum.wrapping_sub(x.into());
    }

    #[inline]
    fn total(&self) -> i128 {
        self.sum
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        // 64 bits become a float in one machine instruction, 128 in a function.
        let sum = i64::try_from(self.sum).map_or_else(|_| self.sum as f64, |sum| sum as f64);
        (self.count > 0).then(|| sum / self.count as f64)
    }
}
