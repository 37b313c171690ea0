//! The bars of one minute, by the time of the tape.

use serde_json::{Value, json};
use tidegate::connector::replay::Row;
use tidegate::money::fixed;
use tidegate::network::{Bar, Event, Fold, Join, Ohlc, Shared, Windowed, count, ohlc, sum};
use tidegate::time::{Span, Time};

/// How long a bar is.
pub(crate) const MINUTE: Span = Span::from_secs(60);

/// Start, prices, volume and number of trades, in units of 1e-8.
type Traded = (Time, Ohlc<i64>, i128, u64);

/// All bars with trades, when asked: a list that grows with the tape.
pub(crate) fn bars(rows: Shared<Row>, asked: Shared<()>) -> impl Event<Item = Vec<Traded>> {
    let trades = rows.map_ref(|row| (row.price, row.quantity));
    let fold = (ohlc().of(|trade: &(i64, i64)| trade.0), sum().of(|trade: &(i64, i64)| trade.1), count());
    let traded = |Bar { start, value: (prices, volume, trades), .. }: Bar<(Option<Ohlc<i64>>, i128, u64)>| {
        Some((start, prices?, volume, trades))
    };
    trades.bars(MINUTE, Time::EPOCH, fold).filter_map(traded).batch_on(asked)
}

/// `[start, open, high, low, close, volume, count]`.
pub(crate) fn json((start, prices, volume, trades): Traded) -> Value {
    // 2024-08-08T23:54:00Z without its seconds, which are always 0.
    let mut start = start.to_string();
    start.truncate("2024-08-08T23:54".len());
    let [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map(float);
    json!([start + "Z", open, high, low, close, volume as f64 / fixed::SCALE as f64, trades])
}

/// The float nearest to `units` of 1e-8.
pub(crate) fn float(units: i64) -> f64 {
    units as f64 / fixed::SCALE as f64
}
