//! Pictures of prices.

use tidegate::indicator::{bollinger, dema, ema, macd, rsi, sma, wilder, wma};
use tidegate::network::{Event, Fold, Windowed, last};

use crate::day::Minute;
use crate::drawn::{Picture, picture};

pub(crate) fn close(minute: &Minute) -> f64 {
    minute.bar.close
}

pub(crate) fn of_prices(day: &[(i32, Minute)]) -> Vec<Picture> {
    vec![
        picture!(
            "Moving averages of an hour",
            "sma = Σ x / n,  wma: the newest n times, the oldest once,  ema: v + 2 / (n + 1) · (x - v),  dema = 2 · ema - ema of ema",
            day,
            |minutes| minutes.total((sma(60), wma(60), ema(60), dema(60)).of(close)),
            |(sma, wma, ema, dema)| { "sma": sma, "wma": wma, "ema": ema, "dema": dema }
        ),
        picture!(
            "Average of Wilder (60), and the simple one",
            "wilder: the value before, v, + (x - v) / n, from the mean of the first n on",
            day,
            |minutes| minutes.total((wilder(60), sma(60)).of(close)),
            |(wilder, sma)| { "wilder": wilder, "sma": sma }
        ),
        picture!(
            "Bollinger bands (20, 2)",
            "middle = sma(20),  lower, upper = middle ∓ 2 · √(Σ(x - middle)² / 20)",
            day,
            |minutes| minutes.total((last(), bollinger(20, 2.0)).of(close)),
            |(close, band)| {
                "close": close,
                "lower": band.map(|band| band.lower),
                "middle": band.map(|band| band.middle),
                "upper": band.map(|band| band.upper),
            }
        ),
        picture!(
            "MACD (12, 26, 9)",
            "line = ema(12) - ema(26),  signal = ema(9) of the line,  histogram = line - signal",
            day,
            |minutes| minutes.total(macd(12, 26, 9).of(close)),
            |macd| {
                "line": macd.map(|macd| macd.line),
                "signal": macd.map(|macd| macd.signal),
                "histogram": macd.map(|macd| macd.histogram),
            }
        ),
        picture!(
            "RSI (14)",
            "100 · gain / (gain + loss),  gain, loss = wilder(14) of the rises and of the falls",
            day,
            |minutes| minutes.total(rsi(14).of(close)),
            |rsi| { "rsi": rsi }
        )
        .with_levels(&[30.0, 70.0]),
    ]
}
