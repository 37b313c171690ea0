//! Moving averages.

use super::lengths::Lengths;
use crate::network::{Aggregate, Fold, Number, linear_mean, mean};

/// The simple moving average: the mean of the last `length`.
///
/// ```text
/// sma(n) = (xₜ + … + xₜ₋ₙ₊₁) / n
/// ```
///
/// In the unit of the members. From the n-th on. As [exact](Number) as the [`mean`], O(1) a member; it keeps the last n.
///
/// ```
/// use tidegate::indicator::sma;
/// use tidegate::network::{simulate, Windowed};
/// assert_eq!(simulate([(1, 3), (2, 4), (3, 8)], |x| x.total(sma(2))), [(1, None), (2, Some(3.5)), (3, Some(6.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn sma<X: Number + crate::network::State>(length: usize) -> impl Fold<X, Out = Option<f64>> + Clone {
    Lengths::of("sma", [length], Fold::<X>::map(mean().of_last(length), Option::flatten))
}

/// The weighted moving average: the mean of the last `length`, of which the newest counts `length` times and the oldest once.
///
/// ```text
/// wma(n) = (n · xₜ + (n - 1) · xₜ₋₁ + … + xₜ₋ₙ₊₁) / (n · (n + 1) / 2)
/// ```
///
/// In the unit of the members. From the n-th on. As exact as [`linear_mean`], O(1) a member; it keeps the last n.
///
/// ```
/// use tidegate::indicator::wma;
/// use tidegate::network::{simulate, Windowed};
/// let averages = simulate([(1, 3.0), (2, 6.0), (3, 9.0)], |x| x.total(wma(2)));
/// assert_eq!(averages, [(1, None), (2, Some(5.0)), (3, Some(8.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn wma(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    Lengths::of("wma", [length], linear_mean().of_last(length).map(Option::flatten))
}

/// The exponential moving average: each member counts 2 / (length + 1), and all before it the rest.
///
/// ```text
/// ema(n): v₁ = x₁,  vₜ = vₜ₋₁ + 2 / (n + 1) · (xₜ - vₜ₋₁)
/// ```
///
/// In the unit of the members. From the n-th on, when the first still counts for about e⁻²: a third at n = 2, 15 % at
/// n = 20. (Some libraries begin with the mean of the first n: the difference fades as fast.) O(1) a member, no members
/// kept. What is off fades, too: by at most (n + 2) · 2⁻⁵² of the greatest magnitude. A NaN stays for ever.
///
/// ```
/// use tidegate::indicator::ema;
/// use tidegate::network::{simulate, Windowed};
/// let averages = simulate([(1, 4.0), (2, 8.0), (3, 7.0), (4, 6.0)], |x| x.total(ema(3)));
/// assert_eq!(averages, [(1, None), (2, None), (3, Some(6.5)), (4, Some(6.25))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn ema(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    Lengths::of("ema", [length], Ema::of(length).at_least(length as u64).map(Option::flatten))
}

/// The double exponential moving average, which lags less: what the average of the average lags behind is added again.
///
/// ```text
/// dema(n) = 2 · ema(n) - ema(n) of ema(n)
/// ```
///
/// Mulloy, *Smoothing data with faster moving averages*, 1994. In the unit of the members. From the (2n - 1)-th on; both
/// averages begin with the first member. O(1) a member. What is off fades, as in [`ema`]: by at most 4 · (n + 2) · 2⁻⁵² of the
/// greatest magnitude.
///
/// ```
/// use tidegate::indicator::dema;
/// use tidegate::network::{simulate, Windowed};
/// let averages = simulate([(1, 4.0), (2, 8.0), (3, 8.0)], |x| x.total(dema(2)));
/// assert!((averages[2].1.unwrap() - 220.0 / 27.0).abs() < 1e-14);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn dema(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    let once = || Ema::of(length);
    let both = (once(), once().then(once())).map(|(one, two)| Some(2.0 * one? - two?));
    let warm =
        Fold::<f64>::at_least(both, (length as u64).saturating_mul(2).saturating_sub(1)).map(Option::flatten);
    Lengths::of("dema", [length], warm)
}

/// The average of Wilder: the mean of the first `length`, and from then on each member counts 1 / length.
///
/// ```text
/// wilder(n): vₙ = (x₁ + … + xₙ) / n,  vₜ = vₜ₋₁ + (xₜ - vₜ₋₁) / n
/// ```
///
/// Wilder, *New concepts in technical trading systems*, 1978: the average under [`rsi`](super::rsi), [`atr`](super::atr) and
/// [`adx`](super::adx). In the unit of the members. From the n-th on. O(1) a member, no members kept. What is off
/// fades: by at most (n + 1) · 2⁻⁵² of the greatest magnitude. A NaN stays for ever.
///
/// ```
/// use tidegate::indicator::wilder;
/// use tidegate::network::{simulate, Windowed};
/// let averages = simulate([(1, 4.0), (2, 8.0), (3, 8.0)], |x| x.total(wilder(2)));
/// assert_eq!(averages, [(1, None), (2, Some(6.0)), (3, Some(7.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn wilder(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    Lengths::of("wilder", [length], Wilder { length })
}

/// An average that begins with the first member, and of which each further one counts the same part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ema {
    part: f64,
}

impl Ema {
    pub(super) fn of(length: usize) -> Self {
        Self { part: 2.0 / (length as f64 + 1.0) }
    }
}

impl Fold<f64> for Ema {
    type State = Option<f64>;
    type Out = Option<f64>;

    fn start(&self) -> Option<f64> {
        None
    }

    #[inline]
    fn enter(&self, average: &mut Option<f64>, x: &f64) {
        *average = Some(average.map_or(*x, |before| before + self.part * (x - before)));
    }

    #[inline]
    fn out(&self, average: &Option<f64>) -> Option<f64> {
        *average
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Wilder {
    pub(super) length: usize,
}

impl Fold<f64> for Wilder {
    /// How many have come, up to the length, and their mean.
    type State = (u64, f64);
    type Out = Option<f64>;

    fn start(&self) -> Self::State {
        (0, 0.0)
    }

    #[inline]
    fn enter(&self, (count, average): &mut Self::State, x: &f64) {
        *count = (*count + 1).min(self.length as u64);
        *average += (x - *average) / *count as f64;
    }

    #[inline]
    fn out(&self, (count, average): &Self::State) -> Option<f64> {
        (*count >= self.length as u64).then_some(*average)
    }
}
