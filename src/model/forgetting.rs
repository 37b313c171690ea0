//! Averages in which members weigh less the older they are, or as long as they held: functions of a list, oldest first.
//!
//! The weights are written down one by one, and then it is a weighted mean like any other.
//!
//! ```
//! use tidegate::model::forgetting::exponential;
//! let found = exponential(0.5, false, &[4.0, 8.0]).unwrap();
//! assert_eq!((found.mean, found.variance, found.biased_variance), (6.0, Some(8.0), 4.0));
//! ```

use super::fold;
use crate::time::{Span, Time};

/// Mean and variances of weighted members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Σ w · x / Σ w.
    pub mean: f64,
    /// Σ w · (x - mean)² · W / (W² - Σ w²); none below two that weigh anything.
    pub variance: Option<f64>,
    /// Σ w · (x - mean)² / W.
    pub biased_variance: f64,
}

/// The weights of members, where the one at `i` leaves `left[i]` of all weights before it. A new one weighs what the others
/// have lost, or, if `adjusted`, 1, and so does the first.
fn weights(left: &[f64], adjusted: bool) -> Vec<f64> {
    let new = |i: usize| if i == 0 || adjusted { 1.0 } else { 1.0 - left[i] };
    (0..left.len()).map(|i| new(i) * left[i + 1..].iter().product::<f64>()).collect()
}

/// Mean and variances by these weights.
fn of_weights(weights: &[f64], all: &[f64]) -> Option<Exponential> {
    let pairs: Vec<_> = all.iter().copied().zip(weights.iter().copied()).collect();
    let mean = fold::weighted_mean(&pairs)?;
    let squares: Vec<_> = pairs.iter().map(|(x, weight)| ((x - mean).powi(2), *weight)).collect();
    Some(Exponential {
        mean,
        variance: fold::weighted_variance(&pairs),
        biased_variance: fold::weighted_mean(&squares)?,
    })
}

/// Each occurrence leaves 1 - `alpha` of all weights before it.
#[must_use]
pub fn exponential(alpha: f64, adjusted: bool, all: &[f64]) -> Option<Exponential> {
    of_weights(&weights(&vec![1.0 - alpha; all.len()], adjusted), all)
}

/// Weights are halved in `half_life`.
#[must_use]
pub fn exponential_by_time(half_life: Span, adjusted: bool, all: &[(Time, f64)]) -> Option<Exponential> {
    let (times, values): (Vec<Time>, Vec<f64>) = all.iter().copied().unzip();
    let before = |i: usize| times[i.saturating_sub(1)];
    let half_lives = |i: usize| times[i].since(before(i)).nanos() as f64 / half_life.nanos() as f64;
    let left: Vec<f64> = (0..all.len()).map(|i| (-half_lives(i)).exp2()).collect();
    of_weights(&weights(&left, adjusted), &values)
}

/// Each value by how long it has held until the next one; none while no time has passed.
#[must_use]
pub fn time_weighted_mean(all: &[(Time, f64)]) -> Option<f64> {
    let held = all.windows(2).map(|two| (two[0].1, two[1].0.since(two[0].0).nanos() as f64));
    fold::weighted_mean(&held.collect::<Vec<_>>())
}
