//! Indicators of prices and of bars.

use tidegate::indicator::{
    Band, adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, parkinson,
    realised_volatility, rsi, sma, stochastic, true_range, wilder, wma,
};
use tidegate::network::{Event, Fold, Ohlc, Windowed, last, ohlc};
use tidegate::time::{Span, Time};

use super::row::Row;
use crate::run::Run;
use crate::windows::sessions;

fn close(row: &Row) -> f64 {
    row.bar.close
}

fn bar(row: &Row) -> Ohlc<f64> {
    row.bar
}

pub(super) fn add(run: &mut Run<Row>) {
    add_averages(run);
    add_momentum(run);
    add_ranges(run);
    add_channels(run);
    add_volatilities(run);
    add_pieces(run);
}

fn add_averages(run: &mut Run<Row>) {
    run.see("sma (20)", |rows| rows.total(sma(20).of(close)));
    run.see("wma (20)", |rows| rows.total(wma(20).of(close)));
    run.see("ema (20)", |rows| rows.total(ema(20).of(close)));
    run.see("dema (10)", |rows| rows.total(dema(10).of(close)));
    run.see("wilder (14)", |rows| rows.total(wilder(14).of(close)));
}

fn add_momentum(run: &mut Run<Row>) {
    let all = || macd(12, 26, 9).of(close);
    run.see("macd (12, 26, 9) line", |rows| rows.total(all()).map(|macd| Some(macd?.line)));
    run.see("macd (12, 26, 9) signal", |rows| rows.total(all()).map(|macd| Some(macd?.signal)));
    run.see("macd (12, 26, 9) histogram", |rows| rows.total(all()).map(|macd| Some(macd?.histogram)));
    run.see("rsi (14)", |rows| rows.total(rsi(14).of(close)));
    run.see("rsi (2)", |rows| rows.total(rsi(2).of(close)));
    let places = || stochastic(14, 3, 3).of(bar);
    run.see("stochastic (14, 3, 3) k", |rows| rows.total(places()).map(|found| Some(found?.k)));
    run.see("stochastic (14, 3, 3) d", |rows| rows.total(places()).map(|found| Some(found?.d)));
}

fn add_ranges(run: &mut Run<Row>) {
    run.see("true_range", |rows| rows.total(last().of_steps(true_range).of(bar)));
    run.see("atr (14)", |rows| rows.total(atr(14).of(bar)));
    let all = || adx(14).of(bar);
    run.see("adx (14) plus", |rows| rows.total(all()).map(|found| Some(found?.plus)));
    run.see("adx (14) minus", |rows| rows.total(all()).map(|found| Some(found?.minus)));
    run.see("adx (14)", |rows| rows.total(all()).map(|found| Some(found?.adx)));
}

fn add_channels(run: &mut Run<Row>) {
    type Line = (&'static str, fn(Band) -> f64);
    const LINES: [Line; 3] =
        [("lower", |band| band.lower), ("middle", |band| band.middle), ("upper", |band| band.upper)];
    for (name, line) in LINES {
        run.see(&format!("bollinger (20, 2) {name}"), |rows| {
            rows.total(bollinger(20, 2.0).of(close)).map(move |band| band.map(line))
        });
        run.see(&format!("keltner (20, 10, 2) {name}"), |rows| {
            rows.total(keltner(20, 10, 2.0).of(bar)).map(move |band| band.map(line))
        });
        run.see(&format!("donchian (20) {name}"), |rows| {
            rows.total(donchian(20).of(bar)).map(move |band| band.map(line))
        });
    }
}

fn add_volatilities(run: &mut Run<Row>) {
    run.see("realised_volatility (20)", |rows| rows.total(realised_volatility(20).of(close)));
    run.see("parkinson (20)", |rows| rows.total(parkinson(20).of(bar)));
    run.see("garman_klass (20)", |rows| rows.total(garman_klass(20).of(bar)));
}

/// Anew with each session, and over bars of bars.
fn add_pieces(run: &mut Run<Row>) {
    run.see("ema (5) since the session began", |rows| rows.total_in(sessions(), ema(5).of(close)));
    run.see("rsi (3) since the session began", |rows| rows.total_in(sessions(), rsi(3).of(close)));
    let ten_seconds = Span::from_secs(10);
    run.see("atr (3) of bars of 10 s", |rows| {
        let bars = rows.bars(ten_seconds, Time::EPOCH, ohlc().of(close));
        bars.filter_map(|bar| bar.value).total(atr(3))
    });
    run.see("ema (3) of bars of 10 s", |rows| {
        let bars = rows.bars(ten_seconds, Time::EPOCH, last().of(close));
        bars.filter_map(|bar| bar.value).total(ema(3))
    });
}
