//! Sums of integers and of their squares: exact, so that nothing cancels that should not.

use serde::{Deserialize, Serialize};

use super::integer::{Integer, IntegerSums};
use super::wide::{Wide, to_f64};
use super::{Number, Running, Squares, Sums};

/// Count, sum and sum of squares of integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSquares {
    sums: IntegerSums,
    squares: Wide,
}

impl<X: Number<Total = i128> + Integer> Running<X> for IntegerSquares {
    #[inline]
    fn enter(&mut self, x: X) {
        self.sums.enter(x);
        match x.narrow() {
            Some(x) => self.squares.add(square(x)),
            None => self.squares = self.squares.plus(Wide::square(x.into().unsigned_abs())),
        }
    }

    #[inline]
    fn leave(&mut self, x: X) {
        Running::<X>::leave(&mut self.sums, x);
        match x.narrow() {
            Some(x) => self.squares.subtract(square(x)),
            None => self.squares = self.squares.minus(Wide::square(x.into().unsigned_abs())),
        }
    }
}

impl<X: Number<Total = i128> + Integer> Squares<X> for IntegerSquares {
    #[inline]
    fn count(&self) -> u64 {
        self.sums.count
    }

    #[inline]
    fn variance(&self) -> Option<f64> {
        (self.sums.count >= 2).then(|| self.narrow_variance().unwrap_or_else(|| self.wide_variance()))
    }

    #[inline]
    fn mean(&self) -> Option<f64> {
        Sums::<X>::mean(&self.sums)
    }
}

#[inline]
fn square(x: i64) -> u128 {
    (i128::from(x) * i128::from(x)) as u128
}

/// (count · Σx² - (Σx)²) / (count · (count - 1)).
impl IntegerSquares {
    /// Where all is sure to fit into 127 bits: below 2³¹ members, sums below 2⁶³ and of squares below 2⁹⁶.
    #[inline]
    fn narrow_variance(&self) -> Option<f64> {
        let count = i32::try_from(self.sums.count).ok().map(i64::from)?;
        let sum = self.sums.narrow().map(i128::from)?;
        let squares = self.squares.below_2_to_96()?;
        let numerator = squares * i128::from(count) - sum * sum;
        Some(to_f64(numerator) / (count * (count - 1)) as f64)
    }

    #[cold]
    #[inline(never)]
    fn wide_variance(&self) -> f64 {
        let count = self.sums.count;
        let sum = Sums::<i128>::total(&self.sums).unsigned_abs();
        let numerator = self.squares.times(count).minus(Wide::square(sum));
        numerator.to_f64() / (u128::from(count) * u128::from(count - 1)) as f64
    }
}
