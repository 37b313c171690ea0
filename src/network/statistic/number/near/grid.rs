//! Floats near one of them, as whole numbers.

use serde::{Deserialize, Serialize};

/// Places are nearer to the centre than this, 2⁵¹ units.
const RANGE: f64 = f64::from_bits((1_023 + 51) << 52);
/// 1.5 · 2⁵²: added to a float within the range it gives one whose last digit is 1, so that its bits say how many units there are.
const WHOLE: f64 = f64::from_bits((1_023 + 52) << 52 | 1 << 51);
/// A centre is at least 2⁻⁴⁰⁰ and below 2³⁹⁹: nothing within its range is [`FAR`](super::super::members::FAR).
const EXPONENTS: std::ops::Range<i64> = -400..399;

/// Floats around a centre, and how many units each is away from it.
///
/// A unit is half the last digit of the centre, which is 2⁵³ to 2⁵⁴ of them. So the range goes an eighth of the centre up and down, or
/// up to a quarter, and not to half of it: floats there have no digit below a unit, and their difference from the centre is exact
/// (Sterbenz, *Floating-point computation*, 1974). Every float within the range has a place, and no two have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Grid {
    centre: f64,
    unit: f64,
    per_unit: f64,
}

impl Grid {
    /// None of 0, nor of what is not ordinary.
    #[inline]
    pub(super) fn around(centre: f64) -> Option<Grid> {
        let power = |exponent: i64| f64::from_bits(((1_023 + exponent) as u64) << 52);
        let exponent = (centre.to_bits() >> 52 & 0x7ff) as i64 - 1_023;
        EXPONENTS.contains(&exponent).then(|| Grid {
            centre,
            unit: power(exponent - 53),
            per_unit: power(53 - exponent),
        })
    }

    #[inline(always)]
    pub(super) fn centre(&self) -> f64 {
        self.centre
    }

    #[inline(always)]
    pub(super) fn unit(&self) -> f64 {
        self.unit
    }

    /// How many units it is away from the centre, if it is within the range.
    #[inline(always)]
    pub(super) fn place(&self, x: f64) -> Option<i64> {
        let units = (x - self.centre) * self.per_unit;
        (units.abs() < RANGE).then(|| whole(units))
    }

    /// The same for one that is known to be.
    #[inline(always)]
    pub(super) fn known(&self, x: f64) -> i64 {
        whole((x - self.centre) * self.per_unit)
    }

    /// Who is there.
    #[inline]
    pub(super) fn at(&self, place: i64) -> f64 {
        self.centre + place as f64 * self.unit
    }
}

#[inline(always)]
fn whole(units: f64) -> i64 {
    ((units + WHOLE).to_bits() as i64).wrapping_sub(WHOLE.to_bits() as i64)
}

#[cfg(test)]
mod tests {
    use super::{EXPONENTS, Grid, RANGE};
    use crate::network::statistic::number::members::ordinary;
    use proptest::prelude::*;

    fn centre() -> impl Strategy<Value = f64> {
        (any::<bool>(), EXPONENTS, 0_u64..1 << 52).prop_map(|(negative, exponent, digits)| {
            let size = f64::from_bits((1_023 + exponent) as u64 * (1 << 52) + digits);
            if negative { -size } else { size }
        })
    }

    proptest! {
        #[test]
        fn every_float_within_range_has_a_place_of_its_own(centre in centre(), part in -0.124_f64..0.124) {
            let grid = Grid::around(centre).unwrap();
            let x = centre + centre * part;
            let place = grid.place(x).unwrap();
            prop_assert_eq!((grid.known(x), grid.at(place)), (place, x));
            // The next float has another.
            let next = grid.place(x.next_up()).unwrap() - place;
            prop_assert!([1, 2, 4].contains(&next), "{next} units");
        }

        #[test]
        fn there_is_none_beyond_the_range(centre in centre(), x in prop_oneof![any::<f64>(), centre()]) {
            let grid = Grid::around(centre).unwrap();
            let beyond = (x - centre).abs() >= RANGE * grid.unit();
            prop_assert_eq!(grid.place(x).is_none(), beyond || x.is_nan());
        }
    }

    #[test]
    fn nothing_is_around_what_is_not_ordinary() {
        for centre in
            [0.0, -0.0, f64::NAN, f64::INFINITY, 5e-324, f64::MAX, 2.0_f64.powi(399), 2.0_f64.powi(-401)]
        {
            assert_eq!(Grid::around(centre), None, "{centre}");
        }
    }

    /// Sums of floats keep those that are far apart from others: what has a place has to be one of the others.
    #[test]
    fn nothing_that_is_far_has_a_place() {
        let greatest = Grid::around(2.0_f64.powi(399).next_down()).unwrap();
        let far = 2.0_f64.powi(400);
        assert!(!ordinary(far) && greatest.place(far).is_none());
        let last = (2.0_f64.powi(399) * 1.125).next_down();
        assert!(ordinary(last) && greatest.place(last).is_some());
    }

    #[test]
    fn the_range_ends_where_it_says() {
        let grid = Grid::around(65_536.0).unwrap();
        let end = 65_536.0 * 1.25;
        assert_eq!(grid.place(end), None);
        assert_eq!(grid.place(end.next_down()), Some((1 << 51) - 2));
        assert_eq!(grid.place(49_152.0), None);
        assert_eq!(grid.place(49_152.0_f64.next_up()), Some(1 - (1 << 51)));
    }
}
