//! Pictures of bars.

use tidegate::indicator::{
    adx, atr, donchian, garman_klass, keltner, parkinson, realised_volatility, stochastic, true_range,
};
use tidegate::network::{Event, Fold, Ohlc, Windowed, last};

use crate::day::Minute;
use crate::drawn::{Picture, picture};
use crate::prices::close;

fn bar(minute: &Minute) -> Ohlc<f64> {
    minute.bar
}

/// In parts of 10,000.
fn basis_points(part: Option<f64>) -> Option<f64> {
    part.map(|part| 1e4 * part)
}

pub(crate) fn of_ranges(day: &[(i32, Minute)]) -> Vec<Picture> {
    vec![
        picture!(
            "Keltner channel (20, 10, 2)",
            "middle = ema(20) of closes,  lower, upper = middle ∓ 2 · atr(10)",
            day,
            |minutes| minutes.total((last().of(close), keltner(20, 10, 2.0).of(bar))),
            |(close, band)| {
                "close": close,
                "lower": band.map(|band| band.lower),
                "upper": band.map(|band| band.upper),
            }
        ),
        picture!(
            "Donchian channel (60)",
            "lower = the least low, upper = the greatest high of the last 60",
            day,
            |minutes| minutes.total((last().of(close), donchian(60).of(bar))),
            |(close, band)| {
                "close": close,
                "lower": band.map(|band| band.lower),
                "upper": band.map(|band| band.upper),
            }
        ),
        picture!(
            "Stochastic (14, 3, 3)",
            "raw = 100 · (close - low) / (high - low) of the last 14,  k = sma(3) of raw,  d = sma(3) of k",
            day,
            |minutes| minutes.total(stochastic(14, 3, 3).of(bar)),
            |found| { "k": found.map(|found| found.k), "d": found.map(|found| found.d) }
        )
        .with_levels(&[20.0, 80.0]),
        picture!(
            "True range, and its average (14)",
            "range = max(high, close before) - min(low, close before),  atr = wilder(14) of the range",
            day,
            |minutes| minutes.total((last().of_steps(true_range), atr(14)).of(bar)),
            |(range, average)| { "range": range, "average": average }
        ),
        picture!(
            "Directional movement (14)",
            "plus = 100 · wilder(14) of what the high has risen where the low has fallen less / atr(14),  minus: the other way,  \
             adx = wilder(14) of 100 · |plus - minus| / (plus + minus)",
            day,
            |minutes| minutes.total(adx(14).of(bar)),
            |found| {
                "plus": found.map(|found| found.plus),
                "minus": found.map(|found| found.minus),
                "adx": found.map(|found| found.adx),
            }
        ),
        picture!(
            "Volatility of an hour, per minute, in basis points",
            "√ of a mean: of ln(close / close before)² for closes, of ln(high / low)² / (4 ln 2) for parkinson,  \
             of ln(high / low)² / 2 - (2 ln 2 - 1) · ln(close / open)² for garman-klass",
            day,
            |minutes| minutes.total((realised_volatility(60).of(close), (parkinson(60), garman_klass(60)).of(bar))),
            |(closes, (parkinson, garman_klass))| {
                "closes": basis_points(closes),
                "parkinson": basis_points(parkinson),
                "garman-klass": basis_points(garman_klass),
            }
        ),
    ]
}
