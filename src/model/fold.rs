//! What is made of the members of a window or a bar: functions of a list, oldest first.
//!
//! Sums of integers and fixed point are exact; give them as `i128`. Sums of floats are exact here as long as
//! all partial sums are, for instance for whole numbers below 2⁵³; beyond, compare with a tolerance.
//! `.of(f)` is `f` of each member before, a tuple is the tuple of the results.
//!
//! ```
//! use tidegate::model::{fold, window};
//! let last_three = window::window_of(0, 3, |all| (fold::mean(all), fold::std(all)), &[Some(2.0), Some(4.0)]);
//! assert_eq!(last_three, [Some((Some(2.0), None)), Some((Some(3.0), Some(2.0_f64.sqrt())))]);
//! ```

/// Open, high, low and close of a stretch in which something occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ohlc<A> {
    /// The first.
    pub open: A,
    /// The greatest.
    pub high: A,
    /// The least.
    pub low: A,
    /// The last.
    pub close: A,
}

/// How many there are.
#[must_use]
pub fn count<A>(all: &[A]) -> u64 {
    all.len() as u64
}

/// The exact sum; 0 of nothing.
#[must_use]
pub fn sum(all: &[i128]) -> i128 {
    all.iter().sum()
}

/// The sum of floats; 0 of nothing.
#[must_use]
pub fn float_sum(all: &[f64]) -> f64 {
    all.iter().fold(0.0, |sum, x| sum + x)
}

/// Sum over count; none of nothing.
#[must_use]
pub fn mean(all: &[f64]) -> Option<f64> {
    (!all.is_empty()).then(|| float_sum(all) / all.len() as f64)
}

/// The sum of the squared distances from the mean, over count - 1; none below two.
#[must_use]
pub fn variance(all: &[f64]) -> Option<f64> {
    let mean = mean(all)?;
    let squares: Vec<f64> = all.iter().map(|x| (x - mean).powi(2)).collect();
    (all.len() >= 2).then(|| float_sum(&squares) / (all.len() - 1) as f64)
}

/// The square root of the [`variance`].
#[must_use]
pub fn std(all: &[f64]) -> Option<f64> {
    variance(all).map(f64::sqrt)
}

/// The least; of equal ones the oldest.
#[must_use]
pub fn min<A: Clone + PartialOrd>(all: &[A]) -> Option<A> {
    all.iter().cloned().reduce(|least, x| if x < least { x } else { least })
}

/// The greatest; of equal ones the oldest.
#[must_use]
pub fn max<A: Clone + PartialOrd>(all: &[A]) -> Option<A> {
    all.iter().cloned().reduce(|greatest, x| if x > greatest { x } else { greatest })
}

/// The oldest.
#[must_use]
pub fn first<A: Clone>(all: &[A]) -> Option<A> {
    all.first().cloned()
}

/// The newest.
#[must_use]
pub fn last<A: Clone>(all: &[A]) -> Option<A> {
    all.last().cloned()
}

/// First, greatest, least and last; none of nothing.
#[must_use]
pub fn ohlc<A: Clone + PartialOrd>(all: &[A]) -> Option<Ohlc<A>> {
    Some(Ohlc { open: first(all)?, high: max(all)?, low: min(all)?, close: last(all)? })
}
