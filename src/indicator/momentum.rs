//! How fast prices go, and which way.

use serde::{Deserialize, Serialize};

use super::average::{Ema, Wilder, sma};
use super::lengths::Lengths;
use crate::network::{Aggregate, Fold, Ohlc, last, max, min};

/// What [`macd`] says, in the unit of the prices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Macd {
    /// The fast average less the slow one.
    pub line: f64,
    /// The average of the line.
    pub signal: f64,
    /// The line less its average.
    pub histogram: f64,
}

/// Moving average convergence and divergence: how far a fast [`ema`](super::ema) is from a slow one, and the average of that.
///
/// ```text
/// line = ema(fast) - ema(slow),  signal = ema(signal) of the line,  histogram = line - signal
/// ```
///
/// Appel, 1979; mostly `macd(12, 26, 9)`. In the unit of the prices. From the (slow + signal - 1)-th on (of fast, if that is
/// longer); all averages begin with the first price. O(1) a price.
///
/// ```
/// use tidegate::indicator::macd;
/// use tidegate::network::{simulate, Windowed};
/// let found = simulate([(1, 4.0), (2, 8.0), (3, 8.0)], |x| x.total(macd(1, 3, 1)));
/// assert_eq!((found[1].1, found[2].1.map(|macd| macd.line)), (None, Some(1.0)));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn macd(fast: usize, slow: usize, signal: usize) -> impl Fold<f64, Out = Option<Macd>> + Clone {
    let line =
        (Ema::of(fast), Ema::of(slow)).map(|(fast, slow): (Option<f64>, Option<f64>)| Some(fast? - slow?));
    let all = Fold::<f64>::then(line, (last(), Ema::of(signal))).map(
        |(line, signal): (Option<f64>, Option<f64>)| {
            let (line, signal) = (line?, signal?);
            Some(Macd { line, signal, histogram: line - signal })
        },
    );
    let warm = Fold::<f64>::at_least(all, fast.max(slow).saturating_add(signal).saturating_sub(1) as u64)
        .map(Option::flatten);
    Lengths::of("macd", [fast, slow, signal], warm)
}

/// The relative strength index: which part of all movement was upward, from 0 to 100.
///
/// ```text
/// rsi(n) = 100 · gain / (gain + loss)   where gain, loss = wilder(n) of the rises and of the falls of each price to the next
/// ```
///
/// Wilder, *New concepts in technical trading systems*, 1978: the same as 100 - 100 / (1 + gain / loss). From the (n + 1)-th
/// on; none while both averages are 0. O(1) a price. A NaN stays for ever.
///
/// ```
/// use tidegate::indicator::rsi;
/// use tidegate::network::{simulate, Windowed};
/// let strength = simulate([(1, 10.0), (2, 13.0), (3, 12.0), (4, 12.0)], |x| x.total(rsi(2)));
/// assert_eq!(strength, [(1, None), (2, None), (3, Some(75.0)), (4, Some(75.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn rsi(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    let average = Wilder { length };
    let both = (average.of(|step: &f64| rise(*step)), average.of(|step: &f64| rise(-step)));
    let strength = both.map(|(gain, loss): (Option<f64>, Option<f64>)| {
        let (gain, loss) = (gain?, loss?);
        (gain + loss != 0.0).then(|| 100.0 * (gain / (gain + loss)))
    });
    Lengths::of("rsi", [length], strength.of_steps(|before: &f64, now: &f64| now - before))
}

/// The part above zero; NaN of NaN.
fn rise(step: f64) -> f64 {
    if step < 0.0 { 0.0 } else { step }
}

/// What [`stochastic`] says, from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stochastic {
    /// Where the close lies between the lowest low and the highest high, smoothed.
    pub k: f64,
    /// The average of `k`.
    pub d: f64,
}

/// The stochastic oscillator: where the close lies in the range of the last bars.
///
/// ```text
/// raw = 100 · (close - low) / (high - low)   where low, high are the least and the greatest of the last `length` bars
/// k = sma(smooth) of raw,  d = sma(signal) of k
/// ```
///
/// Lane, 1957; mostly `stochastic(14, 3, 3)`, and `stochastic(14, 1, 3)` is the fast one. The average of k is of its values,
/// not of the sums under them. A range of nothing says nothing, and k and d stay where they are. From the (length + smooth +
/// signal - 2)-th bar on. O(1) on average a bar; it keeps as many as the lengths.
///
/// ```
/// use tidegate::indicator::stochastic;
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let bar = |low, high, close| Ohlc { open: low, high, low, close };
/// let bars = [(1, bar(1.0, 3.0, 2.0)), (2, bar(2.0, 5.0, 4.0)), (3, bar(3.0, 6.0, 3.0))];
/// let found = simulate(bars, |x| x.total(stochastic(2, 1, 2)));
/// assert_eq!(found[2].1.map(|found| (found.k, found.d)), Some((25.0, 50.0)));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn stochastic(
    length: usize,
    smooth: usize,
    signal: usize,
) -> impl Fold<Ohlc<f64>, Out = Option<Stochastic>> + Clone {
    let range = (min().of(|bar: &Ohlc<f64>| bar.low), max().of(|bar: &Ohlc<f64>| bar.high), last());
    let raw = Fold::<Ohlc<f64>>::map(range.of_last(length), |found| {
        let (low, high, last) = found?;
        let (low, high, close) = (low?, high?, last?.close);
        (high != low).then(|| 100.0 * ((close - low) / (high - low)))
    });
    // One within the other: where there is no range, neither hears anything.
    let both = raw.then(sma::<f64>(smooth).then((last(), sma::<f64>(signal))));
    let named =
        Fold::<Ohlc<f64>>::map(both, |(k, d): (Option<f64>, Option<f64>)| Some(Stochastic { k: k?, d: d? }));
    Lengths::of("stochastic", [length, smooth, signal], named)
}
