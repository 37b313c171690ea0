//! Weighted sums, from which a weighted mean and variance are made. A weight of 0 is no member.

use serde::{Deserialize, Serialize};

use super::integer::{Integer, IntegerSums};
use super::newest::Newest;
use super::pairs::product;
use super::two::Two;
use super::wide::Wide;
use super::{Number, Running, Sums, Weights};

/// Magnitudes from here on, 2²⁰⁰, are not added up: of two of them and two squares a product is taken.
const FAR: f64 = f64::from_bits((1_023 + 200) << 52);

/// Weighted sums of floats. The squares are kept by those who ask for them.
///
/// Invariants: `odd` is how many are in with a side that is not finite or far out, and these are in `values` alone;
/// with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatWeights<const SQUARES: bool> {
    /// For the count of the values, and whether they are all equal.
    newest: Newest<f64>,
    odd: u64,
    weights: Two,
    weighted: Two,
    squares: Two,
    squared_weights: Two,
}

impl<const SQUARES: bool> FloatWeights<SQUARES> {
    /// Adds a pair that is near, or takes it away where `sign` is -1.
    #[inline(always)]
    fn add(&mut self, x: f64, weight: f64, sign: f64) {
        let signed = sign * weight;
        self.weights.add(signed);
        self.weighted.add_two(Two::product(signed, x));
        if SQUARES {
            self.squares.add_two(Two::product(x, x).times(signed));
            self.squared_weights.add_two(Two::product(signed, weight));
        }
    }

    /// Whether one can be replaced by the other in one step: both count and are near, and others stay.
    #[inline(always)]
    fn can_replace(&self, gone: (f64, f64), pair: (f64, f64)) -> bool {
        let ordinary = |(x, weight): (f64, f64)| weight != 0.0 && near(x, weight);
        ordinary(gone) && ordinary(pair) && self.newest.count() > 1
    }

    /// Takes a pair that is near away as another is added.
    #[inline(always)]
    fn exchange(&mut self, (gone, lost): (f64, f64), (x, weight): (f64, f64)) {
        self.weights.replace(Two::of(lost), Two::of(weight));
        self.weighted.replace(Two::product(lost, gone), Two::product(weight, x));
        if SQUARES {
            self.squares.replace(Two::product(gone, gone).times(lost), Two::product(x, x).times(weight));
            self.squared_weights.replace(Two::product(lost, lost), Two::product(weight, weight));
        }
    }

    /// With some in, and these all ordinary: the sum of weights, if it is above 0.
    #[inline(always)]
    fn ordinary(&self) -> Result<Two, Option<f64>> {
        match self.newest.count() {
            0 => Err(None),
            _ if self.odd > 0 => Err(Some(f64::NAN)),
            _ if self.weights.high > 0.0 => Ok(self.weights),
            _ => Err(None),
        }
    }
}

fn near(x: f64, weight: f64) -> bool {
    x.abs() < FAR && weight.abs() < FAR
}

impl<const SQUARES: bool> Running<(f64, f64)> for FloatWeights<SQUARES> {
    #[inline]
    fn enter(&mut self, (x, weight): (f64, f64)) {
        if weight == 0.0 {
            return;
        }
        self.newest.enter(x);
        match near(x, weight) {
            true => self.add(x, weight, 1.0),
            false => self.odd += 1,
        }
    }

    #[inline]
    fn leave(&mut self, (x, weight): (f64, f64)) {
        if weight == 0.0 {
            return;
        }
        self.newest.leave();
        match near(x, weight) {
            _ if self.newest.count() == 0 => *self = Self::default(),
            true => self.add(x, weight, -1.0),
            false => self.odd -= 1,
        }
    }

    #[inline(always)]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if self.can_replace(gone, pair) {
            self.newest.replace(pair.0);
            self.exchange(gone, pair);
        } else {
            self.leave(gone);
            self.enter(pair);
        }
    }
}

impl<const SQUARES: bool> Weights<f64> for FloatWeights<SQUARES> {
    #[inline]
    fn mean(&self) -> Option<f64> {
        match self.ordinary() {
            Err(none) => none,
            Ok(weights) => {
                Some(self.newest.constant().map_or(self.weighted.high / weights.high, |value| value + 0.0))
            }
        }
    }

    #[inline]
    fn variance(&self) -> Option<f64> {
        match self.ordinary() {
            _ if self.newest.count() < 2 => None,
            Err(none) => none,
            Ok(weights) => {
                let one = Two::of(1.0);
                let apart = Two::determinant(weights, weights, one, self.squared_weights);
                let numerator = Two::determinant(weights, self.squares, self.weighted, self.weighted);
                let numerator = if self.newest.constant().is_some() { 0.0 } else { numerator.max(0.0) };
                (apart > 0.0).then(|| numerator / apart)
            }
        }
    }
}

/// Weighted sums of integers: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerWeights<const SQUARES: bool> {
    weights: IntegerSums,
    weighted: Wide,
    squares: Wide,
    squared_weights: Wide,
}

impl<const SQUARES: bool> IntegerWeights<SQUARES> {
    /// What a pair adds: weight · x, weight · x², weight².
    #[inline]
    fn products<X: Integer>(x: X, weight: X) -> [Wide; 3] {
        let weighted = product(weight, x);
        match SQUARES {
            true => [weighted, weighted.times_signed(x.into()), product(weight, weight)],
            false => [weighted, Wide::default(), Wide::default()],
        }
    }

    /// The sum of weights, if it is above 0.
    #[inline]
    fn total(&self) -> Option<i128> {
        Some(Sums::<i128>::total(&self.weights)).filter(|total| *total > 0)
    }
}

impl<X: Number<Total = i128> + Integer, const SQUARES: bool> Running<(X, X)> for IntegerWeights<SQUARES> {
    #[inline]
    fn enter(&mut self, (x, weight): (X, X)) {
        if weight.into() == 0 {
            return;
        }
        self.weights.enter(weight);
        let [weighted, square, squared_weight] = Self::products(x, weight);
        self.weighted = self.weighted.plus(weighted);
        self.squares = self.squares.plus(square);
        self.squared_weights = self.squared_weights.plus(squared_weight);
    }

    #[inline]
    fn leave(&mut self, (x, weight): (X, X)) {
        if weight.into() == 0 {
            return;
        }
        Running::<X>::leave(&mut self.weights, weight);
        let [weighted, square, squared_weight] = Self::products(x, weight);
        self.weighted = self.weighted.minus(weighted);
        self.squares = self.squares.minus(square);
        self.squared_weights = self.squared_weights.minus(squared_weight);
    }
}

impl<X: Number<Total = i128> + Integer, const SQUARES: bool> Weights<X> for IntegerWeights<SQUARES> {
    #[inline]
    fn mean(&self) -> Option<f64> {
        self.total().map(|total| self.weighted.signed_f64() / total as f64)
    }

    fn variance(&self) -> Option<f64> {
        let total = Wide::of(self.total().filter(|_| self.weights.count >= 2)?);
        let apart = total.by(total).minus(self.squared_weights).signed_f64();
        let numerator = total.by(self.squares).minus(self.weighted.by(self.weighted)).signed_f64();
        (apart > 0.0).then(|| numerator.max(0.0) / apart)
    }
}
