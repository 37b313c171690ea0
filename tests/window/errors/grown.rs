//! Products of floats of any magnitude, each step within 2⁻¹²⁶.

/// `digits` · 2^`exponent`; the digits are 128, the first of them 1. Without sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grown {
    digits: u128,
    exponent: i64,
}

fn halves(x: u128) -> (u128, u128) {
    (x >> 64, x & u128::from(u64::MAX))
}

impl Grown {
    pub(crate) const ONE: Self = Self { digits: 1 << 127, exponent: -127 };

    /// The magnitude of a normal float.
    pub(crate) fn of(x: f64) -> Self {
        assert!(x.is_normal(), "{x} has a magnitude that can be multiplied");
        let (bits, raw) = (x.to_bits() & ((1 << 52) - 1) | 1 << 52, (x.to_bits() >> 52 & 0x7ff) as i64);
        Self { digits: u128::from(bits) << 75, exponent: raw - 1_023 - 127 }
    }

    pub(crate) fn by(self, other: Self) -> Self {
        let ((a, b), (c, d)) = (halves(self.digits), halves(other.digits));
        let (low, left, right) = (b * d, a * d, b * c);
        let middle = (low >> 64) + halves(left).1 + halves(right).1;
        let high = a * c + halves(left).0 + halves(right).0 + halves(middle).0;
        let exponent = self.exponent + other.exponent + 128;
        match high >> 127 {
            1 => Self { digits: high, exponent },
            _ => Self { digits: high << 1 | (halves(middle).1 >> 63), exponent: exponent - 1 },
        }
    }

    pub(crate) fn power(self, n: u64) -> Self {
        let (mut power, mut square) = (Self::ONE, self);
        for bit in 0..u64::BITS - n.leading_zeros() {
            if n >> bit & 1 == 1 {
                power = power.by(square);
            }
            square = square.by(square);
        }
        power
    }

    /// self / other - 1, of two that are near each other.
    pub(crate) fn above(self, other: Self) -> f64 {
        match self.exponent - other.exponent {
            0 if self.digits < other.digits => -((other.digits - self.digits) as f64 / other.digits as f64),
            0 => (self.digits - other.digits) as f64 / other.digits as f64,
            _ => self.across(other),
        }
    }

    /// The same where one is on the other side of a power of two.
    fn across(self, other: Self) -> f64 {
        match self.exponent - other.exponent {
            1 => {
                // 2 · digits of self, less those of other.
                let twice = (self.digits - (1 << 127)) as f64 * 2.0 + (u128::MAX - other.digits) as f64;
                twice / other.digits as f64
            }
            -1 => {
                let half = (other.digits - (1 << 127)) as f64 * 2.0 + (u128::MAX - self.digits) as f64;
                -half / 2.0 / other.digits as f64
            }
            apart => 2.0_f64.powi(apart.clamp(-1_000, 1_000) as i32),
        }
    }
}

#[test]
fn powers_are_products() {
    let (x, mut product) = (Grown::of(1.000_123), Grown::ONE);
    (0..1_000).for_each(|_| product = product.by(x));
    assert!(x.power(1_000).above(product).abs() < 1e-34);
    let (eight, nine) = (Grown::of(2.0).power(3), Grown::of(3.0).power(2));
    assert!((nine.above(eight) - 0.125).abs() < 1e-15 && (eight.above(nine) + 1.0 / 9.0).abs() < 1e-15);
    let (below, two) = (Grown::of(2.0_f64.next_down()), Grown::of(2.0));
    assert!((below.above(two) + 2.0_f64.powi(-53)).abs() < 1e-30);
    assert!((two.above(below) - 2.0_f64.powi(-53)).abs() < 1e-30);
}
