//! Sums of floats that count more, the newer they are.

use serde::{Deserialize, Serialize};

use super::float::FloatSums;
use super::two::Two;
use super::{Running, Sums};

/// The sum of members, and their sum by age: the oldest once, the newest as often as there are members.
///
/// Invariant: `ramp` is of the near ones among those that are in; with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ramp {
    sums: FloatSums,
    ramp: Two,
}

impl Ramp {
    /// Adds a member.
    #[inline]
    pub(in crate::network::statistic) fn enter(&mut self, x: f64) {
        let near = self.sums.near();
        self.sums.enter(x);
        if self.sums.near() != near {
            self.ramp.add_two(Two::product(x, self.sums.float_count()));
        }
    }

    /// Takes the oldest away: all that are in count once less.
    #[inline]
    pub(in crate::network::statistic) fn leave(&mut self, oldest: f64) {
        self.ramp = self.ramp.minus(self.sums.near());
        self.sums.leave(oldest);
        if self.sums.count() == 0 {
            self.ramp = Two::default();
        }
    }

    /// Takes the oldest away as a new one comes: of as many members it counts as often as there are.
    #[inline]
    pub(in crate::network::statistic) fn replace(&mut self, oldest: f64, x: f64) {
        if self.sums.can_replace(oldest, x) {
            let once = self.sums.near();
            self.sums.replace(oldest, x);
            self.ramp.replace(once, Two::product(x, self.sums.float_count()));
        } else {
            self.leave(oldest);
            self.enter(x);
        }
    }

    /// The mean by age.
    #[inline]
    pub(in crate::network::statistic) fn mean(&self) -> Option<f64> {
        let n = self.sums.float_count();
        match self.sums.all_near() {
            true if !self.sums.constant() => Some(self.ramp.value() / (n * (n + 1.0) / 2.0)),
            true => self.sums.mean(),
            false => Some(self.sums.not_finite().unwrap_or(f64::NAN)),
        }
    }
}
