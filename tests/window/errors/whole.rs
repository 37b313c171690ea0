//! Whole numbers of 640 bits with a sign: room for sums of fourth powers of spikes, and for fractions of 192 bits.

use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use super::fine::Fine;

const LIMBS: usize = 10;

/// Modulo 2⁶⁴⁰, in two's complement: what is taken away again leaves no trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whole([u64; LIMBS]);

/// How many binary digits of a fraction are kept, where there are fractions.
pub(crate) const FRACTION: u32 = 192;

impl Whole {
    pub(crate) fn of(x: i128) -> Self {
        let mut limbs = [if x < 0 { u64::MAX } else { 0 }; LIMBS];
        (limbs[0], limbs[1]) = (x as u64, (x >> 64) as u64);
        Self(limbs)
    }

    /// `x` as a fraction: x · 2¹⁹².
    pub(crate) fn fraction(x: i128) -> Self {
        let mut limbs = Self::of(x).0;
        limbs.rotate_right(FRACTION as usize / 64);
        limbs[..FRACTION as usize / 64].fill(0);
        Self(limbs)
    }

    /// The product of fractions, what is below the last digit cut off.
    pub(crate) fn part(self, of: Self) -> Self {
        let Self(limbs) = self * of;
        let above = if limbs[LIMBS - 1] >> 63 == 1 { u64::MAX } else { 0 };
        Self(std::array::from_fn(|i| limbs.get(i + FRACTION as usize / 64).copied().unwrap_or(above)))
    }

    /// Over a small number; not negative.
    pub(crate) fn over(self, by: u64) -> Self {
        assert!(!self.is_negative(), "what is divided here is not negative");
        let (Self(mut limbs), mut rest) = (self, 0_u128);
        for limb in limbs.iter_mut().rev() {
            let all = rest << 64 | u128::from(*limb);
            (*limb, rest) = ((all / u128::from(by)) as u64, all % u128::from(by));
        }
        Self(limbs)
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0[LIMBS - 1] >> 63 == 1
    }

    /// To 106 digits of base two.
    pub(crate) fn fine(self) -> Fine {
        if self.is_negative() {
            return -(-self).fine();
        }
        let Some(top) = self.0.iter().rposition(|limb| *limb != 0) else {
            return Fine::of(0.0);
        };
        let limb = |i: usize| u128::from(top.checked_sub(i).map_or(0, |i| self.0[i]));
        let empty = self.0[top].leading_zeros();
        let first = limb(0) << 64 | limb(1);
        let digits = first << empty | if empty == 0 { 0 } else { limb(2) >> (64 - empty) };
        // Of 120 digits all differences below are whole.
        let digits = digits >> 8;
        let high = digits as f64;
        let low = (digits as i128 - high as i128) as f64;
        let scale = 2.0_f64.powi(64 * (top as i32 - 1) - empty as i32 + 8);
        Fine::pair(high * scale, low * scale)
    }
}

impl Add for Whole {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (mut limbs, mut carry) = ([0; LIMBS], false);
        for (i, limb) in limbs.iter_mut().enumerate() {
            let (sum, over) = self.0[i].overflowing_add(other.0[i]);
            let (sum, once_more) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, over || once_more);
        }
        Self(limbs)
    }
}

impl Neg for Whole {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.map(|limb| !limb)) + Self::of(1)
    }
}

impl Sub for Whole {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Whole {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        if self.is_negative() {
            return -(-self * other);
        }
        if other.is_negative() {
            return -(self * -other);
        }
        let length = other.0.iter().rposition(|limb| *limb != 0).map_or(0, |last| last + 1);
        let mut limbs = [0; LIMBS];
        for (i, digit) in self.0.into_iter().enumerate().filter(|(_, digit)| *digit != 0) {
            let mut carry = 0_u128;
            for j in 0..LIMBS - i {
                if j >= length && carry == 0 {
                    break;
                }
                let sum = u128::from(digit) * u128::from(other.0[j]) + u128::from(limbs[i + j]) + carry;
                (limbs[i + j], carry) = (sum as u64, sum >> 64);
            }
        }
        Self(limbs)
    }
}

impl AddAssign for Whole {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Whole {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

#[test]
fn products_and_quotients_are_those_of_128_bits() {
    let numbers = [0, 1, -1, 7, -12_345_678_901_234_567_890, 1 << 62, (1 << 63) - 1, -(1 << 63)];
    for (a, b) in numbers.into_iter().flat_map(|a| numbers.map(|b| (a, b))) {
        let (x, y) = (Whole::of(a), Whole::of(b));
        assert_eq!((x + y, x - y), (Whole::of(a + b), Whole::of(a - b)));
        assert_eq!(x * y, Whole::of(a.wrapping_mul(b)), "{a} · {b}");
        assert_eq!(Whole::fraction(a).part(Whole::fraction(b)), Whole::fraction(a.wrapping_mul(b)));
        // Back from three factors of up to 2¹⁹¹.
        let cube = x * x * x * Whole::of(b.abs());
        let float = (a as f64).powi(3) * b.abs() as f64;
        assert!((cube.fine().value() - float).abs() <= float.abs() * 1e-15, "{a}³ · {b}");
        if a >= 0 && b > 0 {
            assert_eq!(x.over(b as u64), Whole::of(a / b));
        }
    }
}
