//! Sums of floats; see [`Number`](super::Number#floats) for what they promise.

use serde::{Deserialize, Serialize};

use super::members::Members;
use super::two::Two;
use super::{Running, Sums};

/// Sum of floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatSums {
    members: Members,
    /// Of those that are ordinary.
    sum: Two,
}

impl Running<f64> for FloatSums {
    #[inline]
    fn enter(&mut self, x: f64) {
        if self.members.enter(x) {
            self.sum.add(x);
        }
    }

    #[inline]
    fn leave(&mut self, x: f64) {
        if self.members.count() <= 1 {
            *self = Self::default();
        } else if self.members.leave(x) {
            self.sum.add(-x);
        }
    }

    #[inline(always)]
    fn replace(&mut self, gone: f64, x: f64) {
        if self.members.replace(x) {
            self.sum.replace(Two::of(gone), Two::of(x));
        } else {
            self.leave(gone);
            self.enter(x);
        }
    }
}

impl Sums<f64> for FloatSums {
    #[inline]
    fn total(&self) -> f64 {
        self.members.total(self.sum)
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        self.members.mean(self.sum)
    }
}
