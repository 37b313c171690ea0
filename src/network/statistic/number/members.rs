//! Sums of floats; see [`Number`](super::Number#floats) for what they promise.

use serde::{Deserialize, Serialize};

use super::newest::Newest;
use super::two::Two;
use super::{Running, Sums};

/// Magnitudes from here on, 2⁴⁰⁰, are kept apart: neither their sums nor their squares may overflow.
pub(super) const FAR: f64 = f64::from_bits((1_023 + 400) << 52);
/// By what those are scaled, 2⁻⁶⁰⁰, so that the greatest float is below 2⁴²⁴.
pub(super) const NEARER: f64 = f64::from_bits((1_023 - 600) << 52);

/// Sum of floats, with all that is not an ordinary number held apart.
///
/// Invariants: the sums are of those that are in; with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatSums {
    newest: Newest<f64>,
    near: Two,
    odd: Odd,
}

/// What cannot be added up like the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Odd {
    count: u64,
    nan: u64,
    positive: u64,
    negative: u64,
    /// Sum of those that are far out, scaled.
    far: Two,
}

impl Odd {
    #[cold]
    #[inline(never)]
    fn enter(&mut self, x: f64) {
        self.count += 1;
        match self.class(x) {
            Some(class) => *class += 1,
            None => self.far.add(x * NEARER),
        }
    }

    #[cold]
    #[inline(never)]
    fn leave(&mut self, x: f64) {
        self.count -= 1;
        match self.class(x) {
            Some(class) => *class -= 1,
            None => self.far.add(-x * NEARER),
        }
        if self.count == 0 {
            *self = Self::default();
        }
    }

    fn class(&mut self, x: f64) -> Option<&mut u64> {
        match x {
            _ if x.is_nan() => Some(&mut self.nan),
            f64::INFINITY => Some(&mut self.positive),
            f64::NEG_INFINITY => Some(&mut self.negative),
            _ => None,
        }
    }

    /// What float arithmetic gives if not all is finite.
    fn not_finite(&self) -> Option<f64> {
        match (self.nan, self.positive, self.negative) {
            (0, 0, 0) => None,
            (0, _, 0) => Some(f64::INFINITY),
            (0, 0, _) => Some(f64::NEG_INFINITY),
            _ => Some(f64::NAN),
        }
    }
}

/// Whether it is added up like the others.
#[inline(always)]
pub(super) fn near(x: f64) -> bool {
    x.abs() < FAR
}

impl FloatSums {
    /// Those that are in, all of them near, and their sum.
    pub(super) fn of(newest: Newest<f64>, sum: Two) -> FloatSums {
        FloatSums { newest, near: sum, odd: Odd::default() }
    }

    /// Whether one can be replaced by the other in one step: both are near, and others stay.
    #[inline(always)]
    pub(super) fn can_replace(&self, gone: f64, x: f64) -> bool {
        near(gone) && near(x) && self.count() > 1
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.newest.count()
    }

    /// The same, as a float.
    #[inline(always)]
    pub(super) fn float_count(&self) -> f64 {
        self.newest.float_count()
    }

    /// Whether all members are equal.
    #[inline(always)]
    pub(super) fn constant(&self) -> bool {
        self.newest.constant().is_some()
    }

    /// What float arithmetic gives if not all is finite.
    pub(super) fn not_finite(&self) -> Option<f64> {
        self.odd.not_finite()
    }

    /// Whether there are none that are far out.
    #[inline(always)]
    pub(super) fn all_near(&self) -> bool {
        self.odd.count == 0
    }

    /// The sum, if all are near.
    #[inline(always)]
    pub(super) fn near(&self) -> Two {
        self.near
    }

    /// The sum of all that is finite, scaled.
    pub(super) fn scaled(&self) -> Two {
        let mut sum = self.odd.far;
        sum.add_two(self.near.scaled(NEARER));
        sum
    }

    #[cold]
    #[inline(never)]
    fn odd_total(&self) -> f64 {
        self.not_finite().unwrap_or_else(|| self.scaled().high / NEARER)
    }

    #[cold]
    #[inline(never)]
    fn odd_mean(&self) -> f64 {
        self.not_finite().unwrap_or_else(|| self.scaled().high / self.float_count() / NEARER)
    }
}

impl Running<f64> for FloatSums {
    #[inline]
    fn enter(&mut self, x: f64) {
        self.newest.enter(x);
        match near(x) {
            true => self.near.add(x),
            false => self.odd.enter(x),
        }
    }

    #[inline]
    fn leave(&mut self, x: f64) {
        self.newest.leave();
        match near(x) {
            _ if self.count() == 0 => *self = Self::default(),
            true => self.near.add(-x),
            false => self.odd.leave(x),
        }
    }

    #[inline(always)]
    fn replace(&mut self, gone: f64, x: f64) {
        if self.can_replace(gone, x) {
            self.newest.replace(x);
            self.near.replace(Two::of(gone), Two::of(x));
        } else {
            self.leave(gone);
            self.enter(x);
        }
    }
}

impl Sums<f64> for FloatSums {
    #[inline]
    fn total(&self) -> f64 {
        match self.all_near() {
            true => self.near().high,
            false => self.odd_total(),
        }
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        match self.newest.constant() {
            _ if self.count() == 0 => None,
            Some(value) => Some(value + 0.0),
            None if self.all_near() => Some(self.near().high / self.float_count()),
            None => Some(self.odd_mean()),
        }
    }
}
