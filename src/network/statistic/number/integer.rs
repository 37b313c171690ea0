//! Sums of integers: exact.

use serde::{Deserialize, Serialize};

use super::carried::Carried;
use super::two::Two;
use super::{Number, Running, Sums};

/// Count and sum of integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSums {
    pub(super) count: u64,
    sum: Carried,
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
        Two::of_whole(self.into())
    }
}

impl IntegerSums {
    /// The sum, if it fits.
    #[inline]
    pub(super) fn narrow(&self) -> Option<i64> {
        self.sum.narrow()
    }

    #[cold]
    #[inline(never)]
    fn wide_mean(&self) -> f64 {
        self.sum.value() as f64 / self.count as f64
    }
}

impl<X: Number<Total = i128> + Integer> Running<X> for IntegerSums {
    #[inline]
    fn enter(&mut self, x: X) {
        self.count += 1;
        match x.narrow() {
            Some(x) => self.sum.add(x),
            None => self.sum.set(self.sum.value().wrapping_add(x.into())),
        }
    }

    #[inline]
    fn leave(&mut self, x: X) {
        self.count -= 1;
        match x.narrow() {
            Some(x) => self.sum.subtract(x),
            None => self.sum.set(self.sum.value().wrapping_sub(x.into())),
        }
    }
}

impl<X: Number<Total = i128> + Integer> Sums<X> for IntegerSums {
    #[inline]
    fn total(&self) -> i128 {
        self.narrow().map_or_else(|| self.sum.value(), i128::from)
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        // Below 2⁶³ a number becomes a float in one machine instruction.
        let narrow = || self.narrow().zip(i64::try_from(self.count).ok());
        (self.count > 0)
            .then(|| narrow().map_or_else(|| self.wide_mean(), |(sum, count)| sum as f64 / count as f64))
    }
}
