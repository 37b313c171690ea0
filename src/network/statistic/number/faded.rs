//! Weighted sums of floats in which each member makes all before it weigh less.
//!
//! With weights w, their sum W, the mean m and S = Σ w(x - m)², one member more, of weight v, which leaves the part k of all
//! other weights, gives
//!
//! ```text
//! W' = kW + v   d = x - m   m' = m + d · v/W'   S' = kS + d² · v · kW/W'   A' = k²A + 2v · kW
//! ```
//!
//! where A = W² - Σ w² is Σ wᵢwⱼ over all i ≠ j: as a sum it cancels nothing, as that difference it would lose all digits where
//! one member has nearly all the weight. Running sums are in two floats, so that the roundings of long memories are none; what is added
//! to them is a plain float, off relative to itself.

use serde::{Deserialize, Serialize};

use super::members::FAR;
use super::two::Two;

/// The part of the newest weight, 2⁻²⁰⁰, below which all weights before are forgotten: long before a product of them
/// would be no normal float.
const FORGOTTEN: f64 = f64::from_bits((1_023 - 200) << 52);

/// The sums.
///
/// Invariant: nothing has come, and all is 0, or `weight` is above 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faded {
    /// W.
    weight: Two,
    /// m.
    mean: Two,
    /// S.
    squares: Two,
    /// A.
    apart: Two,
}

/// How much of a weight is left.
#[derive(Clone, Copy, Debug)]
pub(in crate::network::statistic) struct Left(Two);

impl Left {
    /// 1 - `lost`, exactly.
    #[inline]
    pub(in crate::network::statistic) fn without(lost: f64) -> Self {
        Self(Two::sum(1.0, -lost))
    }

    /// 2⁻ⁿ for `n` half-lives, with as many digits for what is lost as for what is left.
    #[inline]
    pub(in crate::network::statistic) fn after_half_lives(n: f64) -> Self {
        match n < 1.0 {
            true => Self::without(-libm::expm1(-n * std::f64::consts::LN_2)),
            false => Self(Two::of(libm::exp2(-n))),
        }
    }

    /// 1 - what is left.
    #[inline]
    pub(in crate::network::statistic) fn lost(self) -> f64 {
        Two::of(1.0).minus(self.0).high
    }
}

impl Faded {
    /// Takes in a member of `weight`, or of weight 1 where there is none before it that weighs anything.
    #[inline]
    pub(in crate::network::statistic) fn enter(&mut self, x: Two, left: Left, weight: f64) {
        let x = if x.high.abs() < FAR { x } else { Two::of(f64::NAN) };
        let before = self.weight.by(left.0);
        if before.high <= weight * FORGOTTEN {
            // Of a NaN there is no variance, not even 0.
            *self = Self { weight: Two::of(1.0), mean: x, squares: x.minus(x), apart: Two::default() };
            return;
        }
        if weight == 0.0 {
            return;
        }
        let distance = x.minus(self.mean).high;
        self.weight = before;
        self.weight.add(weight);
        let (share, rest) = (weight / self.weight.high, before.high / self.weight.high);
        // From the nearer side: what is rounded is relative to how far the mean is from either.
        if share > rest {
            self.mean = x;
            self.mean.add(-distance * rest);
        } else {
            self.mean.add(distance * share);
        }
        self.squares = self.squares.by(left.0);
        self.squares.add(distance * distance * weight * rest);
        self.apart = self.apart.by(left.0).by(left.0);
        self.apart.add(2.0 * weight * before.high);
    }

    /// The weighted mean.
    #[inline]
    pub(in crate::network::statistic) fn mean(&self) -> Option<f64> {
        (self.weight.high > 0.0).then_some(self.mean.high)
    }

    /// S / W.
    #[inline]
    pub(in crate::network::statistic) fn biased_variance(&self) -> f64 {
        self.squares.high / self.weight.high
    }

    /// S · W / A, if two members weigh anything.
    #[inline]
    pub(in crate::network::statistic) fn variance(&self) -> Option<f64> {
        (self.apart.high > 0.0).then(|| self.squares.high * self.weight.high / self.apart.high)
    }
}
