//! Sums of pairs of floats on grids and of their products, as whole numbers: exact.

use serde::{Deserialize, Serialize};

use super::gridded::{Gridded, Whole};
use super::numerator::{float, narrow, narrow_numerator, numerator, product, wide_numerator};
use super::sums::{WholeSums, products_in_two};
use crate::network::statistic::number::correlations::{FloatCorrelations, quotient};
use crate::network::statistic::number::pairs::FloatProducts;
use crate::network::statistic::number::{Correlations, Products};

/// Pairs on grids, and the products of how far they are from their centres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WholeProducts {
    sides: [WholeSums; 2],
    products: i128,
}

/// The squares of either side, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WholeCorrelations {
    pairs: WholeProducts,
    squares: [i128; 2],
}

impl WholeProducts {
    /// Adds a pair, if both are on their grids; where they are.
    #[inline(always)]
    fn add(&mut self, (x, y): (f64, f64)) -> Option<(i64, i64)> {
        let [of_x, of_y] = &mut self.sides;
        let (x_room, y_room) = of_x.room(x).zip(of_y.room(y))?;
        of_x.enter(x_room);
        of_y.enter(y_room);
        self.products += product(x_room.1, y_room.1);
        Some((x_room.1, y_room.1))
    }

    /// Takes one away; where they were.
    #[inline(always)]
    fn remove(&mut self, gone: (f64, f64)) -> (i64, i64) {
        let (x, y) = (self.sides[0].leave(gone.0), self.sides[1].leave(gone.1));
        self.products -= product(x, y);
        (x, y)
    }

    /// Takes one away as another is added, if both are on their grids; where those were and these are.
    #[inline(always)]
    fn exchange(&mut self, gone: (f64, f64), (x, y): (f64, f64)) -> Option<[(i64, i64); 2]> {
        let [of_x, of_y] = &mut self.sides;
        let at = of_x.grid().place(x).zip(of_y.grid().place(y))?;
        let from = (of_x.grid().known(gone.0), of_y.grid().known(gone.1));
        of_x.replace(from.0, at.0);
        of_y.replace(from.1, at.1);
        self.products += product(at.0, at.1) - product(from.0, from.1);
        Some([from, at])
    }

    #[inline(always)]
    fn numerator(&self) -> f64 {
        numerator(self.products, self.products.abs(), &self.sides[0], &self.sides[1])
    }

    #[inline(always)]
    fn covariance(&self) -> Option<f64> {
        let [x, y] = &self.sides;
        let count = x.float_count();
        let products = || self.numerator() * x.grid().unit() * y.grid().unit();
        (self.count() > 1).then(|| products() / (count * (count - 1.0)))
    }
}

impl Whole for WholeProducts {
    type Member = (f64, f64);
    type Floats = FloatProducts;

    #[inline(always)]
    fn count(&self) -> u64 {
        self.sides[0].count()
    }

    #[inline(always)]
    fn count_in(floats: &FloatProducts) -> u64 {
        floats.count()
    }

    #[inline]
    fn enter(&mut self, pair: (f64, f64)) -> bool {
        self.add(pair).is_some()
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        self.remove(gone);
    }

    #[inline(always)]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) -> bool {
        self.exchange(gone, pair).is_some()
    }

    #[cold]
    fn in_floats(&self) -> FloatProducts {
        let [x, y] = &self.sides;
        FloatProducts::of([x.in_two(), y.in_two()], products_in_two(self.products, x, y))
    }
}

impl Whole for WholeCorrelations {
    type Member = (f64, f64);
    type Floats = FloatCorrelations;

    #[inline(always)]
    fn count(&self) -> u64 {
        self.pairs.count()
    }

    #[inline(always)]
    fn count_in(floats: &FloatCorrelations) -> u64 {
        floats.count()
    }

    #[inline]
    fn enter(&mut self, pair: (f64, f64)) -> bool {
        let Some((x, y)) = self.pairs.add(pair) else { return false };
        self.squares[0] += product(x, x);
        self.squares[1] += product(y, y);
        true
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        let (x, y) = self.pairs.remove(gone);
        self.squares[0] -= product(x, x);
        self.squares[1] -= product(y, y);
    }

    #[inline(always)]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) -> bool {
        let Some([from, at]) = self.pairs.exchange(gone, pair) else { return false };
        self.squares[0] += product(at.0 - from.0, at.0 + from.0);
        self.squares[1] += product(at.1 - from.1, at.1 + from.1);
        true
    }

    #[cold]
    fn in_floats(&self) -> FloatCorrelations {
        let side = |side: usize| {
            let sums = &self.pairs.sides[side];
            products_in_two(self.squares[side], sums, sums)
        };
        FloatCorrelations::of(self.pairs.in_floats(), [side(0), side(1)])
    }
}

impl WholeCorrelations {
    #[inline(always)]
    fn correlation(&self) -> Option<f64> {
        let [x, y] = &self.pairs.sides;
        let [of_x, of_y] = self.squares;
        if self.count() < 2 {
            return None;
        }
        let Some((a, b)) = narrow(of_x | of_y, x, y) else { return self.wide_correlation() };
        let of = |products, a, b| narrow_numerator(x.count(), products, a, b);
        quotient(float(of(self.pairs.products, a, b)), float(of(of_x, a, a)), float(of(of_y, b, b)))
    }

    #[cold]
    #[inline(never)]
    fn wide_correlation(&self) -> Option<f64> {
        let [x, y] = &self.pairs.sides;
        let [of_x, of_y] = self.squares;
        quotient(
            wide_numerator(self.pairs.products, x, y),
            wide_numerator(of_x, x, x),
            wide_numerator(of_y, y, y),
        )
    }
}

impl Products<f64> for Gridded<WholeProducts, FloatProducts> {
    #[inline(always)]
    fn covariance(&self) -> Option<f64> {
        self.says(WholeProducts::covariance, FloatProducts::covariance)
    }
}

impl Correlations<f64> for Gridded<WholeCorrelations, FloatCorrelations> {
    #[inline(always)]
    fn correlation(&self) -> Option<f64> {
        self.says(WholeCorrelations::correlation, FloatCorrelations::correlation)
    }
}

#[cfg(test)]
mod tests {
    use super::{WholeCorrelations, WholeProducts};
    use crate::network::statistic::number::correlations::FloatCorrelations;
    use crate::network::statistic::number::near::Gridded;
    use crate::network::statistic::number::pairs::FloatProducts;
    use crate::network::statistic::number::{Correlations, Number, Products, Running};
    use proptest::prelude::*;

    /// A price that often stands still, by eighths, or what is not near it.
    fn side() -> impl Strategy<Value = f64> {
        prop_oneof![
            10 => Just(60_000.0),
            10 => (0_i32..8_000).prop_map(|eighths| 60_000.0 + f64::from(eighths) / 8.0),
            1 => Just(1.0),
        ]
    }

    fn whole(x: f64) -> i64 {
        (x * 8.0) as i64
    }

    fn constant(members: &[(f64, f64)], side: fn(&(f64, f64)) -> f64) -> bool {
        members.iter().all(|pair| side(pair) == side(&members[0]))
    }

    /// Covariance and correlation of a pair of ones, and of 8,000 of these.
    fn of_thousands(pair: fn(u64) -> (f64, f64)) -> (f64, f64) {
        let mut products = Gridded::<WholeProducts, FloatProducts>::default();
        let mut correlations = Gridded::<WholeCorrelations, FloatCorrelations>::default();
        for pair in std::iter::once((1.0, 1.0)).chain((0..8_000).map(pair)) {
            products.enter(pair);
            correlations.enter(pair);
        }
        assert!(products.sums().is_ok() && correlations.sums().is_ok(), "all are near");
        (products.covariance().unwrap(), correlations.correlation().unwrap())
    }

    /// Nearly 2⁵¹ units from its centre, up and down in turn.
    const AWAY: f64 = 0.25 - f64::EPSILON;

    fn away(i: u64) -> f64 {
        if i.is_multiple_of(2) { 1.0 + AWAY } else { 1.0 - AWAY }
    }

    #[test]
    fn numerators_of_128_bits_are_right() {
        let (covariance, correlation) = of_thousands(|i| (away(i), away(i)));
        assert!((covariance - AWAY * AWAY).abs() <= f64::EPSILON * covariance, "{covariance:e}");
        assert!((correlation - 1.0).abs() <= f64::EPSILON, "{correlation:e}");
        // A sum of products of one sign, and sums of different ones, which together just do not fit.
        const UP: (f64, f64) = (1.0 + AWAY, 1.0 + AWAY / 2.0);
        const DOWN: (f64, f64) = (1.0 - AWAY / 2.0, 1.0 - AWAY);
        let (covariance, _) = of_thousands(|i| if i.is_multiple_of(2) { UP } else { DOWN });
        let expected = AWAY * AWAY * (4_000.0 + 4e6 / 8_001.0) / 8_000.0;
        assert!((covariance - expected).abs() <= 4.0 * f64::EPSILON * expected, "{covariance:e}");
        // One side has few bits, the other all of them, and it goes up as often as down.
        assert_eq!(of_thousands(|i| (1.0 + f64::EPSILON, away(i))), (0.0, 0.0));
        assert_eq!(of_thousands(|i| (away(i), 1.0 + f64::EPSILON)), (0.0, 0.0));
    }

    #[test]
    fn a_side_that_stands_still_is_known_when_sums_become_floats() {
        for x in (1..200).map(|i| 60_000.0 + f64::from(i) / 7.0) {
            let mut products = Gridded::<WholeProducts, FloatProducts>::default();
            let mut correlations = Gridded::<WholeCorrelations, FloatCorrelations>::default();
            for y in [60_000.1, 60_000.3, 60_000.7, 60_001.9, 1.0] {
                products.enter((x, y));
                correlations.enter((x, y));
            }
            assert!(products.sums().is_err() && correlations.sums().is_err(), "the last is not near");
            assert_eq!((products.covariance(), correlations.correlation()), (Some(0.0), None), "{x}");
        }
    }

    proptest! {
        /// All are whole numbers of eighths: so integers say what is right.
        #[test]
        fn pairs_are_as_those_of_integers(size in 2_usize..10, pairs in prop::collection::vec((side(), side()), 1..150)) {
            let mut products = Gridded::<WholeProducts, FloatProducts>::default();
            let mut correlations = Gridded::<WholeCorrelations, FloatCorrelations>::default();
            for (at, &pair) in pairs.iter().enumerate() {
                match at.checked_sub(size) {
                    Some(gone) => {
                        products.replace(pairs[gone], pair);
                        correlations.replace(pairs[gone], pair);
                    }
                    None => {
                        products.enter(pair);
                        correlations.enter(pair);
                    }
                }
                let members = &pairs[(at + 1).saturating_sub(size)..=at];
                let mut exact = <i64 as Number>::Products::default();
                let mut of_integers = <i64 as Number>::Correlations::default();
                for &(x, y) in members {
                    exact.enter((whole(x), whole(y)));
                    of_integers.enter((whole(x), whole(y)));
                }
                let expected = Products::<i64>::covariance(&exact).map(|covariance| covariance / 64.0);
                let off = products.covariance().zip(expected).map_or(0.0, |(found, expected)| (found - expected).abs());
                let bound = expected.unwrap_or(0.0).abs() * f64::EPSILON + 1e-17;
                prop_assert!(off <= bound && products.covariance().is_some() == expected.is_some(), "{off:e}");

                let (found, expected) = (correlations.correlation(), Correlations::<i64>::correlation(&of_integers));
                let off = found.zip(expected).map_or(0.0, |(found, expected)| (found - expected).abs());
                prop_assert!(off <= 4.0 * f64::EPSILON && found.is_some() == expected.is_some(), "{found:?}, not {expected:?}");
                if constant(members, |pair| pair.0) || constant(members, |pair| pair.1) {
                    prop_assert!(found.is_none() && products.covariance().unwrap_or(0.0) == 0.0);
                }
            }
        }
    }
}
