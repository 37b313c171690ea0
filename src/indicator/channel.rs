//! A band around prices.

use serde::{Deserialize, Serialize};

use super::average::ema;
use super::lengths::Lengths;
use super::range::atr;
use crate::network::{Aggregate, Fold, MeanAndVariance, Ohlc, max, min};

/// A band, in the unit of the prices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Its lower edge.
    pub lower: f64,
    /// What lies in the middle.
    pub middle: f64,
    /// Its upper edge.
    pub upper: f64,
}

impl Band {
    fn around(middle: f64, width: f64) -> Band {
        Band { lower: middle - width, middle, upper: middle + width }
    }
}

/// Bollinger bands: the mean of the last prices, and so many of their deviations below it and above.
///
/// ```text
/// middle = sma(n),  lower, upper = middle ∓ widths · √(Σ(x - middle)² / n)
/// ```
///
/// Bollinger, *Bollinger on Bollinger bands*, 2001; mostly `bollinger(20, 2.0)`. The deviation is that of the population.
/// From the n-th on. As exact as mean and variance, O(1) a price; it keeps the last n.
///
/// ```
/// use tidegate::indicator::{bollinger, Band};
/// use tidegate::network::{simulate, Windowed};
/// let bands = simulate([(1, 3.0), (2, 5.0)], |x| x.total(bollinger(2, 2.0)));
/// assert_eq!(bands[1].1, Some(Band { lower: 2.0, middle: 4.0, upper: 6.0 }));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn bollinger(length: usize, widths: f64) -> impl Fold<f64, Out = Option<Band>> + Clone {
    let both = Fold::<f64>::map(MeanAndVariance.of_last(length), move |found| {
        let (middle, variance) = found?;
        // One price spreads by nothing.
        let spread = variance.unwrap_or(0.0) * (length as f64 - 1.0) / length as f64;
        Some(Band::around(middle?, widths * spread.sqrt()))
    });
    Lengths::of("bollinger", [length], both).wide(widths)
}

/// The Keltner channel: an average of closes, and so many average true ranges below it and above.
///
/// ```text
/// middle = ema(length) of closes,  lower, upper = middle ∓ widths · atr(range)
/// ```
///
/// Keltner, 1960, in the form of Raschke; mostly `keltner(20, 10, 2.0)`. In the unit of the prices. From the length-th bar on,
/// or the (range + 1)-th, whichever is later. O(1) a bar.
///
/// ```
/// use tidegate::indicator::{keltner, Band};
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let bars = [(1, 4.0), (2, 6.0)].map(|(n, x)| (n, Ohlc { open: x, high: x, low: x, close: x }));
/// let bands = simulate(bars, |x| x.total(keltner(1, 1, 2.0)));
/// assert_eq!(bands[1].1, Some(Band { lower: 2.0, middle: 6.0, upper: 10.0 }));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn keltner(length: usize, range: usize, widths: f64) -> impl Fold<Ohlc<f64>, Out = Option<Band>> + Clone {
    let both = (ema(length).of(|bar: &Ohlc<f64>| bar.close), atr(range));
    let band = both
        .map(move |(middle, range): (Option<f64>, Option<f64>)| Some(Band::around(middle?, widths * range?)));
    Lengths::of("keltner", [length, range], band).wide(widths)
}

/// The Donchian channel: the lowest low and the highest high of the last bars, and the middle between them.
///
/// Donchian, 1960. A NaN counts while it is the oldest, as in [`min`]. In the unit of the prices. From the `length`-th bar
/// on. O(1) on average a bar; it keeps the last `length`.
///
/// ```
/// use tidegate::indicator::{donchian, Band};
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let bars = [(1, 1.0, 3.0), (2, 2.0, 5.0)].map(|(n, low, high)| (n, Ohlc { open: low, high, low, close: high }));
/// let bands = simulate(bars, |x| x.total(donchian(2)));
/// assert_eq!(bands[1].1, Some(Band { lower: 1.0, middle: 3.0, upper: 5.0 }));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn donchian(length: usize) -> impl Fold<Ohlc<f64>, Out = Option<Band>> + Clone {
    let edges = (min().of(|bar: &Ohlc<f64>| bar.low), max().of(|bar: &Ohlc<f64>| bar.high));
    let band = Fold::<Ohlc<f64>>::map(edges.of_last(length), |found| {
        let (lower, upper): (Option<f64>, Option<f64>) = found?;
        let (lower, upper) = (lower?, upper?);
        Some(Band { lower, middle: lower + (upper - lower) / 2.0, upper })
    });
    Lengths::of("donchian", [length], band)
}
