//! Numerators of variances and the like, of whole numbers: count · Σab - Σa · Σb.

use super::sums::WholeSums;
use crate::network::statistic::number::wide::Wide;

#[inline(always)]
pub(super) fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// Both sums, if all numerators of them are sure to fit into 127 bits: no sum of squares or products is above `size`.
#[inline(always)]
pub(super) fn narrow(size: i128, a: &WholeSums, b: &WholeSums) -> Option<(i64, i64)> {
    let high = ((size >> 64) as u64 + 1).checked_mul(a.count()).filter(|high| *high < 1 << 62);
    high.and(a.sum().narrow().zip(b.sum().narrow()))
}

/// count · Σab - Σa · Σb, modulo 2¹²⁸.
#[inline(always)]
pub(super) fn narrow_numerator(count: u64, products: i128, a: i64, b: i64) -> i128 {
    u128::from(count).wrapping_mul(products as u128).wrapping_sub(product(a, b) as u128) as i128
}

/// count · Σab - Σa · Σb, within 2⁻⁵² of itself; |Σab| is not above `size`.
#[inline(always)]
pub(super) fn numerator(products: i128, size: i128, a: &WholeSums, b: &WholeSums) -> f64 {
    match narrow(size, a, b) {
        Some((of_a, of_b)) => float(narrow_numerator(a.count(), products, of_a, of_b)),
        None => wide_numerator(products, a, b),
    }
}

#[cold]
#[inline(never)]
pub(super) fn wide_numerator(products: i128, a: &WholeSums, b: &WholeSums) -> f64 {
    let by_count = Wide::of(products).times_signed(a.count().into());
    by_count.minus(Wide::of(a.sum().value()).times_signed(b.sum().value())).signed_f64()
}

/// As a float, within 2⁻⁵² of itself; `as` is nearer, and a call.
#[inline(always)]
pub(super) fn float(x: i128) -> f64 {
    const TWO_TO_64: f64 = f64::from_bits((1_023 + 64) << 52);
    let size = x.unsigned_abs();
    let size = ((size >> 64) as i64) as f64 * TWO_TO_64 + (size as u64) as f64;
    if x < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::{float, narrow, narrow_numerator, product, wide_numerator};
    use crate::network::statistic::number::near::sums::WholeSums;
    use proptest::prelude::*;

    /// Sums around 1, of places that are given.
    fn sums(places: &[i64]) -> WholeSums {
        let mut sums = WholeSums::default();
        for &place in places {
            let x = 1.0 + place as f64 * 2.0_f64.powi(-53);
            // A float above 1 is a whole number of two units.
            let room =
                if sums.count() == 0 { sums.room(1.0).map(|(grid, _)| (grid, place)) } else { sums.room(x) };
            sums.enter(room.unwrap());
        }
        sums
    }

    proptest! {
        #[test]
        fn numerators_are_the_same_narrow_and_wide(
            places in prop::collection::vec((-(1_i64 << 49)..1 << 49, -(1_i64 << 49)..1 << 49), 2..20),
            shift in 0_u32..49,
        ) {
            let even = |place: i64| (place >> shift) * 2;
            let (a, b): (Vec<_>, Vec<_>) = places.into_iter().map(|(a, b)| (even(a), even(b))).unzip();
            let products: i128 = a.iter().zip(&b).map(|(a, b)| product(*a, *b)).sum();
            let (a, b) = (sums(&a), sums(&b));
            let wide = wide_numerator(products, &a, &b);
            if let Some((of_a, of_b)) = narrow(products.abs(), &a, &b) {
                let numerator = float(narrow_numerator(a.count(), products, of_a, of_b));
                prop_assert!((numerator - wide).abs() <= wide.abs() * f64::EPSILON, "{numerator:e} is not {wide:e}");
            }
            prop_assert!(narrow(products.abs(), &a, &b).is_some() || shift < 3);
        }

        #[test]
        fn whole_numbers_become_floats(x: i128, bits in 0_u32..127) {
            let x = x >> bits;
            prop_assert!((float(x) - x as f64).abs() <= (x as f64).abs() * f64::EPSILON, "{x} is not {}", float(x));
        }
    }
}
