//! Sums of floats on a grid and of their squares, as whole numbers: exact.

use serde::{Deserialize, Serialize};

use super::gridded::{Gridded, Whole};
use super::numerator::{numerator, product};
use super::sums::{WholeSums, products_in_two};
use crate::network::statistic::number::Squares;
use crate::network::statistic::number::float_squares::FloatSquares;
use crate::network::statistic::number::members::Members;

/// Members on a grid, and the squares of how far they are from its centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WholeSquares {
    sums: WholeSums,
    squares: i128,
}

impl Whole for WholeSquares {
    type Member = f64;
    type Floats = FloatSquares;

    #[inline(always)]
    fn count(&self) -> u64 {
        self.sums.count()
    }

    #[inline(always)]
    fn count_in(floats: &FloatSquares) -> u64 {
        floats.count()
    }

    #[inline]
    fn enter(&mut self, x: f64) -> bool {
        let Some((grid, at)) = self.sums.room(x) else { return false };
        self.sums.enter((grid, at));
        self.squares += product(at, at);
        true
    }

    #[inline]
    fn leave(&mut self, gone: f64) {
        let at = self.sums.leave(gone);
        self.squares -= product(at, at);
    }

    #[inline(always)]
    fn replace(&mut self, gone: f64, x: f64) -> bool {
        let grid = self.sums.grid();
        let Some(at) = grid.place(x) else { return false };
        let from = grid.known(gone);
        self.sums.replace(from, at);
        self.squares += product(at - from, at + from);
        true
    }

    #[cold]
    fn in_floats(&self) -> FloatSquares {
        let (newest, sum) = self.sums.in_two();
        FloatSquares::of(Members::of(newest), [sum, products_in_two(self.squares, &self.sums, &self.sums)])
    }
}

impl WholeSquares {
    #[inline(always)]
    fn mean(&self) -> Option<f64> {
        self.sums.mean()
    }

    /// Of members that are all equal the numerator is 0.
    #[inline(always)]
    fn variance(&self) -> Option<f64> {
        let (count, unit) = (self.sums.float_count(), self.sums.grid().unit());
        let squares = || numerator(self.squares, self.squares, &self.sums, &self.sums) * unit * unit;
        (self.count() > 1).then(|| squares() / (count * (count - 1.0)))
    }
}

impl Squares<f64> for Gridded<WholeSquares, FloatSquares> {
    #[inline(always)]
    fn count(&self) -> u64 {
        self.says(WholeSquares::count, FloatSquares::count)
    }

    #[inline(always)]
    fn mean(&self) -> Option<f64> {
        self.says(WholeSquares::mean, FloatSquares::mean)
    }

    #[inline(always)]
    fn variance(&self) -> Option<f64> {
        self.says(WholeSquares::variance, FloatSquares::variance)
    }
}
