//! Floats that are in: how many, whether they are equal, and those that cannot be added up like the others.

use serde::{Deserialize, Serialize};

use super::newest::Newest;
use super::two::Two;

/// Magnitudes from here on, 2⁴⁰⁰, are kept apart: neither their sums nor their squares may overflow.
pub(super) const FAR: f64 = f64::from_bits((1_023 + 400) << 52);
/// By what those are scaled, 2⁻⁶⁰⁰, so that the greatest float is below 2⁴²⁴.
pub(super) const NEARER: f64 = f64::from_bits((1_023 - 600) << 52);

/// Who is in; sums of those that are ordinary are kept by others, who begin anew when the last one leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Members {
    newest: Newest<f64>,
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
pub(super) fn ordinary(x: f64) -> bool {
    x.abs() < FAR
}

impl Members {
    /// Those that are in, all of them ordinary.
    pub(super) fn of(newest: Newest<f64>) -> Members {
        Members { newest, odd: Odd::default() }
    }

    /// One comes; whether it is ordinary.
    #[inline(always)]
    pub(super) fn enter(&mut self, x: f64) -> bool {
        self.newest.enter(x);
        if !ordinary(x) {
            self.odd.enter(x);
        }
        ordinary(x)
    }

    /// One leaves, and others stay; whether it is ordinary.
    #[inline(always)]
    pub(super) fn leave(&mut self, x: f64) -> bool {
        self.newest.leave();
        if !ordinary(x) {
            self.odd.leave(x);
        }
        ordinary(x)
    }

    /// One is replaced by another in one step, if both are ordinary, and others stay; whether it was.
    #[inline(always)]
    pub(super) fn replace(&mut self, x: f64) -> bool {
        let possible = self.all_ordinary() && ordinary(x) && self.count() > 1;
        if possible {
            self.newest.replace(x);
        }
        possible
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
    pub(super) fn all_ordinary(&self) -> bool {
        self.odd.count == 0
    }

    /// The sum of all that is finite, scaled, from that of those that are ordinary.
    pub(super) fn scaled(&self, sum: Two) -> Two {
        let mut all = self.odd.far;
        all.add_two(sum.scaled(NEARER));
        all
    }

    /// The sum of all, from that of those that are ordinary.
    #[inline(always)]
    pub(super) fn total(&self, sum: Two) -> f64 {
        match self.all_ordinary() {
            true => sum.high,
            false => self.odd_total(sum),
        }
    }

    /// That sum over the count.
    #[inline(always)]
    pub(super) fn mean(&self, sum: Two) -> Option<f64> {
        match self.newest.constant() {
            _ if self.count() == 0 => None,
            Some(value) => Some(value + 0.0),
            None if self.all_ordinary() => Some(sum.high / self.float_count()),
            None => Some(self.odd_mean(sum)),
        }
    }

    #[cold]
    #[inline(never)]
    fn odd_total(&self, sum: Two) -> f64 {
        self.not_finite().unwrap_or_else(|| self.scaled(sum).high / NEARER)
    }

    #[cold]
    #[inline(never)]
    fn odd_mean(&self, sum: Two) -> f64 {
        self.not_finite().unwrap_or_else(|| self.scaled(sum).high / self.float_count() / NEARER)
    }
}
