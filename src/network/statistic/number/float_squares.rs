//! Sums of floats and of their squares; see [`Number`](super::Number#floats) for what they promise.
//!
//! The numerator of the variance is count · Σx² - (Σx)², all as double-double: what cancels has 106 digits.

use serde::{Deserialize, Serialize};

use super::float::{FloatSums, NEARER, near};
use super::two::Two;
use super::{Running, Squares, Sums};

/// Sums of floats and of their squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatSquares {
    sums: FloatSums,
    near: Two,
    /// Squares of those that are far out, scaled twice.
    far: Two,
}

impl Running<f64> for FloatSquares {
    #[inline]
    fn enter(&mut self, x: f64) {
        self.sums.enter(x);
        match near(x) {
            true => self.near.add_two(Two::product(x, x)),
            false => self.far_out(x, 1.0),
        }
    }

    #[inline]
    fn leave(&mut self, x: f64) {
        self.sums.leave(x);
        match near(x) {
            _ if self.sums.count() == 0 => *self = Self::default(),
            true => self.near.add_two(Two::product(-x, x)),
            false => self.far_out(x, -1.0),
        }
    }

    #[inline]
    fn replace(&mut self, gone: f64, x: f64) {
        if self.sums.can_replace(gone, x) {
            self.sums.replace(gone, x);
            self.near.replace(Two::product(gone, gone), Two::product(x, x));
        } else {
            self.leave(gone);
            self.enter(x);
        }
    }
}

impl Squares<f64> for FloatSquares {
    #[inline]
    fn count(&self) -> u64 {
        self.sums.count()
    }

    #[inline]
    fn variance(&self) -> Option<f64> {
        match self.sums.count() {
            0 | 1 => None,
            _ if !self.sums.all_near() => Some(self.odd_variance()),
            _ if self.sums.constant() => Some(0.0),
            _ => Some(self.over_count(self.sums.near(), self.near)),
        }
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        self.sums.mean()
    }
}

impl FloatSquares {
    /// Those that are in, all of them near, and their squares.
    pub(super) fn of(sums: FloatSums, squares: Two) -> FloatSquares {
        FloatSquares { sums, near: squares, far: Two::default() }
    }

    #[cold]
    #[inline(never)]
    fn far_out(&mut self, x: f64, sign: f64) {
        if x.is_finite() {
            let nearer = x * NEARER;
            self.far.add_two(Two::product(sign * nearer, nearer));
        }
        if self.sums.all_near() {
            self.far = Two::default();
        }
    }

    #[cold]
    #[inline(never)]
    fn odd_variance(&self) -> f64 {
        match self.sums.not_finite() {
            Some(_) => f64::NAN,
            None if self.sums.constant() => 0.0,
            None => {
                let mut squares = self.far;
                squares.add_two(self.near.scaled(NEARER).scaled(NEARER));
                self.over_count(self.sums.scaled(), squares) / NEARER / NEARER
            }
        }
    }

    /// (count · squares - sum²) / (count · (count - 1)).
    #[inline(always)]
    fn over_count(&self, sum: Two, squares: Two) -> f64 {
        let count = self.sums.float_count();
        // Of nearly equal members rounding may leave less than nothing.
        let numerator = Two::remainder(count, squares, sum, sum).max(0.0);
        numerator / (count * (count - 1.0))
    }
}
