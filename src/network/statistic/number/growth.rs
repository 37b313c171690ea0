//! A product whose magnitude has no bounds.

use serde::{Deserialize, Serialize};

use super::stacks::Summary;
use super::two::Two;

/// `mantissa` · 2^`exponent`.
///
/// Invariant: the magnitude of the mantissa is at least 1 and below 2, unless it is 0 or not finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    mantissa: Two,
    exponent: i64,
}

impl Default for Growth {
    /// The product of nothing.
    fn default() -> Self {
        Self { mantissa: Two::of(1.0), exponent: 0 }
    }
}

const BITS: i64 = 52;
const BIAS: i64 = 1_023;

/// The exponent of 2 in a float; none of 0 and of what is not finite.
#[inline]
fn exponent(x: f64) -> Option<i64> {
    let raw = (x.to_bits() >> BITS) as i64 & 0x7ff;
    match raw {
        0 if x == 0.0 => None,
        0 => Some(1 - BIAS),
        0x7ff => None,
        _ => Some(raw - BIAS),
    }
}

/// 2^exponent, for those of normal floats.
fn two_to(exponent: i64) -> f64 {
    f64::from_bits(((exponent + BIAS) as u64) << BITS)
}

impl Growth {
    #[inline]
    fn of(mantissa: Two, before: i64) -> Self {
        match exponent(mantissa.high) {
            None => Self { mantissa: Two::of(mantissa.high), exponent: 0 },
            // A float below the normal ones takes a second step.
            Some(exponent) if exponent == 1 - BIAS => {
                Self::of(mantissa.scaled(two_to(BITS + 1)), before - BITS - 1)
            }
            // In two halves, for the inverse of the greatest is not a normal float.
            Some(exponent) => {
                let mantissa =
                    mantissa.scaled(two_to(-(exponent / 2))).scaled(two_to(-(exponent - exponent / 2)));
                Self { mantissa, exponent: before + exponent }
            }
        }
    }

    /// The product as a float.
    pub(in crate::network::statistic) fn value(&self) -> f64 {
        // Beyond these nothing but 0 or an infinity is left.
        libm::scalbn(self.mantissa.high, self.exponent.clamp(-3_000, 3_000) as i32)
    }
}

impl Summary for Growth {
    #[inline]
    fn add(&mut self, x: Two) {
        *self = self.joined(&Self::of(x, 0));
    }

    #[inline]
    fn joined(&self, other: &Self) -> Self {
        Self::of(self.mantissa.by(other.mantissa), self.exponent + other.exponent)
    }
}
