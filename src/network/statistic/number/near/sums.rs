//! Sums of floats on a grid, as whole numbers: exact.

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use crate::network::statistic::number::carried::Carried;
use crate::network::statistic::number::newest::Newest;
use crate::network::statistic::number::two::Two;

/// So many at most: products of 2¹⁰² each are then below 2¹²⁶ in sum.
const MOST: u64 = 1 << 24;

/// Members on a grid, and how far they are from its centre, in sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct WholeSums {
    /// By their places.
    newest: Newest<i64>,
    grid: Grid,
    sum: Carried,
}

impl WholeSums {
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.newest.count()
    }

    #[inline(always)]
    pub(super) fn float_count(&self) -> f64 {
        self.newest.float_count()
    }

    #[inline(always)]
    pub(super) fn grid(&self) -> &Grid {
        &self.grid
    }

    /// How far members are from the centre, in sum.
    #[inline(always)]
    pub(super) fn sum(&self) -> &Carried {
        &self.sum
    }

    /// The grid on which a member would be, and where: the first decides on one.
    #[inline]
    pub(super) fn room(&self, x: f64) -> Option<(Grid, i64)> {
        let grid = if self.count() == 0 { Grid::around(x)? } else { self.grid };
        let at = grid.place(x).filter(|_| self.count() < MOST)?;
        Some((grid, at))
    }

    /// Adds a member where there is room for it.
    #[inline(always)]
    pub(super) fn enter(&mut self, (grid, at): (Grid, i64)) {
        self.grid = grid;
        self.newest.enter(at);
        self.sum.add(at);
    }

    /// Takes one away that has been added; where it was.
    #[inline(always)]
    pub(super) fn leave(&mut self, gone: f64) -> i64 {
        self.newest.leave();
        let at = self.grid.known(gone);
        self.sum.subtract(at);
        at
    }

    /// Takes one away as another is added on the same grid.
    #[inline(always)]
    pub(super) fn replace(&mut self, from: i64, at: i64) {
        self.newest.replace(at);
        self.sum.add(at - from);
    }

    /// Off by its own rounding, and before by less than half a unit: of members that are all equal it is that value.
    #[inline]
    pub(super) fn mean(&self) -> Option<f64> {
        let sum = || self.sum.narrow().map_or_else(|| self.sum.value() as f64, |sum| sum as f64);
        let mean = || self.grid.centre() + sum() / self.float_count() * self.grid.unit();
        (self.count() > 0).then(mean)
    }

    /// How far members are from the centre, in sum, as numbers.
    pub(super) fn apart(&self) -> Two {
        Two::of_whole(self.sum.value()).scaled(self.grid.unit())
    }

    /// The members, and their sum, off by at most 8u² of count times centre.
    pub(super) fn in_two(&self) -> (Newest<f64>, Two) {
        let mut sum = Two::product(self.grid.centre(), self.float_count());
        sum.add_two(self.apart());
        (self.newest.map(|at| self.grid.at(at)), sum)
    }
}

/// Σab from Σ(a - ca)(b - cb), c being the centres: off by at most 17u² of count times centres.
pub(super) fn products_in_two(products: i128, a: &WholeSums, b: &WholeSums) -> Two {
    let mut sum = Two::product(a.grid.centre(), b.grid.centre()).times(a.float_count());
    sum.add_two(a.apart().times(b.grid.centre()));
    sum.add_two(b.apart().times(a.grid.centre()));
    sum.add_two(Two::of_whole(products).scaled(a.grid.unit()).scaled(b.grid.unit()));
    sum
}

#[cfg(test)]
mod tests {
    use super::{MOST, WholeSums};
    use crate::network::statistic::number::near::numerator::narrow;
    use proptest::prelude::*;

    proptest! {
        /// Whatever its digits are: halfway from one unit to the next it would be another.
        #[test]
        fn the_mean_of_equal_ones_is_that(centre in 1.0..2.0, part in -0.12..0.12, count in 1_u32..5_000) {
            let x = centre * (1.0 + part);
            let mut sums = WholeSums::default();
            sums.enter(sums.room(centre).expect("one is near itself"));
            for _ in 0..count {
                sums.enter(sums.room(x).expect("it is near"));
            }
            sums.leave(centre);
            prop_assert_eq!(sums.mean(), Some(x));
        }
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut sums = WholeSums::default();
        sums.enter(sums.room(1.0).unwrap());
        for _ in 1..MOST {
            sums.enter(sums.room(1.125).unwrap());
        }
        assert_eq!(sums.room(1.125), None);
        assert_eq!(sums.mean(), Some((1.0 + 1.125 * (MOST - 1) as f64) / MOST as f64));
        // Sums of 2⁷⁴ are not narrow.
        assert_eq!(narrow(0, &sums, &sums), None);
        sums.leave(1.0);
        assert_eq!(sums.room(1.125).map(|(_, place)| place), Some(1 << 50));
    }
}
