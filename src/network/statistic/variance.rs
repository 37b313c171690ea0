//! `variance`, `std` and `sem`: how far members spread.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Running, Squares};
use super::running::running;

/// Fold of [`variance`](super::variance).
#[derive(Clone, Copy, Debug)]
pub struct Variance;

/// Fold of [`std`](super::std()).
#[derive(Clone, Copy, Debug)]
pub struct Std;

/// Fold of [`sem`].
#[derive(Clone, Copy, Debug)]
pub struct Sem;

/// The mean and the variance, of one row of sums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MeanAndVariance;

/// The standard error of the mean: how far the [`mean`](super::mean) of as many would be from the mean of all there could be.
///
/// ```text
/// sem(members) = std / √n = √(Σ(x - mean)² / (n · (n - 1)))
/// ```
///
/// In the unit of the members; none below two. As [exact](Number) as the variance under the root, NaN and infinities as
/// there. O(1) a member. It takes members to be independent: prices in a row are not, their differences nearly are.
///
/// ```
/// use tidegate::network::{sem, simulate, Windowed};
/// let errors = simulate([(1, 2), (2, 4), (3, 6), (4, 8)], |x| x.window_of(3, sem()).full());
/// assert_eq!(errors[0], (3, Some((4.0_f64 / 3.0).sqrt())));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn sem() -> Sem {
    Sem
}

running!(Variance of X, kept in Squares, gives Option<f64>: |squares| squares.variance());
running!(Std of X, kept in Squares, gives Option<f64>: |squares| squares.variance().map(f64::sqrt));
running!(Sem of X, kept in Squares, gives Option<f64>: |squares| {
    squares.variance().map(|variance| (variance / squares.count() as f64).sqrt())
});
running!(MeanAndVariance of X, kept in Squares, gives (Option<f64>, Option<f64>): |squares| {
    (squares.mean(), squares.variance())
});
