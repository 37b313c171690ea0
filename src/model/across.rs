//! What can be said of one key among all, by the latest value of each: functions of a list, oldest first.
//!
//! ```
//! use tidegate::model::across::{latest, rank};
//! let ticks = [('a', 3), ('b', 5), ('a', 9)];
//! assert_eq!(latest(|tick| tick.0, |tick| tick.1, &ticks), [('a', 9), ('b', 5)].into());
//! assert_eq!(rank(|tick| tick.0, |tick| tick.1, &ticks).map(|rank| rank.below), Some(1));
//! ```

use std::collections::BTreeMap;

use super::fold;

/// The value of the newest member of each key.
pub fn latest<A, K: Ord, V>(key: impl Fn(&A) -> K, value: impl Fn(&A) -> V, all: &[A]) -> BTreeMap<K, V> {
    all.iter().map(|member| (key(member), value(member))).collect()
}

/// How many standard deviations the newest value is above the mean of the latest; none below two keys, and of equal values.
pub fn z_score<A, K: Ord>(key: impl Fn(&A) -> K, value: impl Fn(&A) -> f64, all: &[A]) -> Option<f64> {
    let newest = value(all.last()?);
    let values: Vec<f64> = latest(key, value, all).into_values().collect();
    let (mean, std) = (fold::mean(&values)?, fold::std(&values)?);
    match values.iter().all(|x| x.is_finite()) {
        false => Some(f64::NAN),
        true if values.iter().all(|x| *x == newest) => None,
        true => Some((newest - mean) / std),
    }
}

/// The place of the newest value among the latest.
pub fn rank<A, K: Ord, V: Clone + PartialOrd>(
    key: impl Fn(&A) -> K,
    value: impl Fn(&A) -> V,
    all: &[A],
) -> Option<fold::Rank> {
    let newest = all.last()?;
    let mut others = latest(&key, &value, all);
    others.remove(&key(newest));
    let in_turn: Vec<V> = others.into_values().chain([value(newest)]).collect();
    fold::rank(&in_turn)
}

/// The sum of the latest values, each times the weight of its key, of the keys that have one.
pub fn weighted_sum<A, K: Ord>(
    key: impl Fn(&A) -> K,
    value: impl Fn(&A) -> f64,
    weight: impl Fn(&K) -> f64,
    all: &[A],
) -> f64 {
    let weighty = latest(key, value, all).into_iter().filter(|(key, _)| weight(key) != 0.0);
    fold::float_sum(&weighty.map(|(key, x)| weight(&key) * x).collect::<Vec<_>>())
}
