//! Weighted sums and those of squares, from which a weighted variance is made.

use serde::{Deserialize, Serialize};

use super::integer::Integer;
use super::pairs::product;
use super::two::Two;
use super::twos::Twos;
use super::weights::{FloatWeights, IntegerWeights};
use super::wide::Wide;
use super::{Number, Running, SquaredWeights};

/// Sums of floats by their weights, and the squares of those pairs that are in these sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatSquaredWeights {
    weights: FloatWeights,
    /// Of the squared weights, and of the squared values by their weights.
    squares: Twos,
}

/// What a pair adds to the squared weights, and to the squared values by their weights.
#[inline(always)]
fn squares((x, weight): (f64, f64)) -> [Two; 2] {
    [Two::product(weight, weight), Two::product(x, x).times(weight)]
}

impl Running<(f64, f64)> for FloatSquaredWeights {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        if pair.1 != 0.0 && self.weights.add(pair) {
            self.squares.add(squares(pair));
        }
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        match gone {
            (_, 0.0) => {}
            _ if self.weights.count() <= 1 => *self = Self::default(),
            _ if self.weights.remove(gone) => self.squares.subtract(squares(gone)),
            _ => {}
        }
    }

    #[inline]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if self.weights.exchange(gone, pair) {
            self.squares.replace(squares(gone), squares(pair));
        } else {
            self.leave(gone);
            self.enter(pair);
        }
    }
}

impl SquaredWeights<f64> for FloatSquaredWeights {
    #[inline]
    fn variance(&self) -> Option<f64> {
        match self.weights.sums() {
            _ if self.weights.count() < 2 => None,
            Err(none) => none,
            Ok([weights, weighted]) => {
                let [squared_weights, squares] = self.squares.each();
                let apart = Two::determinant(weights, weights, Two::of(1.0), squared_weights);
                let numerator = Two::determinant(weights, squares, weighted, weighted);
                let numerator = if self.weights.constant().is_some() { 0.0 } else { numerator.max(0.0) };
                (apart > 0.0).then(|| numerator / apart)
            }
        }
    }
}

/// Sums of integers by their weights, and of the squares: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSquaredWeights {
    weights: IntegerWeights,
    squared_weights: Wide,
    /// By their weights.
    squares: Wide,
}

impl<X: Number<Total = i128> + Integer> Running<(X, X)> for IntegerSquaredWeights {
    #[inline]
    fn enter(&mut self, (x, weight): (X, X)) {
        self.weights.enter((x, weight));
        self.squared_weights = self.squared_weights.plus(product(weight, weight));
        self.squares = self.squares.plus(product(weight, x).times_signed(x.into()));
    }

    #[inline]
    fn leave(&mut self, (x, weight): (X, X)) {
        self.weights.leave((x, weight));
        self.squared_weights = self.squared_weights.minus(product(weight, weight));
        self.squares = self.squares.minus(product(weight, x).times_signed(x.into()));
    }
}

impl<X: Number<Total = i128> + Integer> SquaredWeights<X> for IntegerSquaredWeights {
    fn variance(&self) -> Option<f64> {
        let total = Wide::of(self.weights.total().filter(|_| self.weights.count() >= 2)?);
        let weighted = self.weights.weighted();
        let apart = total.by(total).minus(self.squared_weights).signed_f64();
        let numerator = total.by(self.squares).minus(weighted.by(weighted)).signed_f64();
        (apart > 0.0).then(|| numerator.max(0.0) / apart)
    }
}
