//! Sums of integers and of their squares: exact, so that nothing cancels that should not.

use serde::{Deserialize, Serialize};

use super::integer::IntegerSums;
use super::wide::{Wide, to_f64};
use super::{Number, Squares, Sums};

/// Count, sum and sum of squares of integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerSquares {
    sums: IntegerSums,
    squares: Wide,
}

impl<X: Number<Total = i128> + Into<i128> + Square> Squares<X> for IntegerSquares {
    #[inline]
    fn enter(&mut self, x: X) {
        self.sums.enter(x);
        self.squares = self.squares.plus(x.square());
    }

    #[inline]
    fn leave(&mut self, x: X) {
        Sums::<X>::leave(&mut self.sums, x);
        self.squares = self.squares.minus(x.square());
    }

    #[inline]
    fn variance(&self) -> Option<f64> {
        (self.sums.count >= 2).then(|| self.narrow_variance().unwrap_or_else(|| self.wide_variance()))
    }
}

/// (count · Σx² - (Σx)²) / (count · (count - 1)).
impl IntegerSquares {
    /// Where all is sure to fit into 127 bits: below 2³¹ members, sums below 2⁶³ and of squares below 2⁹⁶.
    #[inline]
    fn narrow_variance(&self) -> Option<f64> {
        let count = i32::try_from(self.sums.count).ok().map(i64::from)?;
        let sum = i64::try_from(self.sums.sum).ok().map(i128::from)?;
        let squares = self.squares.below_2_to_96()?;
        let numerator = squares * i128::from(count) - sum * sum;
        Some(to_f64(numerator) / (count * (count - 1)) as f64)
    }

    #[cold]
    #[inline(never)]
    fn wide_variance(&self) -> f64 {
        let IntegerSums { count, sum } = self.sums;
        let numerator = self.squares.times(count).minus(Wide::square(sum.unsigned_abs()));
        numerator.to_f64() / (u128::from(count) * u128::from(count - 1)) as f64
    }
}

/// An integer that can be squared without loss.
pub trait Square {
    /// Its square.
    fn square(self) -> Wide;
}

macro_rules! narrow {
    ($($integer:ty),*) => { $(
        impl Square for $integer {
            #[inline]
            fn square(self) -> Wide {
                let magnitude = i128::from(self).unsigned_abs() as u64;
                Wide::from(u128::from(magnitude) * u128::from(magnitude))
            }
        }
    )* };
}

narrow!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Square for i128 {
    #[inline]
    fn square(self) -> Wide {
        Wide::square(self.unsigned_abs())
    }
}
