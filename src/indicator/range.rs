//! How far bars reach.

use serde::{Deserialize, Serialize};

use super::average::Wilder;
use super::lengths::Lengths;
use crate::network::{Fold, Ohlc, last};

/// How far prices went from the close before to the end of a bar, in their unit.
///
/// ```text
/// true_range = max(high, close before) - min(low, close before)
/// ```
///
/// Wilder, *New concepts in technical trading systems*, 1978. NaN if one of the three is.
///
/// ```
/// use tidegate::indicator::true_range;
/// use tidegate::network::Ohlc;
/// let [before, now] = [(9.0, 9.0), (11.0, 10.5)].map(|(high, close)| Ohlc { open: close, high, low: close, close });
/// assert_eq!(true_range(&before, &now), 2.0);
/// ```
#[must_use]
pub fn true_range(before: &Ohlc<f64>, now: &Ohlc<f64>) -> f64 {
    let high = if before.close > now.high { before.close } else { now.high };
    let low = if before.close < now.low { before.close } else { now.low };
    // NaN of a close that is none, too.
    if before.close.is_nan() { f64::NAN } else { high - low }
}

/// The average true range.
///
/// ```text
/// atr(n) = wilder(n) of true_range(each bar, the next)
/// ```
///
/// Wilder, 1978. In the unit of the prices. From the (n + 1)-th bar on: the first has no close before it. O(1) a bar. A NaN
/// stays for ever.
///
/// ```
/// use tidegate::indicator::atr;
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let bar = |low, high, close| Ohlc { open: low, high, low, close };
/// let bars = [(1, bar(1.0, 3.0, 2.0)), (2, bar(2.0, 5.0, 4.0)), (3, bar(5.0, 6.0, 5.0))];
/// assert_eq!(simulate(bars, |x| x.total(atr(2))), [(1, None), (2, None), (3, Some(2.5))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn atr(length: usize) -> impl Fold<Ohlc<f64>, Out = Option<f64>> + Clone {
    Lengths::of("atr", [length], Wilder { length }.of_steps(true_range))
}

/// What [`adx`] says, each from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Directional {
    /// Which part of the true range was a rise of the high.
    pub plus: f64,
    /// Which part was a fall of the low.
    pub minus: f64,
    /// The average directional movement index: how much the two differ.
    pub adx: f64,
}

/// One bar behind another.
#[derive(Clone, Copy)]
struct Step {
    plus: f64,
    minus: f64,
    range: f64,
}

impl Step {
    /// Only the greater of the two counts, and only outward.
    fn of(before: &Ohlc<f64>, now: &Ohlc<f64>) -> Step {
        let (up, down) = (now.high - before.high, before.low - now.low);
        let counts = |this: f64, other: f64| match () {
            () if this > other && this > 0.0 => this,
            () if (this - other).is_nan() => f64::NAN,
            () => 0.0,
        };
        Step { plus: counts(up, down), minus: counts(down, up), range: true_range(before, now) }
    }
}

/// Directional movement: whether prices go one way, whichever that is.
///
/// ```text
/// plus  = 100 · wilder(n) of max(high - high before, 0) where that is more than the low has fallen / atr(n)
/// minus = 100 · wilder(n) of max(low before - low, 0) where that is more than the high has risen / atr(n)
/// adx   = wilder(n) of 100 · |plus - minus| / (plus + minus)
/// ```
///
/// Wilder, 1978. Where nothing moves outward all three are 0. From the 2n-th bar on. O(1) a bar. (Some libraries begin
/// Wilder's sums with n - 1 bars; the difference fades.)
///
/// ```
/// use tidegate::indicator::adx;
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let bars = (1..5).map(|n| (n, Ohlc { open: 0.0, high: f64::from(n), low: f64::from(n) - 1.0, close: f64::from(n) }));
/// let found = simulate(bars, |x| x.total(adx(2)));
/// assert_eq!(found[3].1.map(|found| (found.plus, found.minus, found.adx)), Some((100.0, 0.0, 100.0)));
/// assert_eq!(found[2].1, None);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn adx(length: usize) -> impl Fold<Ohlc<f64>, Out = Option<Directional>> + Clone {
    let average = Wilder { length };
    let parts = (
        average.of(|step: &Step| step.plus),
        average.of(|step: &Step| step.minus),
        average.of(|step: &Step| step.range),
    );
    let lines = parts.map(|(plus, minus, range): (Option<f64>, Option<f64>, Option<f64>)| {
        let (plus, minus, range) = (plus?, minus?, range?);
        Some((percent(plus, range), percent(minus, range)))
    });
    let lines = lines.of_steps(Step::of);
    let apart = average.of(|(plus, minus): &(f64, f64)| percent((plus - minus).abs(), plus + minus));
    let all = Fold::<Ohlc<f64>>::then(lines, (last(), apart));
    let named = all.map(|(lines, adx): (Option<(f64, f64)>, Option<f64>)| {
        let ((plus, minus), adx) = (lines?, adx?);
        Some(Directional { plus, minus, adx })
    });
    Lengths::of("adx", [length], named)
}

/// 0 of nothing. At most 100: two averages are rounded each for itself.
fn percent(part: f64, whole: f64) -> f64 {
    match part / whole {
        _ if whole == 0.0 => 0.0,
        more if more > 1.0 => 100.0,
        part => 100.0 * part,
    }
}
