//! `weighted_mean` and `weighted_variance` of values that count for more or less.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Running, SquaredWeights, Weights};
use super::running::running;

/// Fold of [`weighted_mean`].
#[derive(Clone, Copy, Debug)]
pub struct WeightedMean;

/// Fold of [`weighted_variance`].
#[derive(Clone, Copy, Debug)]
pub struct WeightedVariance;

/// The mean of values that count by their weight, over pairs `(x, weight)`. By volume: `(price, quantity)`.
///
/// ```text
/// weighted_mean(members) = Σ weight · x / Σ weight
/// ```
///
/// In the unit of x; that of the weights does not matter. A member of weight 0 is as if it had not come, whatever its x. None
/// of nothing, and where the weights do not add up to more than 0. While a member is NaN or infinite, or from 2²⁰⁰ on, on
/// either side, it is NaN, and afterwards it is as if that had not come. O(1) a member.
///
/// Of two [numbers](Number) of one type. Of integers the sums are exact, in 256 bits, and the result within 2⁻⁵¹ of itself. Of
/// floats, with N, w as [there](Number#floats), X and V the greatest magnitudes of x and weight, it is off by at most
/// 2⁻⁵¹ of itself + N · w · X · V · 2⁻¹⁰² / Σ weight, weights not negative; if all x are equal, it is that value.
///
/// ```
/// use tidegate::network::{simulate, weighted_mean, Windowed};
/// let ticks = [(1, (100, 3)), (2, (104, 1)), (3, (999, 0))];
/// let means = simulate(ticks, |x| x.total(weighted_mean()));
/// assert_eq!(means, [(1, Some(100.0)), (2, Some(101.0)), (3, Some(101.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn weighted_mean() -> WeightedMean {
    WeightedMean
}

/// The variance of values that count by their weight, over pairs `(x, weight)`: weights say how reliable each is.
///
/// ```text
/// weighted_variance(members) = Σ weight · (x - m)² · W / (W² - Σ weight²)
///                              where W = Σ weight, m = weighted_mean(members)
/// ```
///
/// Reliability weights, as `gsl_stats_wvariance` of the GNU Scientific Library: of equal weights it is the
/// [`variance`](super::variance()), in whatever unit they are. (Weights that say how often each value occurred are
/// something else: for them the divisor is W - 1.)
///
/// In the unit of x, squared. None of fewer than two members whose weight is not 0, and where W or W² - Σ weight² is not above 0,
/// which takes negative weights. Members of weight 0, NaN and what is from 2²⁰⁰ on as for [`weighted_mean`]. If all x are
/// equal it is 0; it is never negative. O(1) a member.
///
/// Of integers the sums are exact, in 256 bits, if x has at most 64 and the weights add up to less than 2⁶³, and the
/// result within 2⁻⁵⁰ of itself. Of floats it is off by at most 2⁻⁵⁰ + N · w · V · (V + W) · 2⁻⁹⁹ / (W² - Σ weight²) of itself, and
/// N · w · V · X² · 2⁻⁹⁹ · W / (W² - Σ weight²), letters as there, weights not negative, as long as the second part is far below 1: where
/// weights of 10¹⁸ have left some of 1, it says nothing.
///
/// ```
/// use tidegate::network::{simulate, weighted_variance, Windowed};
/// let ticks = [(1, (2.0, 0.5)), (2, (4.0, 0.5)), (3, (6.0, 0.5))];
/// let spread = simulate(ticks, |x| x.total(weighted_variance()));
/// assert_eq!(spread, [(1, None), (2, Some(2.0)), (3, Some(4.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn weighted_variance() -> WeightedVariance {
    WeightedVariance
}

running!(WeightedMean of (X, X), kept in Weights, gives Option<f64>: |weights| weights.mean());
running!(WeightedVariance of (X, X), kept in SquaredWeights, gives Option<f64>: |weights| weights.variance());
