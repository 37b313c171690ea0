//! Sums of floats and of their squares; see [`Number`](super::Number#floats) for what they promise.
//!
//! The numerator of the variance is count · Σx² - (Σx)², all as double-double: what cancels has 106 digits.

use serde::{Deserialize, Serialize};

use super::members::{Members, NEARER};
use super::two::Two;
use super::twos::Twos;
use super::{Running, Squares};

/// Sums of floats and of their squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatSquares {
    members: Members,
    /// Of those that are ordinary, and of their squares.
    sums: Twos,
    /// Squares of those that are far out, scaled twice.
    far: Two,
}

/// What one adds to the sum, and to that of squares.
#[inline(always)]
fn both(x: f64) -> [Two; 2] {
    [Two::of(x), Two::product(x, x)]
}

impl Running<f64> for FloatSquares {
    #[inline]
    fn enter(&mut self, x: f64) {
        match self.members.enter(x) {
            true => self.sums.add(both(x)),
            false => self.far_out(x, 1.0),
        }
    }

    #[inline]
    fn leave(&mut self, x: f64) {
        if self.members.count() <= 1 {
            *self = Self::default();
        } else if self.members.leave(x) {
            self.sums.subtract(both(x));
        } else {
            self.far_out(x, -1.0);
        }
    }

    #[inline]
    fn replace(&mut self, gone: f64, x: f64) {
        if self.members.replace(x) {
            self.sums.replace(both(gone), both(x));
        } else {
            self.leave(gone);
            self.enter(x);
        }
    }
}

impl Squares<f64> for FloatSquares {
    #[inline]
    fn count(&self) -> u64 {
        self.members.count()
    }

    #[inline]
    fn variance(&self) -> Option<f64> {
        match self.members.count() {
            0 | 1 => None,
            _ if !self.members.all_ordinary() => Some(self.odd_variance()),
            _ if self.members.constant() => Some(0.0),
            _ => Some(self.over_count(self.sums.each())),
        }
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        self.members.mean(self.sums.each()[0])
    }
}

impl FloatSquares {
    /// Those that are in, all of them ordinary, their sum and that of their squares.
    pub(super) fn of(members: Members, sums: [Two; 2]) -> FloatSquares {
        FloatSquares { members, sums: Twos::of(sums), far: Two::default() }
    }

    #[cold]
    #[inline(never)]
    fn far_out(&mut self, x: f64, sign: f64) {
        if x.is_finite() {
            let nearer = x * NEARER;
            self.far.add_two(Two::product(sign * nearer, nearer));
        }
        if self.members.all_ordinary() {
            self.far = Two::default();
        }
    }

    #[cold]
    #[inline(never)]
    fn odd_variance(&self) -> f64 {
        match self.members.not_finite() {
            Some(_) => f64::NAN,
            None if self.members.constant() => 0.0,
            None => {
                let [sum, squares] = self.sums.each();
                let mut all = self.far;
                all.add_two(squares.scaled(NEARER).scaled(NEARER));
                self.over_count([self.members.scaled(sum), all]) / NEARER / NEARER
            }
        }
    }

    /// (count · squares - sum²) / (count · (count - 1)).
    #[inline(always)]
    fn over_count(&self, [sum, squares]: [Two; 2]) -> f64 {
        let count = self.members.float_count();
        // Of nearly equal members rounding may leave less than nothing.
        let numerator = Two::remainder(count, squares, sum, sum).max(0.0);
        numerator / (count * (count - 1.0))
    }
}
