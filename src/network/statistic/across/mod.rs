//! `across`: where one key stands among all, by the latest value of each.

mod keys;
mod rank;
mod weighted_sum;
mod z_score;

use std::marker::PhantomData;

use self::rank::RankAcross;
use self::weighted_sum::WeightedSum;
use self::z_score::ZScore;

/// The latest value of each key, of which a fold is made by [`z_score`](Across::z_score), [`rank`](Across::rank) or
/// [`weighted_sum`](Across::weighted_sum).
#[derive(Clone, Copy, Debug)]
#[must_use = "say what is to be made of the values: `.z_score()`, `.rank()` or `.weighted_sum(weight)`"]
pub struct Across<K, F, G> {
    key: F,
    value: G,
    of: PhantomData<fn() -> K>,
}

/// What can be said across keys, as instruments, venues, accounts: of the latest value of each.
///
/// ```text
/// keys(members)   = { key(m) for m in members }
/// latest(members) = for each of these keys, value(m) of its newest member m
/// newest(members) = value(m) of the newest member m of all: the latest of the key that has just ticked
/// ```
///
/// A key comes with its first member and goes with its last. In [`total`](crate::network::Windowed::total) none ever goes; in a
/// window of time who has been silent for its span is no part of the comparison, `window_at(span, across(…).z_score())`; in a bar
/// count those that ticked in it. What a key's value was before does not matter, and leaves no trace: nothing drifts.
///
/// Both functions are asked again when a member leaves: they are functions of their argument and nothing else. O(log k) a member, where k
/// is how many keys there are; something is allocated only where a key comes.
///
/// ```
/// use tidegate::network::{across, simulate, Rank, Windowed};
/// let momentum = [(1, ('a', 3.0)), (2, ('b', 5.0)), (3, ('c', 4.0)), (4, ('a', 9.0))];
/// let seen = simulate(momentum, |ticks| ticks.total(across(|tick: &(char, f64)| tick.0, |tick: &(char, f64)| tick.1).rank()));
/// assert_eq!(seen[2], (3, Some(Rank { below: 1, equal: 1, count: 3 })));
/// assert_eq!(seen[3], (4, Some(Rank { below: 2, equal: 1, count: 3 })));
/// ```
pub fn across<T, K, V, F, G>(key: F, value: G) -> Across<K, F, G>
where
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> V + Send + Sync + 'static,
{
    Across { key, value, of: PhantomData }
}

impl<K, F, G> Across<K, F, G> {
    /// How many standard deviations the newest value is above the mean of all: none of nothing, and of fewer than two keys.
    ///
    /// ```text
    /// z_score(members) = (newest - mean(latest)) / std(latest)   with n - 1, as std has it
    /// ```
    ///
    /// A pure number, at most (n - 1) / √n. Of [numbers](super::Number). None also where all latest values are equal, for there is no answer.
    /// While one of them is NaN, infinite or from 2⁴⁰⁰ on, it is NaN; when its key has ticked again, or gone, it is as if it had not been.
    ///
    /// A mean and squares of the latest values are made anew along one path of a tree, so the error does not depend on what has come:
    /// it is at most (1 + |z|) · (2⁻⁴⁷ + M / std · 2⁻⁹⁵) for up to 2²⁰ keys, M being the greatest magnitude of the latest values.
    ///
    /// ```
    /// use tidegate::network::{across, simulate, Windowed};
    /// let seen = simulate([(1, ('a', 2)), (2, ('b', 6)), (3, ('c', 4)), (4, ('a', 4)), (5, ('b', 4))], |ticks| {
    ///     ticks.total(across(|tick: &(char, i32)| tick.0, |tick: &(char, i32)| tick.1).z_score())
    /// });
    /// let scores: Vec<_> = seen.into_iter().map(|(_, score)| score).collect();
    /// assert_eq!((scores[0], scores[2], scores[4]), (None, Some(0.0), None));
    /// assert!((scores[1].unwrap() - 0.5_f64.sqrt()).abs() < 1e-15);
    /// ```
    #[must_use = "a fold does nothing until a window or a bar applies it"]
    pub fn z_score(self) -> ZScore<K, F, G> {
        ZScore(self)
    }

    /// The place of the newest value among the latest of all keys, its own included, as a [`Rank`](super::Rank); none of nothing.
    ///
    /// ```text
    /// rank(members) = rank(latest), as if newest had come last
    /// ```
    ///
    /// Of anything that can be compared. As [`rank`](super::rank()) has it, with its conventions: `min`, `max`, `average`
    /// and `percentile` of the [`Rank`](super::Rank) say what equal ones are to share. A NaN is passed over and not counted; none if the newest is
    /// one. Costs what that costs, and two searches for a key.
    ///
    /// ```
    /// use tidegate::network::{across, simulate, Windowed};
    /// use tidegate::time::Span;
    /// // `a` is silent for three seconds, and out.
    /// let seen = simulate([(1, ('a', 9)), (2, ('b', 5)), (4, ('c', 7))], |ticks| {
    ///     ticks.window_at(Span::from_secs(3), across(|tick: &(char, i32)| tick.0, |tick: &(char, i32)| tick.1).rank())
    /// });
    /// assert_eq!(seen[2].1.map(|rank| (rank.max(), rank.count)), Some((2, 2)));
    /// ```
    #[must_use = "a fold does nothing until a window or a bar applies it"]
    pub fn rank(self) -> RankAcross<K, F, G> {
        RankAcross(self)
    }

    /// The sum of the latest values, each times the weight of its key: an index, a portfolio, a basket. 0 of nothing.
    ///
    /// ```text
    /// weighted_sum(members) = Σ weight(k) · latest of k, over all keys k
    /// ```
    ///
    /// In the unit of the values times that of the weights, an `f64`, of [numbers](super::Number). A key of weight 0 is as if it had not
    /// come, whatever its value. Otherwise NaN, infinities and overflow are as float arithmetic has them, and leave no trace when their
    /// keys have ticked again. `weight` is asked at each tick of its key, and a function of the key alone; where weights change, they belong
    /// into the value.
    ///
    /// Products and sums are made in two floats, along one path of a tree: off by at most 2⁻⁵³ of itself + Σ |weight · value| · 2⁻⁹⁷ for up
    /// to 2²⁰ keys (products below 2⁻⁹⁶⁰, where floats have fewer digits, are off by up to two units of their last digit), whatever
    /// has come before.
    ///
    /// ```
    /// use tidegate::network::{across, simulate, Windowed};
    /// let spread = simulate([(1, ("spot", 100.0)), (2, ("future", 103.0)), (3, ("spot", 101.0))], |ticks| {
    ///     let prices = across(|tick: &(&str, f64)| tick.0 == "spot", |tick: &(&str, f64)| tick.1);
    ///     ticks.total(prices.weighted_sum(|spot| if *spot { -1.0 } else { 1.0 }))
    /// });
    /// assert_eq!(spread, [(1, -100.0), (2, 3.0), (3, 2.0)]);
    /// ```
    #[must_use = "a fold does nothing until a window or a bar applies it"]
    pub fn weighted_sum<W>(self, weight: W) -> WeightedSum<K, F, G, W>
    where
        W: Fn(&K) -> f64 + Send + Sync + 'static,
    {
        WeightedSum { across: self, weight }
    }
}
