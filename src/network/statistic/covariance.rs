//! `covariance` and `correlation` of pairs.

use super::fold::{Aggregate, Fold};
use super::number::{Correlations, Number, Products, Running};
use super::running::running;

/// Fold of [`covariance`].
#[derive(Clone, Copy, Debug)]
pub struct Covariance;

/// Fold of [`correlation`].
#[derive(Clone, Copy, Debug)]
pub struct Correlation;

/// How far the two of a pair go together: the mean product of their distances from their means, over pairs `(x, y)`.
///
/// ```text
/// covariance(members) = Σ(x - mean x)(y - mean y) / (n - 1)
/// ```
///
/// In the unit of x times that of y; none below two. If all x are equal, or all y, it is 0, exactly. While a side of a member
/// is NaN, infinite, or from 2⁴⁰⁰ on, it is NaN, and afterwards it is as if that had not come. O(1) a member.
///
/// Of two [numbers](Number) of one type. Of integers the numerator is exact, in 256 bits (for `i128` below 2⁹⁵ and up to 2³²
/// members), and the result within 2⁻⁵¹ of itself. Of floats, with N, w as [there](Number#floats), and X and Y the greatest
/// magnitudes on either side, it is off by at most 2⁻⁵¹ of itself + N · w · X · Y · 2⁻¹⁰¹; of what is near on both sides by the
/// first part alone.
///
/// ```
/// use tidegate::network::{covariance, simulate, Windowed};
/// let ticks = [(1, (1, 10)), (2, (2, 14)), (3, (3, 12))];
/// let together = simulate(ticks, |x| x.total(covariance()));
/// assert_eq!(together, [(1, None), (2, Some(2.0)), (3, Some(1.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn covariance() -> Covariance {
    Covariance
}

/// The correlation coefficient of Pearson over pairs `(x, y)`: 1 if they go together, -1 if they go against each other.
///
/// ```text
/// correlation(members) = covariance(members) / (std(x of members) · std(y of members))
/// ```
///
/// A pure number from -1 to 1. None below two, and where all x are equal or all y: a constant goes neither with
/// anything nor against it. NaN as for [`covariance`]. O(1) a member.
///
/// Of integers, and of floats [that are near](Number#floats) on both sides, within 2⁻⁴⁹; of other floats off by at most
/// 2⁻⁴⁹ + N · w · K² · 2⁻⁹⁹, where K is the greater of X over the deviation of x, and Y over that of y, as long as the second part is
/// below 1/8: the bound adds up what mostly cancels.
///
/// ```
/// use tidegate::network::{correlation, simulate, Windowed};
/// let ticks = [(1, (1.0, 9.0)), (2, (2.0, 7.0)), (3, (3.0, 5.0)), (4, (3.0, 5.0)), (5, (3.0, 6.0))];
/// let together = simulate(ticks, |x| x.window_of(3, correlation()).full());
/// assert_eq!(together, [(3, Some(-1.0)), (4, Some(-1.0)), (5, None)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn correlation() -> Correlation {
    Correlation
}

running!(Covariance of (X, X), kept in Products, gives Option<f64>: |products| products.covariance());
running!(Correlation of (X, X), kept in Correlations, gives Option<f64>: |sums| sums.correlation());
