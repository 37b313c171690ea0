//! How many there are, their sum and how far they spread, of groups that are put together.

use serde::{Deserialize, Serialize};

use super::members::FAR;
use super::stacks::Summary;
use super::two::Two;

/// Count, sum, and the sum of the squared distances from the mean.
///
/// Of two groups with counts a and b the latter is S + S' + (a · Σ' - b · Σ)² / (ab(a + b)): of equal members it is 0, exactly,
/// for their sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    count: u64,
    sum: Two,
    squares: f64,
}

impl Summary for Spread {
    #[inline]
    fn add(&mut self, x: Two) {
        let sum = if x.high.abs() < FAR { x } else { Two::of(f64::NAN) };
        *self = self.joined(&Self { count: 1, sum, squares: 0.0 });
    }

    #[inline]
    fn joined(&self, other: &Self) -> Self {
        if self.count == 0 || other.count == 0 {
            return if self.count == 0 { *other } else { *self };
        }
        let (a, b) = (self.count as f64, other.count as f64);
        let apart = Two::determinant(Two::of(a), other.sum, Two::of(b), self.sum);
        let mut sum = self.sum;
        sum.add_two(other.sum);
        let squares = self.squares + other.squares + apart * (apart / (a * b * (a + b)));
        Self { count: self.count + other.count, sum, squares }
    }
}

impl Spread {
    /// How many deviations `x` is above the mean; none below two members, and of equal ones.
    #[inline]
    pub(in crate::network::statistic) fn score(&self, x: Two) -> Option<f64> {
        if self.count < 2 || self.squares == 0.0 {
            return None;
        }
        let n = self.count as f64;
        let above = Two::remainder(n, x, Two::of(1.0), self.sum) / n;
        Some(above / (self.squares / (n - 1.0)).sqrt())
    }
}
