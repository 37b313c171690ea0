//! Sums of floats that count more, the newer they are.

use serde::{Deserialize, Serialize};

use super::members::Members;
use super::two::Two;
use super::twos::Twos;

/// The sum of members, and their sum by age: the oldest once, the newest as often as there are members.
///
/// Invariant: with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ramp {
    members: Members,
    /// Of those that are ordinary, and by age.
    sums: Twos,
}

impl Ramp {
    /// Adds a member.
    #[inline]
    pub(in crate::network::statistic) fn enter(&mut self, x: f64) {
        if self.members.enter(x) {
            self.sums.add([Two::of(x), self.as_newest(x)]);
        }
    }

    /// Takes the oldest away: all that are in count once less.
    #[inline]
    pub(in crate::network::statistic) fn leave(&mut self, oldest: f64) {
        if self.members.count() <= 1 {
            *self = Self::default();
            return;
        }
        let [once, _] = self.sums.each();
        let gone = if self.members.leave(oldest) { Two::of(oldest) } else { Two::default() };
        self.sums.subtract([gone, once]);
    }

    /// Takes the oldest away as a new one comes: of as many members it counts as often as there are.
    #[inline]
    pub(in crate::network::statistic) fn replace(&mut self, oldest: f64, x: f64) {
        if self.members.replace(x) {
            let [once, _] = self.sums.each();
            self.sums.replace([Two::of(oldest), once], [Two::of(x), self.as_newest(x)]);
        } else {
            self.leave(oldest);
            self.enter(x);
        }
    }

    /// As often as there are members.
    #[inline(always)]
    fn as_newest(&self, x: f64) -> Two {
        Two::product(x, self.members.float_count())
    }

    /// The mean by age.
    #[inline]
    pub(in crate::network::statistic) fn mean(&self) -> Option<f64> {
        let (n, [sum, ramp]) = (self.members.float_count(), self.sums.each());
        match self.members.all_ordinary() {
            true if !self.members.constant() => Some(ramp.value() / (n * (n + 1.0) / 2.0)),
            true => self.members.mean(sum),
            false => Some(self.members.not_finite().unwrap_or(f64::NAN)),
        }
    }
}
