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

/// The members from the least to the greatest, of equal ones the oldest first, without what does not equal itself.
fn in_order<A: Clone + PartialOrd>(all: &[A]) -> Vec<A> {
    let mut order: Vec<A> = all.iter().filter(|x| x.partial_cmp(x).is_some()).cloned().collect();
    order.sort_by(|x, y| x.partial_cmp(y).expect("any two can be compared"));
    order
}

/// The member in the place `p(n - 1)`, `p` being made a whole number by `whole`: how the quantiles that are members differ.
fn at_place<A: Clone + PartialOrd>(q: f64, whole: fn(f64) -> f64, all: &[A]) -> Option<A> {
    let order = in_order(all);
    let last = order.len().checked_sub(1)? as f64;
    order.get(whole(last * q) as usize).cloned()
}

/// The member below which, or at which, lies the part `q` of them: at (n - 1) · q, rounded down.
#[must_use]
pub fn quantile_lower<A: Clone + PartialOrd>(q: f64, all: &[A]) -> Option<A> {
    at_place(q, f64::floor, all)
}

/// The same, rounded up.
#[must_use]
pub fn quantile_higher<A: Clone + PartialOrd>(q: f64, all: &[A]) -> Option<A> {
    at_place(q, f64::ceil, all)
}

/// The same, rounded, halves to the even place.
#[must_use]
pub fn quantile_nearest<A: Clone + PartialOrd>(q: f64, all: &[A]) -> Option<A> {
    at_place(q, f64::round_ties_even, all)
}

/// What lies between the members before and after the place (n - 1) · q, as far from the one as the place is: Hyndman and
/// Fan's number 7.
#[must_use]
pub fn quantile(q: f64, all: &[f64]) -> Option<f64> {
    let (lower, higher) = (quantile_lower(q, all)?, quantile_higher(q, all)?);
    let place = (in_order(all).len() - 1) as f64 * q;
    let part = place - place.floor();
    Some(if lower == higher { lower } else { lower * (1.0 - part) + higher * part })
}

/// What lies halfway between the members before and after the place (n - 1) · q.
#[must_use]
pub fn quantile_midpoint(q: f64, all: &[f64]) -> Option<f64> {
    let (lower, higher) = (quantile_lower(q, all)?, quantile_higher(q, all)?);
    Some(if lower == higher { lower } else { lower / 2.0 + higher / 2.0 })
}

/// The quantile of one half.
#[must_use]
pub fn median(all: &[f64]) -> Option<f64> {
    quantile(0.5, all)
}

/// The place of the newest among all that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// How many are less.
    pub below: u64,
    /// How many are equal, itself included.
    pub equal: u64,
    /// How many there are.
    pub count: u64,
}

/// The place of the newest; none if there is none, or if it does not equal itself.
#[must_use]
pub fn rank<A: PartialOrd>(all: &[A]) -> Option<Rank> {
    let newest = all.last().filter(|x| x.partial_cmp(x).is_some())?;
    let number = |which: &dyn Fn(&A) -> bool| all.iter().filter(|x| which(x)).count() as u64;
    let comparable = number(&|x| x.partial_cmp(newest).is_some());
    Some(Rank { below: number(&|x| x < newest), equal: number(&|x| x == newest), count: comparable })
}

/// How many different ones, without what does not equal itself.
#[must_use]
pub fn unique<A: Clone + PartialOrd>(all: &[A]) -> u64 {
    let mut order = in_order(all);
    order.dedup();
    order.len() as u64
}

/// The least, of equal ones the oldest, and how many have come after it.
#[must_use]
pub fn argmin<A: Clone + PartialOrd>(all: &[A]) -> Option<(A, u64)> {
    let least = (0..all.len()).reduce(|least, i| if all[i] < all[least] { i } else { least })?;
    Some((all[least].clone(), (all.len() - 1 - least) as u64))
}

/// The greatest, of equal ones the oldest, and how many have come after it.
#[must_use]
pub fn argmax<A: Clone + PartialOrd>(all: &[A]) -> Option<(A, u64)> {
    let greatest = (0..all.len()).reduce(|greatest, i| if all[i] > all[greatest] { i } else { greatest })?;
    Some((all[greatest].clone(), (all.len() - 1 - greatest) as u64))
}

/// First, greatest, least and last; none of nothing.
#[must_use]
pub fn ohlc<A: Clone + PartialOrd>(all: &[A]) -> Option<Ohlc<A>> {
    Some(Ohlc { open: first(all)?, high: max(all)?, low: min(all)?, close: last(all)? })
}

/// Those for which `keep` holds: what a fold of only these is given.
#[must_use]
pub fn only<A: Clone>(keep: impl Fn(&A) -> bool, all: &[A]) -> Vec<A> {
    all.iter().filter(|x| keep(x)).cloned().collect()
}

/// The fold of all, if there are `count` or more.
pub fn at_least<A, B>(count: u64, fold: impl Fn(&[A]) -> B, all: &[A]) -> Option<B> {
    (all.len() as u64 >= count).then(|| fold(all))
}

/// Whether all are the same ordinary number.
fn equal(all: &[f64]) -> bool {
    all.iter().all(|x| x.is_finite() && *x == all[0])
}

/// Two lists of one of pairs.
fn sides(all: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    all.iter().copied().unzip()
}

/// Whether all of all pairs is finite.
fn finite(all: &[(f64, f64)]) -> bool {
    all.iter().all(|(x, y)| x.is_finite() && y.is_finite())
}

/// The standard deviation over the root of the count; none below two.
#[must_use]
pub fn sem(all: &[f64]) -> Option<f64> {
    std(all).map(|std| std / (all.len() as f64).sqrt())
}

/// The product; 1 of nothing.
#[must_use]
pub fn product(all: &[f64]) -> f64 {
    all.iter().fold(1.0, |product, x| product * x)
}

/// The exponential of the mean of the logarithms; none of nothing.
#[must_use]
pub fn geometric_mean(all: &[f64]) -> Option<f64> {
    let logarithms: Vec<f64> = all.iter().map(|x| x.ln()).collect();
    mean(&logarithms).map(f64::exp)
}

/// The sum of the products of the distances from the means, over count - 1; none below two.
#[must_use]
pub fn covariance(all: &[(f64, f64)]) -> Option<f64> {
    let (xs, ys) = sides(all);
    let (of_x, of_y) = (mean(&xs)?, mean(&ys)?);
    let products: Vec<f64> = all.iter().map(|(x, y)| (x - of_x) * (y - of_y)).collect();
    (all.len() >= 2).then(|| float_sum(&products) / (all.len() - 1) as f64)
}

/// The covariance over both deviations; none below two, and where one side is constant.
#[must_use]
pub fn correlation(all: &[(f64, f64)]) -> Option<f64> {
    let (xs, ys) = sides(all);
    let covariance = covariance(all)?;
    match finite(all) {
        false => Some(f64::NAN),
        true if equal(&xs) || equal(&ys) => None,
        true => Some(covariance / (std(&xs)? * std(&ys)?)),
    }
}

/// The pairs that have a weight, and the sum of weights if it is above 0.
fn weighty(all: &[(f64, f64)]) -> (Vec<(f64, f64)>, Option<f64>) {
    let weighty: Vec<_> = all.iter().copied().filter(|(_, weight)| *weight != 0.0).collect();
    let total = float_sum(&sides(&weighty).1);
    (weighty, Some(total).filter(|total| *total > 0.0))
}

/// The sum of weight times value over that of the weights, of pairs of value and weight; none if there is no weight.
#[must_use]
pub fn weighted_mean(all: &[(f64, f64)]) -> Option<f64> {
    let (weighty, total) = weighty(all);
    if !finite(&weighty) {
        return Some(f64::NAN);
    }
    let products: Vec<f64> = weighty.iter().map(|(x, weight)| x * weight).collect();
    Some(float_sum(&products) / total?)
}

/// The weighted sum of the squared distances from the weighted mean, times W / (W² - Σ weight²), where W is the sum of weights;
/// none below two that have a weight.
#[must_use]
pub fn weighted_variance(all: &[(f64, f64)]) -> Option<f64> {
    let (weighty, total) = weighty(all);
    match weighty.len() {
        0 | 1 => return None,
        _ if !finite(&weighty) => return Some(f64::NAN),
        _ => {}
    }
    let (mean, total) = (weighted_mean(&weighty)?, total?);
    let squares: Vec<f64> = weighty.iter().map(|(x, weight)| weight * (x - mean).powi(2)).collect();
    let weights: Vec<f64> = weighty.iter().map(|(_, weight)| weight * weight).collect();
    let apart = total * total - float_sum(&weights);
    (apart > 0.0).then(|| float_sum(&squares) * total / apart)
}

/// The mean of the distances from the mean, each to the power of `p`, over the standard deviation (of all, not of a
/// sample) to the same power.
fn standardised(all: &[f64], p: i32) -> Option<f64> {
    let mean = mean(all)?;
    let powers: Vec<f64> = all.iter().map(|x| (x - mean).powi(p)).collect();
    let n = all.len() as f64;
    let deviation = (variance(all)? * (n - 1.0) / n).sqrt();
    Some(float_sum(&powers) / n / deviation.powi(p))
}

/// The third standardised moment, times √(n(n - 1)) / (n - 2); none below three, and of equal ones.
#[must_use]
pub fn skewness(all: &[f64]) -> Option<f64> {
    let n = all.len() as f64;
    let correction = (n * (n - 1.0)).sqrt() / (n - 2.0);
    (n >= 3.0 && !equal(all)).then(|| standardised(all, 3).map(|third| correction * third))?
}

/// The fourth standardised moment less 3, corrected for bias; none below four, and of equal ones.
#[must_use]
pub fn kurtosis(all: &[f64]) -> Option<f64> {
    let n = all.len() as f64;
    let corrected = |fourth| (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * fourth - 3.0 * (n - 1.0));
    (n >= 4.0 && !equal(all)).then(|| standardised(all, 4).map(corrected))?
}
