//! Pictures of prices and of bars.

use tidegate::indicator::{
    Band, adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, parkinson,
    realised_volatility, rsi, sma, stochastic, wma,
};
use tidegate::network::{Fold, Ohlc};

use crate::day::Minute;
use crate::drawn::{Picture, of_bars, of_closes};

pub(crate) fn of_prices(day: &[(i32, Minute)]) -> Vec<Picture> {
    let averages = (sma(60), wma(60), ema(60), dema(60)).map(|(sma, wma, ema, dema)| [sma, wma, ema, dema]);
    vec![
        of_closes(day, "Moving averages of an hour", ["sma", "wma", "ema", "dema"], averages),
        of_closes(
            day,
            "Bollinger bands (20, 2)",
            ["lower", "middle", "upper"],
            bollinger(20, 2.0)
                .map(|band| [band.map(|b| b.lower), band.map(|b| b.middle), band.map(|b| b.upper)]),
        ),
        of_closes(
            day,
            "MACD (12, 26, 9)",
            ["line", "signal", "histogram"],
            macd(12, 26, 9)
                .map(|macd| [macd.map(|m| m.line), macd.map(|m| m.signal), macd.map(|m| m.histogram)]),
        ),
        of_closes(day, "RSI (14)", ["rsi"], rsi(14).map(|rsi| [rsi])),
    ]
}

pub(crate) fn of_ranges(day: &[(i32, Minute)]) -> Vec<Picture> {
    let edges = |band: Option<Band>| [band.map(|b| b.lower), band.map(|b| b.upper)];
    let places = stochastic(14, 3, 3).map(|found| [found.map(|f| f.k), found.map(|f| f.d)]);
    let directions =
        adx(14).map(|found| [found.map(|f| f.plus), found.map(|f| f.minus), found.map(|f| f.adx)]);
    let spreads = (realised_volatility(60).of(|bar: &Ohlc<f64>| bar.close), parkinson(60), garman_klass(60));
    vec![
        of_bars(day, "Keltner channel (20, 10, 2)", ["lower", "upper"], keltner(20, 10, 2.0).map(edges)),
        of_bars(day, "Donchian channel (60)", ["lower", "upper"], donchian(60).map(edges)),
        of_bars(day, "Stochastic (14, 3, 3)", ["k", "d"], places),
        of_bars(day, "Average true range (14)", ["atr"], atr(14).map(|atr| [atr])),
        of_bars(day, "Directional movement (14)", ["plus", "minus", "adx"], directions),
        of_bars(
            day,
            "Volatility of an hour, per minute",
            ["closes", "parkinson", "garman-klass"],
            spreads.map(|(closes, parkinson, garman_klass)| [closes, parkinson, garman_klass]),
        ),
    ]
}
