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
    /// Of those that are near, and of their squares.
    near: Twos,
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
            true => self.near.add(both(x)),
            false => self.far_out(x, 1.0),
        }
    }

    #[inline]
    fn leave(&mut self, x: f64) {
        match self.members.leave(x) {
            _ if self.members.count() == 0 => *self = Self::default(),
            true => self.near.subtract(both(x)),
            false => self.far_out(x, -1.0),
        }
    }

    #[inline]
    fn replace(&mut self, gone: f64, x: f64) {
        if self.members.replace(x) {
            self.near.replace(both(gone), both(x));
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
            _ if !self.members.all_near() => Some(self.odd_variance()),
            _ if self.members.constant() => Some(0.0),
            _ => Some(self.over_count(self.near.each())),
        }
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        self.members.mean(self.near.each()[0])
    }
}

impl FloatSquares {
    /// Those that are in, all of them near, their sum and that of their squares.
    pub(super) fn of(members: Members, sums: [Two; 2]) -> FloatSquares {
        FloatSquares { members, near: Twos::of(sums), far: Two::default() }
    }

    #[cold]
    #[inline(never)]
    fn far_out(&mut self, x: f64, sign: f64) {
        if x.is_finite() {
            let nearer = x * NEARER;
            self.far.add_two(Two::product(sign * nearer, nearer));
        }
        if self.members.all_near() {
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
                let [sum, near] = self.near.each();
                let mut squares = self.far;
                squares.add_two(near.scaled(NEARER).scaled(NEARER));
                self.over_count([self.members.scaled(sum), squares]) / NEARER / NEARER
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
