//! Numbers of two floats, 106 digits of base two: for the one division or root at the end, and for the difference from it.

use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fine {
    high: f64,
    low: f64,
}

impl Fine {
    pub(crate) fn of(x: f64) -> Self {
        Self { high: x, low: 0.0 }
    }

    /// The sum of the two.
    pub(crate) fn pair(a: f64, b: f64) -> Self {
        let high = a + b;
        let of_b = high - a;
        Self { high, low: (a - (high - of_b)) + (b - of_b) }
    }

    pub(crate) fn value(self) -> f64 {
        self.high
    }

    /// How far a float is from it.
    pub(crate) fn off(self, found: f64) -> f64 {
        ((found - self.high) - self.low).abs()
    }

    pub(crate) fn root(self) -> Self {
        if self.high == 0.0 {
            return self;
        }
        let near = Self::of(self.high.sqrt());
        near + (self - near * near) / (near + near)
    }
}

impl Add for Fine {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (high, low) = (Self::pair(self.high, other.high), Self::pair(self.low, other.low));
        let sum = Self::pair(high.high, high.low + low.high);
        Self::pair(sum.high, sum.low + low.low)
    }
}

impl Neg for Fine {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for Fine {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Fine {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = self.high * other.high;
        let lost = self.high.mul_add(other.high, -high);
        Self::pair(high, lost + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Fine {
    type Output = Self;

    fn div(self, by: Self) -> Self {
        let first = Self::of(self.high / by.high);
        let rest = self - first * by;
        let second = Self::of(rest.high / by.high);
        let third = (rest - second * by).high / by.high;
        first + second + Self::of(third)
    }
}

#[test]
fn they_have_106_digits() {
    let third = Fine::of(1.0) / Fine::of(3.0);
    assert!((third * Fine::of(3.0) - Fine::of(1.0)).value().abs() < 1e-31);
    let root = Fine::of(2.0).root();
    assert!((root * root - Fine::of(2.0)).value().abs() < 1e-31);
    assert!(third.off(1.0 / 3.0) > 1e-17 && third.off(1.0 / 3.0) < 2e-17);
}
