//! Sums of integers and of their squares: exact, so that nothing cancels that should not.

use serde::{Deserialize, Serialize};

use super::integer::IntegerSums;
use super::wide::Wide;
use super::{Number, Squares, Sums};

/// Count, sum and sum of squares of integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSquares {
    sums: IntegerSums,
    squares: Wide,
}

impl<X: Number<Total = i128> + Into<i128>> Squares<X> for IntegerSquares {
    #[inline]
    fn enter(&mut self, x: X) {
        self.sums.enter(x);
        self.squares = self.squares.plus(square(x));
    }

    #[inline]
    fn leave(&mut self, x: X) {
        Sums::<X>::leave(&mut self.sums, x);
        self.squares = self.squares.minus(square(x));
    }

    /// (count · Σx² - (Σx)²) / (count · (count - 1)).
    fn variance(&self) -> Option<f64> {
        let count = self.sums.count;
        let all = self.squares.times(count);
        let numerator = all.minus(Wide::square(self.sums.sum.unsigned_abs()));
        let pairs = || u128::from(count) * u128::from(count - 1);
        (count >= 2).then(|| numerator.to_f64() / pairs() as f64)
    }
}

fn square(x: impl Into<i128>) -> Wide {
    Wide::square(x.into().unsigned_abs())
}
