//! Whole numbers of 256 bits, as far as a variance needs them. All modulo 2²⁵⁶.

use serde::{Deserialize, Serialize};

/// `high` · 2¹²⁸ + `low`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

const HALF: u32 = 64;

/// Upper and lower half.
fn halves(x: u128) -> (u128, u128) {
    (x >> HALF, x & u128::from(u64::MAX))
}

/// The nearest float.
// Of 64 bits with a sign the conversion is one machine instruction, of 128 it is a function; called apart, so that
// the compiler does not join the two.
#[inline]
pub(super) fn to_f64(x: i128) -> f64 {
    #[cold]
    #[inline(never)]
    fn large(x: i128) -> f64 {
        x as f64
    }
    i64::try_from(x).map_or_else(|_| large(x), |x| x as f64)
}

impl Wide {
    /// A number of half its bits, with a sign.
    #[inline]
    pub(super) fn of(x: i128) -> Wide {
        Wide { high: if x < 0 { u128::MAX } else { 0 }, low: x as u128 }
    }

    /// The number, if half its bits say it, sign included.
    #[inline]
    pub(super) fn narrow(self) -> Option<i128> {
        let low = self.low as i128;
        (Wide::of(low) == self).then_some(low)
    }

    /// The number, if it is that small.
    #[inline]
    pub(super) fn below_2_to_96(self) -> Option<i128> {
        (self.high == 0 && self.low >> 96 == 0).then_some(self.low as i128)
    }

    /// Adds a number of half its bits. That it goes over is rare: so it is a branch.
    #[inline]
    pub(super) fn add(&mut self, x: u128) {
        let (low, over) = self.low.overflowing_add(x);
        self.low = low;
        if over {
            self.high = self.high.wrapping_add(1);
        }
    }

    /// The same the other way.
    #[inline]
    pub(super) fn subtract(&mut self, x: u128) {
        let (low, over) = self.low.overflowing_sub(x);
        self.low = low;
        if over {
            self.high = self.high.wrapping_sub(1);
        }
    }

    #[inline]
    pub(super) fn square(x: u128) -> Wide {
        let (high, low) = halves(x);
        if high == 0 {
            return Wide { high: 0, low: low * low };
        }
        // (h · 2⁶⁴ + l)² = h² · 2¹²⁸ + 2hl · 2⁶⁴ + l²
        let (crossed_high, crossed_low) = halves(high * low);
        let crossed = Wide { high: crossed_high, low: crossed_low << HALF };
        Wide { high: high * high, low: low * low }.plus(crossed).plus(crossed)
    }

    pub(super) fn times(self, by: u64) -> Wide {
        let by = u128::from(by);
        let (high, low) = halves(self.low);
        let (carry, middle) = halves(high * by);
        let product = Wide { high: self.high.wrapping_mul(by).wrapping_add(carry), low: middle << HALF };
        product.plus(Wide { high: 0, low: low * by })
    }

    /// The product of two numbers of half its bits.
    #[inline]
    fn product(x: u128, y: u128) -> Wide {
        let ((x_high, x_low), (y_high, y_low)) = (halves(x), halves(y));
        let crossed = |product: u128| Wide { high: product >> HALF, low: product << HALF };
        Wide { high: x_high * y_high, low: x_low * y_low }
            .plus(crossed(x_high * y_low))
            .plus(crossed(x_low * y_high))
    }

    /// The product. Modulo 2²⁵⁶ it is the same whether there is a sign or not.
    pub(super) fn by(self, other: Wide) -> Wide {
        let crossed = self.high.wrapping_mul(other.low).wrapping_add(self.low.wrapping_mul(other.high));
        Wide::product(self.low, other.low).plus(Wide { high: crossed, low: 0 })
    }

    /// The product of numbers with a sign.
    #[inline]
    pub(super) fn times_signed(self, by: i128) -> Wide {
        let narrow = self.narrow().and_then(|narrow| narrow.checked_mul(by));
        narrow.map_or_else(|| self.by(Wide::of(by)), Wide::of)
    }

    #[inline]
    pub(super) fn plus(self, other: Wide) -> Wide {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide { high: self.high.wrapping_add(other.high).wrapping_add(u128::from(carry)), low }
    }

    #[inline]
    pub(super) fn minus(self, other: Wide) -> Wide {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Wide { high: self.high.wrapping_sub(other.high).wrapping_sub(u128::from(borrow)), low }
    }

    /// The same of a number with a sign.
    #[inline]
    pub(super) fn signed_f64(self) -> f64 {
        match self.narrow() {
            Some(narrow) => to_f64(narrow),
            None if self.high >> 127 == 1 => -Wide::default().minus(self).to_f64(),
            None => self.to_f64(),
        }
    }

    /// Within 2⁻⁵² of the number, relative to it.
    pub(super) fn to_f64(self) -> f64 {
        const TWO_TO_128: f64 = f64::from_bits((1_023 + 128) << 52);
        self.high as f64 * TWO_TO_128 + self.low as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Wide;
    use proptest::prelude::*;

    /// The product by the method learned at school, in digits of 32 bits, lowest first.
    fn school(a: [u32; 8], b: [u32; 8]) -> [u32; 8] {
        let mut digits = [0_u32; 8];
        for (i, a) in a.into_iter().enumerate() {
            let mut carry = 0_u64;
            for (j, b) in b.into_iter().enumerate().take(8 - i) {
                let sum = u64::from(a) * u64::from(b) + u64::from(digits[i + j]) + carry;
                digits[i + j] = sum as u32;
                carry = sum >> 32;
            }
        }
        digits
    }

    fn digits(x: Wide) -> [u32; 8] {
        std::array::from_fn(|i| (if i < 4 { x.low } else { x.high } >> (32 * (i % 4))) as u32)
    }

    fn number() -> impl Strategy<Value = u128> {
        let bits = |(x, bits): (u128, u32)| x >> bits;
        prop_oneof![(any::<u128>(), 0..128_u32).prop_map(bits), Just(u128::MAX), Just(1 << 64), Just(0)]
    }

    proptest! {
        #[test]
        fn products_are_those_of_the_school(x in number(), high in number(), low in number(), by in any::<u64>()) {
            let narrow = digits(Wide { high: 0, low: x });
            prop_assert_eq!(digits(Wide::square(x)), school(narrow, narrow));
            let (wide, by_digits) = (Wide { high, low }, digits(Wide { high: 0, low: by.into() }));
            prop_assert_eq!(digits(wide.times(by)), school(digits(wide), by_digits));
        }

        #[test]
        fn products_of_wide_numbers_are_those_of_the_school(a in number(), b in number(), c in number(), d in number()) {
            let (x, y) = (Wide { high: a, low: b }, Wide { high: c, low: d });
            prop_assert_eq!(digits(x.by(y)), school(digits(x), digits(y)));
            let signed = Wide::of(d as i128);
            prop_assert_eq!(x.times_signed(d as i128), x.by(signed));
            prop_assert_eq!(Wide::of(b as i128).times_signed(d as i128), Wide::of(b as i128).by(signed));
            prop_assert_eq!(signed.narrow(), Some(d as i128));
            prop_assert_eq!(signed.signed_f64(), d as i128 as f64);
            let opposite = Wide::default().minus(x);
            prop_assert!(x == opposite || x.signed_f64() == -opposite.signed_f64());
            prop_assert_eq!(Wide::of(-1).by(x), opposite);
        }

        #[test]
        fn sums_and_differences_undo_each_other(a in number(), b in number(), c in number(), d in number()) {
            let (x, y) = (Wide { high: a, low: b }, Wide { high: c, low: d });
            prop_assert_eq!(x.plus(y).minus(y), x);
            prop_assert_eq!(x.minus(y).plus(y), x);
            prop_assert_eq!(x.plus(x), x.times(2));
            prop_assert_eq!(x.minus(x), Wide::default());
        }
    }
}
