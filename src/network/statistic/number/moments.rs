//! Central moments that are put together without cancellation.
//!
//! With n members, their mean m and Mₚ = Σ(x - m)ᵖ, those of one member more and those of two groups follow from
//! those of the parts and the distance of their means (Pébay, *Formulas for robust, one-pass parallel computation of
//! covariances and arbitrary-order statistical moments*, SAND2008-6212, 2008, equations 2.1 and 3.1). The mean is kept in two floats: a price
//! near 60,000 that moves by a cent has few digits left for the distance. Sums of powers are, too, so that the roundings of
//! many additions are none.

use serde::{Deserialize, Serialize};

use super::stacks::Summary;
use super::two::Two;

/// Count, mean, and the sums of the second, third and fourth powers of the distances from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    count: u64,
    mean: Two,
    second: Two,
    third: Two,
    fourth: Two,
}

impl Summary for Moments {
    #[inline]
    fn add(&mut self, x: Two) {
        let before = self.count as f64;
        self.count += 1;
        if self.count == 1 {
            self.mean = x;
            return;
        }
        let n = self.count as f64;
        let apart = x.minus(self.mean).high;
        let share = apart / n;
        let square = apart * share * before;
        let (second, third) = (self.second.high, self.third.high);
        self.mean.add(share);
        self.fourth
            .add(share * share * (square * (n * n - 3.0 * n + 3.0) + 6.0 * second) - 4.0 * share * third);
        self.third.add(share * (square * (n - 2.0) - 3.0 * second));
        self.second.add(square);
    }

    #[inline]
    fn joined(&self, other: &Self) -> Self {
        if self.count == 0 || other.count == 0 {
            return if self.count == 0 { *other } else { *self };
        }
        let (a, b) = (self.count as f64, other.count as f64);
        let n = a + b;
        let apart = other.mean.minus(self.mean).high;
        let (share_a, share_b) = (apart * (a / n), apart * (b / n));
        let square = apart * share_a * b;
        let mut joined = *self;
        joined.count += other.count;
        joined.mean.add(share_b);
        joined.second.add_two(other.second);
        joined.second.add(square);
        joined.third.add_two(other.third);
        joined.third.add(square * (share_a - share_b));
        joined.third.add(3.0 * (share_a * other.second.high - share_b * self.second.high));
        joined.fourth.add_two(other.fourth);
        joined.fourth.add(square * (share_a * share_a - share_a * share_b + share_b * share_b));
        joined.fourth.add(
            6.0 * (share_a * share_a * other.second.high + share_b * share_b * self.second.high)
                + 4.0 * (share_a * other.third.high - share_b * self.third.high),
        );
        joined
    }
}

impl Moments {
    /// The third standardised moment, corrected for bias.
    pub(in crate::network::statistic) fn skewness(&self) -> Option<f64> {
        let n = self.count as f64;
        let second = ordinary(self.second.high);
        (self.count >= 3 && second != 0.0)
            .then(|| n * (n - 1.0).sqrt() / (n - 2.0) * self.third.high / (second * second.sqrt()))
    }

    /// The fourth, less that of a normal distribution, corrected for bias.
    pub(in crate::network::statistic) fn kurtosis(&self) -> Option<f64> {
        let n = self.count as f64;
        let second = ordinary(self.second.high);
        (self.count >= 4 && second != 0.0).then(|| {
            let ratio = n * (n + 1.0) * self.fourth.high / (second * second);
            (n - 1.0) / ((n - 2.0) * (n - 3.0)) * (ratio - 3.0 * (n - 1.0))
        })
    }
}

/// Squares from here on, 2⁻⁴⁸⁰, have squares that are normal floats.
const LEAST: f64 = f64::from_bits((1_023 - 480) << 52);
/// Squares up to here, 2⁴⁸⁰, have finite ones, and so have sums of fourth powers.
const GREATEST: f64 = f64::from_bits((1_023 + 480) << 52);

/// A sum of squares of which the square can be said; NaN otherwise.
fn ordinary(second: f64) -> f64 {
    if second == 0.0 || (LEAST..=GREATEST).contains(&second) { second } else { f64::NAN }
}
