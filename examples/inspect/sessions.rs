//! The sessions of the tape: when the market is open, and what was traded from each opening to its close.

use std::error::Error;

use serde_json::{Value, json};
use tidegate::connector::replay::Row;
use tidegate::money::fixed;
use tidegate::network::{Bar, Event, Fold, Join, Ohlc, Shared, Windowed, count, ohlc, sum, weighted_mean};
use tidegate::session::{Calendar, Hours, Weekday};
use tidegate::time::Time;

use crate::bars::float;

/// A market that is open at these hours of every day on the clocks of this zone.
pub(crate) fn calendar(hours: &str, zone: &str) -> Result<Calendar, Box<dyn Error>> {
    let wrong = || format!("expected hours as 09:30-16:00, found `{hours}`");
    let (open, close) = hours.split_once('-').ok_or_else(wrong)?;
    Ok(Calendar::in_zone(zone)?.each(&Weekday::ALL, Hours::none().continuous(open, close)?))
}

/// Start and end, prices, volume, number of trades and mean price by volume, in units of 1e-8.
type Session = (Time, Time, Ohlc<i64>, i128, u64, Option<f64>);

type Traded = (Option<Ohlc<i64>>, i128, u64, Option<f64>);

/// All sessions with trades, when asked.
pub(crate) fn sessions(
    rows: Shared<Row>,
    asked: Shared<()>,
    calendar: &Calendar,
) -> impl Event<Item = Vec<Session>> + use<> {
    let trades = rows.map_ref(|row| (row.price, row.quantity));
    let volume = sum().of(|trade: &(i64, i64)| trade.1);
    let fold = (ohlc().of(|trade: &(i64, i64)| trade.0), volume, count(), weighted_mean());
    let traded = |Bar { start, end, value: (prices, volume, trades, mean) }: Bar<Traded>| {
        Some((start, end, prices?, volume, trades, mean))
    };
    trades.bars_in(calendar.trading(), fold).filter_map(traded).batch_on(asked)
}

/// `[start, end, open, high, low, close, volume, count, vwap]`.
pub(crate) fn json((start, end, prices, volume, trades, mean): Session) -> Value {
    let [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map(float);
    let scale = fixed::SCALE as f64;
    let (volume, mean) = (volume as f64 / scale, mean.map(|units| units / scale));
    json!([start.to_string(), end.to_string(), open, high, low, close, volume, trades, mean])
}
