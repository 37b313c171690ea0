//! Numbers of two floats: a float, and the rest of what it stands for, at most half of its last digit.
//!
//! What an addition of floats loses is itself a float, and is found by five more operations (Knuth); what a
//! product loses, by one fused one, or by those of halves (Dekker). From these are made a sum and a product of twice the digits, 106. With
//! u = 2⁻⁵³, adding a float is off by at most 2u² of the result, adding two by 3u² + 13u³ (Joldes, Muller, Popescu,
//! *Tight and rigorous error bounds for basic building blocks of double-word arithmetic*, 2017, algorithms 4
//! and 6), as long as nothing overflows: magnitudes are below 2⁴⁰⁰ ([`FAR`](super::members::FAR)), squares below 2⁸⁰⁰.

use serde::{Deserialize, Serialize};

/// Two floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Two {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Two {
    /// A float.
    #[inline(always)]
    pub(in crate::network::statistic) fn of(x: f64) -> Two {
        Two { high: x, low: 0.0 }
    }

    /// A whole number, exactly below 2¹⁰⁶.
    #[inline(always)]
    pub(super) fn of_whole(x: i128) -> Two {
        let high = x as f64;
        Two { high, low: (x - high as i128) as f64 }
    }

    /// As a float.
    #[inline(always)]
    pub(in crate::network::statistic) fn value(self) -> f64 {
        self.high
    }

    /// The exact sum.
    #[inline(always)]
    pub(super) fn sum(a: f64, b: f64) -> Two {
        let high = a + b;
        let of_b = high - a;
        let of_a = high - of_b;
        Two { high, low: (a - of_a) + (b - of_b) }
    }

    /// The exact sum, if `high` is not the smaller one.
    #[inline(always)]
    fn ordered(high: f64, low: f64) -> Two {
        let sum = high + low;
        Two { high: sum, low: low - (sum - high) }
    }

    /// The exact product, unless it is below 2⁻⁹⁶⁰; it is below 2¹⁰²², and so is either factor.
    #[inline(always)]
    pub(super) fn product(a: f64, b: f64) -> Two {
        let high = a * b;
        Two { high, low: lost(a, b, high) }
    }

    /// Adds a float.
    #[inline(always)]
    pub(super) fn add(&mut self, x: f64) {
        let sum = Two::sum(self.high, x);
        *self = Two::ordered(sum.high, self.low + sum.low);
    }

    /// Adds two.
    #[inline(always)]
    pub(super) fn add_two(&mut self, x: Two) {
        let (high, low) = (Two::sum(self.high, x.high), Two::sum(self.low, x.low));
        let sum = Two::ordered(high.high, high.low + low.high);
        *self = Two::ordered(sum.high, sum.low + low.low);
    }

    /// Takes `gone` away as `came` is added. Off by at most 2u² of each of the four: before, after, `came`, `gone`, where these are floats;
    /// otherwise by 2u² of before and after, and 8u² of `came` and `gone`. So the error is relative to what is added, too, which the bounds of
    /// sums allow for: one renormalisation can be left out.
    #[inline(always)]
    pub(super) fn replace(&mut self, gone: Two, came: Two) {
        let change = Two::sum(came.high, -gone.high);
        let high = Two::sum(self.high, change.high);
        let low = self.low + (change.low + (came.low - gone.low));
        *self = Two::ordered(high.high, high.low + low);
    }

    /// The difference.
    #[inline(always)]
    pub(super) fn minus(mut self, x: Two) -> Two {
        self.add_two(x.negative());
        self
    }

    /// With the other sign.
    #[inline(always)]
    pub(super) fn negative(self) -> Two {
        Two { high: -self.high, low: -self.low }
    }

    /// The product, within 8u² of it (as algorithm 11, with one fused product more); a 0 or what is not finite is as floats have it.
    /// Up to the greatest float: halves of that would overflow.
    #[inline(always)]
    pub(in crate::network::statistic) fn by(self, x: Two) -> Two {
        let high = self.high * x.high;
        if high == 0.0 || !high.is_finite() {
            return Two::of(high);
        }
        let lost = self.high.mul_add(x.high, -high);
        Two::ordered(high, self.high.mul_add(x.low, self.low.mul_add(x.high, lost)))
    }

    /// By a float, within 2u² of the product (algorithm 9).
    #[inline(always)]
    pub(super) fn times(self, by: f64) -> Two {
        let high = Two::product(self.high, by);
        Two::ordered(high.high, self.low.mul_add(by, high.low))
    }

    /// count · both - a · b, where what cancels has all its digits.
    #[inline(always)]
    pub(super) fn remainder(count: f64, both: Two, a: Two, b: Two) -> f64 {
        let (left, right) = (Two::product(count, both.high), Two::product(a.high, b.high));
        let left_low = left.low + count * both.low;
        let right_low = right.low + (a.high * b.low + a.low * b.high);
        let apart = Two::sum(left.high, -right.high);
        apart.high + (apart.low + (left_low - right_low))
    }

    /// a · d - b · c, where what cancels has all its digits.
    #[inline(always)]
    pub(super) fn determinant(a: Two, d: Two, b: Two, c: Two) -> f64 {
        let (left, right) = (Two::product(a.high, d.high), Two::product(b.high, c.high));
        let left_low = left.low + (a.high * d.low + a.low * d.high);
        let right_low = right.low + (b.high * c.low + b.low * c.high);
        let apart = Two::sum(left.high, -right.high);
        apart.high + (apart.low + (left_low - right_low))
    }

    /// Both by a power of two.
    pub(super) fn scaled(self, by: f64) -> Two {
        Two { high: self.high * by, low: self.low * by }
    }
}

/// What is lost when a product is rounded.
#[inline(always)]
fn lost(a: f64, b: f64, product: f64) -> f64 {
    match cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        true => a.mul_add(b, -product),
        false => lost_of_halves(a, b, product),
    }
}

/// The same by products of halves, which are exact (Dekker): where a fused operation is a call, these are several times as fast.
#[inline(always)]
fn lost_of_halves(a: f64, b: f64, product: f64) -> f64 {
    let ((a, a_low), (b, b_low)) = (halves(a), halves(b));
    (((a * b - product) + a * b_low) + a_low * b) + a_low * b_low
}

/// Two floats of 26 digits each which are `x` in sum, below 2¹⁰²².
#[inline(always)]
fn halves(x: f64) -> (f64, f64) {
    let rounded = x.to_bits().wrapping_add(1 << 26) & !((1 << 27) - 1);
    let high = f64::from_bits(rounded);
    (high, x - high)
}

#[cfg(test)]
mod tests {
    use super::{Two, lost_of_halves};
    use proptest::prelude::*;

    proptest! {
        /// All digits, few, and those that are at the border of a half.
        #[test]
        fn a_product_loses_what_a_fused_one_says(
            digits: [u64; 2],
            kinds in prop::array::uniform2(0..5),
            exponents in prop::array::uniform2(-480_i32..480),
        ) {
            let [a, b]: [f64; 2] = std::array::from_fn(|at| {
                let digits = match kinds[at] {
                    0 => digits[at],
                    1 => digits[at] & !0 << (digits[at] % 53),
                    2 => digits[at] & !0 << 27 | 1 << 26,
                    3 => digits[at] & !0 << 27 | ((1 << 26) - 1),
                    _ => digits[at] | ((1 << 27) - 1),
                };
                // A sign, and a number of 1 up to 2.
                let one = f64::from_bits(digits & (1 << 63 | ((1 << 52) - 1)) | 1_023 << 52);
                one * f64::powi(2.0, exponents[at])
            });
            prop_assert_eq!(lost_of_halves(a, b, a * b), a.mul_add(b, -(a * b)));
        }

        /// Of the same size, and apart by up to 2⁸⁰; where all cancels, too.
        #[test]
        fn who_is_replaced_leaves_as_by_addition(
            parts in prop::array::uniform5(-1.0..1.0),
            exponents in prop::array::uniform3(0_i32..80),
            cancels: bool,
        ) {
            let u = f64::EPSILON / 2.0;
            let of = |part: f64, low: f64, exponent| {
                let high = part * f64::powi(2.0, exponent);
                Two::sum(high, low * u * high)
            };
            let (gone, came) = (of(parts[0], parts[1], exponents[0]), of(parts[2], parts[3], exponents[1]));
            let start = of(parts[4], 0.0, exponents[2]);
            let mut sum = if cancels { gone.minus(came) } else { start };
            let (before, mut by_addition) = (sum, sum);
            by_addition.add_two(came);
            let by_addition = by_addition.minus(gone);
            sum.replace(gone, came);
            let off = sum.minus(by_addition).high.abs();
            let [before, after, gone, came] = [before, sum, gone, came].map(|x| x.high.abs());
            // What is claimed, and what two additions may be off by themselves.
            let bound = 2.0 * (before + after) + 8.0 * (gone + came);
            let of_additions = 4.0 * (before + came) + 4.0 * (before + came + gone);
            prop_assert!(off <= (bound + of_additions) * u * u, "{sum:?}, off by {off:e}");
        }
    }
}
