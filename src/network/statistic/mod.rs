//! What is made of the members of a window or a bar, and averages that forget.
//!
//! The meaning of each is a function of the list of members in [`model::fold`](crate::model::fold), of what forgets in
//! [`model::forgetting`](crate::model::forgetting), across keys in [`model::across`](crate::model::across). Of `linear_mean` and of
//! folds of folds it is their equation.

mod across;
mod at_least;
mod count;
mod covariance;
mod ends;
mod ewma;
mod extreme;
mod fold;
mod forgetting;
mod linear;
mod mapped;
mod number;
mod of;
mod of_last;
mod of_steps;
mod ohlc;
mod only;
mod order;
mod product;
mod running;
mod shape;
mod stacked;
mod sum;
mod then;
mod time_weighted;
mod tuple;
mod variance;
mod weighted;

use self::count::Count;
use self::ends::{First, Last};
use self::ewma::{Ewma, EwmaHalfLife};
use self::extreme::Extreme;
use self::ohlc::OpenHighLowClose;
use self::sum::{Mean, Sum};
use self::variance::{Std, Variance};
use crate::network::event::Event;
use crate::network::event::via::Via;
use crate::time::Span;

pub use self::across::{Across, across};
pub use self::at_least::AtLeast;
pub use self::covariance::{correlation, covariance};
pub use self::fold::{Aggregate, Fold};
pub use self::forgetting::{Exponential, Forgetting, exponential, exponential_by_time};
pub use self::linear::linear_mean;
pub use self::mapped::Mapped;
pub use self::number::Number;
pub use self::of::Of;
pub use self::of_last::OfLast;
pub use self::of_steps::OfSteps;
pub use self::ohlc::Ohlc;
pub use self::only::OnlyThose;
pub use self::order::{
    Extremum, Interpolate, Quantile, Rank, argmax, argmin, median, quantile, rank, unique,
};
pub use self::product::{geometric_mean, product};
pub use self::shape::{kurtosis, skewness};
pub use self::then::Then;
pub use self::time_weighted::time_weighted_mean;
pub(crate) use self::variance::MeanAndVariance;
pub use self::variance::sem;
pub use self::weighted::{weighted_mean, weighted_variance};

/// How many there are, a `u64`.
///
/// ```
/// use tidegate::network::{count, simulate, Windowed};
/// use tidegate::time::Span;
/// let rates = simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.window_at(Span::from_secs(2), count()));
/// assert_eq!(rates, [(1, 1), (2, 2), (3, 2)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn count() -> Count {
    Count
}

/// The sum: an `i128` of integers, exactly; an `f64` of floats, within [a bound](Number#floats). 0 of nothing.
///
/// ```
/// use tidegate::network::{simulate, sum, Windowed};
/// assert_eq!(simulate([(1, 3_u32), (2, 4), (3, 5)], |x| x.window_of(2, sum())), [(1, 3), (2, 7), (3, 9)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn sum() -> Sum {
    Sum
}

/// Sum over count; none of nothing. [How exact](Number).
///
/// ```
/// use tidegate::network::{mean, simulate, Windowed};
/// let means = simulate([(1, 0.1), (2, 0.1), (3, 0.4)], |x| x.window_of(2, mean()));
/// assert_eq!(means, [(1, Some(0.1)), (2, Some(0.1)), (3, Some(0.25))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn mean() -> Mean {
    Mean
}

/// The sum of the squared distances from the mean, over count - 1; none below two. [How exact](Number).
///
/// ```
/// use tidegate::network::{simulate, variance, Windowed};
/// let spread = simulate([(1, 2), (2, 4), (3, 6)], |x| x.total(variance()));
/// assert_eq!(spread, [(1, None), (2, Some(2.0)), (3, Some(4.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn variance() -> Variance {
    Variance
}

/// The square root of the [`variance`].
///
/// ```
/// use tidegate::network::{simulate, std, Windowed};
/// assert_eq!(simulate([(1, 2), (2, 4), (3, 6)], |x| x.window_of(3, std()).full()), [(3, Some(2.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn std() -> Std {
    Std
}

/// The least; of equal ones the oldest; none of nothing.
///
/// ```text
/// min(members) = the least x, where each is compared with the least of those before it, and wins if x < least
/// ```
///
/// Nothing is less than NaN: a NaN counts while it is the oldest member, and is passed over otherwise. Apart from
/// such, any two values have to be comparable. In a window it costs O(1) on average, however long the window.
///
/// ```
/// use tidegate::network::{min, simulate, Windowed};
/// let lows = simulate([(1, 3), (2, 1), (3, 2), (4, 4)], |x| x.window_of(2, min()));
/// assert_eq!(lows, [(1, Some(3)), (2, Some(1)), (3, Some(1)), (4, Some(2))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn min() -> Extreme<false> {
    Extreme
}

/// The greatest; of equal ones the oldest; none of nothing. As [`min`] otherwise.
///
/// ```
/// use tidegate::network::{max, min, simulate, Windowed};
/// let range = simulate([(1, 3), (2, 1)], |x| x.total((min(), max())));
/// assert_eq!(range, [(1, (Some(3), Some(3))), (2, (Some(1), Some(3)))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn max() -> Extreme<true> {
    Extreme
}

/// The oldest; none of nothing.
///
/// ```
/// use tidegate::network::{first, simulate, Windowed};
/// assert_eq!(simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.window_of(2, first()).full()), [(2, Some('a')), (3, Some('b'))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn first() -> First {
    First
}

/// The newest; none of nothing.
///
/// ```
/// use tidegate::network::{last, simulate, Windowed};
/// assert_eq!(simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.tick_bars(2, last())), [(2, Some('b'))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn last() -> Last {
    Last
}

/// First, greatest, least and last; none of nothing.
///
/// ```
/// use tidegate::network::{ohlc, simulate, Ohlc, Windowed};
/// let bars = simulate([(1, 3), (2, 5), (3, 1), (4, 4)], |x| x.tick_bars(4, ohlc()));
/// assert_eq!(bars, [(4, Some(Ohlc { open: 3, high: 5, low: 1, close: 4 }))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn ohlc() -> OpenHighLowClose {
    OpenHighLowClose
}

/// Averages of floats that forget exponentially; of other numbers after a [`map`](Event::map) to `f64`.
///
/// A NaN stays in such an average for ever: [`filter`](Event::filter) what may not be a number before.
pub trait Smooth: Event<Item = f64> {
    /// The exponentially weighted average, by occurrence.
    ///
    /// ```text
    /// ewma(alpha, x)@t = x@t                    at the first occurrence in [c, t]
    ///                  = v + alpha · (x@t - v)  afterwards, where v is the average before
    /// ```
    ///
    /// O(1). What is rounded fades with the rest: off by at most 2⁻⁵⁰ / alpha of the greatest magnitude so far.
    /// [`exponential`] has a bound without alpha, and costs more.
    ///
    /// # Errors
    /// An alpha that is not above 0 and at most 1 is a [`BuildError::OutOfRange`](crate::network::BuildError::OutOfRange).
    ///
    /// ```
    /// use tidegate::network::{simulate, Smooth};
    /// assert_eq!(simulate([(1, 4.0), (2, 8.0), (3, 8.0)], |x| x.ewma(0.5)), [(1, 4.0), (2, 6.0), (3, 7.0)]);
    /// ```
    #[track_caller]
    fn ewma(
        self, // an event has one consumer: `.share()` it first to use it twice
        alpha: f64,
    ) -> Via<Self, Ewma> {
        Via::new(self, Ewma::new(alpha))
    }

    /// The exponentially weighted average, by time: what has been averaged loses half its weight in `half_life`.
    ///
    /// ```text
    /// As ewma, with alpha = 1 - 2^(-e / half_life), where e is the time since the occurrence before
    /// ```
    ///
    /// So an occurrence with the timestamp of the one before it has no weight, unless it is the first. Off by as much as an
    /// [`ewma`](Smooth::ewma) with the least alpha that there was.
    ///
    /// # Errors
    /// A half-life of zero is a [`BuildError::ZeroSpan`](crate::network::BuildError::ZeroSpan).
    ///
    /// ```
    /// use tidegate::network::{simulate, Smooth};
    /// use tidegate::time::Span;
    /// let averages = simulate([(1, 4.0), (3, 8.0)], |x| x.ewma_half_life(Span::from_secs(2)));
    /// assert_eq!(averages, [(1, 4.0), (3, 6.0)]);
    /// ```
    #[track_caller]
    fn ewma_half_life(
        self, // an event has one consumer: `.share()` it first to use it twice
        half_life: Span,
    ) -> Via<Self, EwmaHalfLife> {
        Via::new(self, EwmaHalfLife { half_life, average: None })
    }
}

impl<E: Event<Item = f64>> Smooth for E {}
