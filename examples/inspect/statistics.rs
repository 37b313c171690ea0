//! What statistics and indicators say of the minutes of the sessions: those with trades, one after the other, from close to
//! close, from the last minute of a session to the first of the next one, too.

use serde_json::{Value, json};
use tidegate::connector::replay::Row;
use tidegate::indicator::{adx, atr, bollinger, garman_klass, macd, parkinson, rsi, true_range};
use tidegate::network::{
    Behavior, Event, Fold, Ohlc, Shared, Windowed, correlation, count, kurtosis, max, mean, median, min,
    ohlc, quantile, skewness, std, sum,
};
use tidegate::session::Calendar;

use crate::bars::{MINUTE, float};
use crate::facts::Told;

/// A minute: its prices, and how much was traded.
type Minute = (Ohlc<f64>, f64);

/// Of each minute with trades.
fn minutes(rows: Shared<Row>, calendar: &Calendar) -> impl Event<Item = Minute> + use<> {
    let trades = rows.map_ref(|row| (float(row.price), float(row.quantity)));
    let fold = (ohlc().of(|trade: &(f64, f64)| trade.0), sum().of(|trade: &(f64, f64)| trade.1));
    trades.bars_in(calendar.trading().every(MINUTE), fold).filter_map(|bar| Some((bar.value.0?, bar.value.1)))
}

/// By which part the price has changed, as a logarithm.
fn log_return(before: &Minute, now: &Minute) -> f64 {
    (now.0.close / before.0.close).ln()
}

/// The block: of returns, of volume, and what indicators say at the end.
pub(crate) fn statistics(rows: Shared<Row>, calendar: &Calendar) -> Vec<Told> {
    let minutes = minutes(rows, calendar).share();
    let bars = minutes.map(|(prices, _)| prices).share();
    let closes = bars.map(|prices| prices.close).share();
    let spread = (count(), mean(), std(), (skewness(), kurtosis()));
    let places = (min(), quantile(0.05), median(), (quantile(0.95), max()));
    let of_returns = minutes.total((spread, places).of_steps(log_return)).hold(Default::default()).map(
        |((count, mean, std, (skewness, kurtosis)), (min, low, median, (high, max)))| {
            json!({
                "count": count, "mean": mean, "std": std, "skewness": skewness, "kurtosis": kurtosis,
                "min": min, "quantile_5%": low, "median": median, "quantile_95%": high, "max": max,
            })
        },
    );
    let of_volume =
        minutes.total((mean(), std(), max()).of(|minute: &Minute| minute.1)).hold(Default::default());
    let of_volume = of_volume.map(|(mean, std, max)| json!({"mean": mean, "std": std, "max": max}));
    let size_and_volume = |before: &Minute, now: &Minute| (log_return(before, now).abs(), now.1);
    let together = minutes.total(correlation().of_steps(size_and_volume)).hold(None).map(Value::from);
    let of_closes = closes.total((rsi(14), macd(12, 26, 9), bollinger(20, 2.0))).hold(Default::default());
    let of_closes = of_closes.map(|(rsi, macd, bands)| {
        json!({
            "rsi_14": rsi, "macd_12_26_9": macd.map(|macd| [macd.line, macd.signal, macd.histogram]),
            "bollinger_20_2": bands.map(|band| [band.lower, band.middle, band.upper]),
        })
    });
    let ranges = (atr(14), adx(14), parkinson(30), (garman_klass(30), max().of_steps(true_range)));
    let of_bars = bars.total(ranges).hold(Default::default());
    let of_bars = of_bars.map(|(atr, adx, parkinson, (garman_klass, widest))| {
        json!({
            "atr_14": atr, "adx_14": adx.map(|adx| [adx.plus, adx.minus, adx.adx]),
            "parkinson_30": parkinson, "garman_klass_30": garman_klass, "widest_range": widest,
        })
    });
    vec![
        ("minute_returns", of_returns.boxed()),
        ("minute_volume", of_volume.boxed()),
        ("size_of_return_with_volume", together.boxed()),
        ("of_minute_closes", of_closes.boxed()),
        ("of_minute_bars", of_bars.boxed()),
    ]
}
