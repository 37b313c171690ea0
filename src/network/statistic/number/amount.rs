//! A sum in two floats that is as float arithmetic has it where it is not finite.

use serde::{Deserialize, Serialize};

use super::stacks::Summary;
use super::two::Two;

/// The sum of some numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Amount(Two);

impl Summary for Amount {
    #[inline]
    fn add(&mut self, x: Two) {
        *self = self.joined(&Self(x));
    }

    #[inline]
    fn joined(&self, other: &Self) -> Self {
        let rounded = self.0.high + other.0.high;
        if !rounded.is_finite() {
            return Self(Two::of(rounded));
        }
        let mut sum = self.0;
        sum.add_two(other.0);
        Self(sum)
    }
}

impl Amount {
    /// As a float.
    #[inline]
    pub(in crate::network::statistic) fn value(&self) -> f64 {
        self.0.high
    }
}
