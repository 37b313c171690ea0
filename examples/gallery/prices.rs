//! Pictures of prices and of bars.

use tidegate::indicator::{
    Band, adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, parkinson,
    realised_volatility, rsi, sma, stochastic, true_range, wilder, wma,
};
use tidegate::network::{Fold, Ohlc, last};

use crate::day::Minute;
use crate::drawn::{Picture, folded};

fn close(minute: &Minute) -> f64 {
    minute.bar.close
}

fn bar(minute: &Minute) -> Ohlc<f64> {
    minute.bar
}

pub(crate) fn of_prices(day: &[(i32, Minute)]) -> Vec<Picture> {
    let averages = (sma(60), wma(60), ema(60), dema(60)).map(|(sma, wma, ema, dema)| [sma, wma, ema, dema]);
    vec![
        folded(day, "Moving averages of an hour", ["sma", "wma", "ema", "dema"], close, averages),
        folded(
            day,
            "Average of Wilder (60), and the simple one",
            ["wilder", "sma"],
            close,
            (wilder(60), sma(60)).map(|(wilder, sma)| [wilder, sma]),
        ),
        folded(
            day,
            "Bollinger bands (20, 2)",
            ["close", "lower", "middle", "upper"],
            close,
            (last(), bollinger(20, 2.0)).map(|(close, band)| {
                [close, band.map(|b| b.lower), band.map(|b| b.middle), band.map(|b| b.upper)]
            }),
        ),
        folded(
            day,
            "MACD (12, 26, 9)",
            ["line", "signal", "histogram"],
            close,
            macd(12, 26, 9)
                .map(|macd| [macd.map(|m| m.line), macd.map(|m| m.signal), macd.map(|m| m.histogram)]),
        ),
        folded(day, "RSI (14)", ["rsi"], close, rsi(14).map(|rsi| [rsi])),
    ]
}

pub(crate) fn of_ranges(day: &[(i32, Minute)]) -> Vec<Picture> {
    let (names, closes) = (["close", "lower", "upper"], || last().of(|bar: &Ohlc<f64>| bar.close));
    let edges =
        |(close, band): (Option<f64>, Option<Band>)| [close, band.map(|b| b.lower), band.map(|b| b.upper)];
    let places = stochastic(14, 3, 3).map(|found| [found.map(|f| f.k), found.map(|f| f.d)]);
    let directions =
        adx(14).map(|found| [found.map(|f| f.plus), found.map(|f| f.minus), found.map(|f| f.adx)]);
    let spreads = (realised_volatility(60).of(|bar: &Ohlc<f64>| bar.close), parkinson(60), garman_klass(60));
    let ranges = (last().of_steps(true_range), atr(14)).map(|(range, average)| [range, average]);
    vec![
        folded(day, "Keltner channel (20, 10, 2)", names, bar, (closes(), keltner(20, 10, 2.0)).map(edges)),
        folded(day, "Donchian channel (60)", names, bar, (closes(), donchian(60)).map(edges)),
        folded(day, "Stochastic (14, 3, 3)", ["k", "d"], bar, places),
        folded(day, "True range, and its average (14)", ["range", "average"], bar, ranges),
        folded(day, "Directional movement (14)", ["plus", "minus", "adx"], bar, directions),
        folded(
            day,
            "Volatility of an hour, per minute, in basis points",
            ["closes", "parkinson", "garman-klass"],
            bar,
            spreads.map(|(closes, parkinson, garman_klass)| {
                [closes, parkinson, garman_klass].map(|part: Option<f64>| part.map(|part| 1e4 * part))
            }),
        ),
    ]
}
