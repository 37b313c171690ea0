//! Weighted sums, from which a weighted mean is made. A weight of 0 is no member.

use serde::{Deserialize, Serialize};

use super::integer::{Integer, IntegerSums};
use super::newest::Newest;
use super::pairs::product;
use super::two::Two;
use super::twos::Twos;
use super::wide::Wide;
use super::{Number, Running, Sums, Weights};

/// Magnitudes from here on, 2²⁰⁰, are not added up: of two of them and two squares a product is taken.
const FAR: f64 = f64::from_bits((1_023 + 200) << 52);

/// Sums of floats by their weights.
///
/// Invariants: `odd` is how many are in with a side that is not finite or far out, and these are in no sum;
/// with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatWeights {
    /// The values.
    newest: Newest<f64>,
    odd: u64,
    /// Of the weights, and of the values by these.
    sums: Twos,
}

/// What a pair adds to the weights, and to the values by these.
#[inline(always)]
fn both((x, weight): (f64, f64)) -> [Two; 2] {
    [Two::of(weight), Two::product(weight, x)]
}

/// Whether it is added up.
#[inline(always)]
fn ordinary((x, weight): (f64, f64)) -> bool {
    weight != 0.0 && x.abs() < FAR && weight.abs() < FAR
}

impl FloatWeights {
    /// Adds a pair of a weight; whether it is in the sums.
    #[inline]
    pub(super) fn add(&mut self, pair: (f64, f64)) -> bool {
        self.newest.enter(pair.0);
        match ordinary(pair) {
            true => self.sums.add(both(pair)),
            false => self.odd += 1,
        }
        ordinary(pair)
    }

    /// Takes one away, others staying; whether it was in the sums.
    #[inline]
    pub(super) fn remove(&mut self, gone: (f64, f64)) -> bool {
        self.newest.leave();
        match ordinary(gone) {
            true => self.sums.subtract(both(gone)),
            false => self.odd -= 1,
        }
        ordinary(gone)
    }

    /// Takes one away as another is added, in one step, if both are in the sums and others stay; whether it was.
    #[inline(always)]
    pub(super) fn exchange(&mut self, gone: (f64, f64), pair: (f64, f64)) -> bool {
        let possible = self.odd == 0 && gone.1 != 0.0 && ordinary(pair) && self.count() > 1;
        if possible {
            self.newest.replace(pair.0);
            self.sums.replace(both(gone), both(pair));
        }
        possible
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.newest.count()
    }

    /// The value of all, if they are equal.
    #[inline(always)]
    pub(super) fn constant(&self) -> Option<f64> {
        self.newest.constant()
    }

    /// With some in, and all of them in the sums: that of weights, if it is above 0, and that of values by these.
    #[inline(always)]
    pub(super) fn sums(&self) -> Result<[Two; 2], Option<f64>> {
        let [weights, weighted] = self.sums.each();
        match self.count() {
            0 => Err(None),
            _ if self.odd > 0 => Err(Some(f64::NAN)),
            _ if weights.high > 0.0 => Ok([weights, weighted]),
            _ => Err(None),
        }
    }
}

impl Running<(f64, f64)> for FloatWeights {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        if pair.1 != 0.0 {
            self.add(pair);
        }
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        match gone {
            (_, 0.0) => {}
            _ if self.count() <= 1 => *self = Self::default(),
            _ => _ = self.remove(gone),
        }
    }

    #[inline(always)]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if !self.exchange(gone, pair) {
            self.leave(gone);
            self.enter(pair);
        }
    }
}

impl Weights<f64> for FloatWeights {
    #[inline]
    fn mean(&self) -> Option<f64> {
        match self.sums() {
            Err(none) => none,
            Ok([weights, weighted]) => {
                Some(self.constant().map_or(weighted.high / weights.high, |value| value + 0.0))
            }
        }
    }
}

/// Sums of integers by their weights: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerWeights {
    weights: IntegerSums,
    weighted: Wide,
}

impl IntegerWeights {
    /// How many there are.
    #[inline]
    pub(super) fn count(&self) -> u64 {
        self.weights.count
    }

    /// The sum of weights, if it is above 0.
    #[inline]
    pub(super) fn total(&self) -> Option<i128> {
        Some(Sums::<i128>::total(&self.weights)).filter(|total| *total > 0)
    }

    /// That of values by their weights.
    #[inline]
    pub(super) fn weighted(&self) -> Wide {
        self.weighted
    }
}

impl<X: Number<Total = i128> + Integer> Running<(X, X)> for IntegerWeights {
    #[inline]
    fn enter(&mut self, (x, weight): (X, X)) {
        if weight.into() != 0 {
            self.weights.enter(weight);
            self.weighted = self.weighted.plus(product(weight, x));
        }
    }

    #[inline]
    fn leave(&mut self, (x, weight): (X, X)) {
        if weight.into() != 0 {
            Running::<X>::leave(&mut self.weights, weight);
            self.weighted = self.weighted.minus(product(weight, x));
        }
    }
}

impl<X: Number<Total = i128> + Integer> Weights<X> for IntegerWeights {
    #[inline]
    fn mean(&self) -> Option<f64> {
        self.total().map(|total| self.weighted.signed_f64() / total as f64)
    }
}
