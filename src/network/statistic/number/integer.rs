//! Sums of integers: exact.

use serde::{Deserialize, Serialize};

use super::wide::to_f64;
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
        (self.count > 0).then(|| to_f64(self.sum) / to_f64(self.count.into()))
    }
}
