//! Numbers of two floats: a float, and the rest of what it stands for, at most half of its last digit.
//!
//! What an addition of floats loses is itself a float, and is found by five more operations (Knuth); what a
//! product loses, by one fused one. From these are made a sum and a product of twice the digits, 106. With
//! u = 2⁻⁵³, adding a float is off by at most 2u² of the result, adding two by 3u² + 13u³ (Joldes, Muller, Popescu,
//! *Tight and rigorous error bounds for basic building blocks of double-word arithmetic*, 2017, algorithms 4
//! and 6), as long as nothing overflows: magnitudes are below 2⁴⁰⁰ ([`FAR`](super::float::FAR)), squares below 2⁸⁰⁰.

use serde::{Deserialize, Serialize};

/// Two floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Two {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Two {
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

    /// The exact product, unless it is below 2⁻⁹⁶⁰ or overflows.
    #[inline(always)]
    pub(super) fn product(a: f64, b: f64) -> Two {
        let high = a * b;
        // Fused by definition, on every machine.
        Two { high, low: a.mul_add(b, -high) }
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

    /// Both by a power of two.
    pub(super) fn scaled(self, by: f64) -> Two {
        Two { high: self.high * by, low: self.low * by }
    }
}
