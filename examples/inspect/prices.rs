//! What the prices of a tape are described by.

use std::cmp::Reverse;

use serde_json::Value;
use tidegate::connector::replay::Row;
use tidegate::money::fixed;
use tidegate::network::{Behavior, Event, Join, Sequence, Shared, Smooth, Windowed, max, mean, min, std};

use crate::facts::{Told, held, number};

/// Where the price has been.
pub(crate) fn of_prices(rows: Shared<Row>, prices: Shared<f64>) -> Vec<Told> {
    let window = rows.map_ref(|row| row.price).window_of(256, (mean(), std())).hold((None, None));
    let scaled = |units: Option<f64>| Value::from(units.map(|units| units / fixed::SCALE as f64));
    // The largest fall from the running peak, as a fraction of the peak; of equal ones the earliest.
    let falls = prices.total(max()).coincide(prices.enumerate(), |peak, (row, price)| {
        peak.map(|peak: f64| ((peak - price) / peak, Reverse(row), peak - price))
    });
    let deepest = falls.filter_map(|fall| fall).total(max()).filter_map(|fall| fall).share();
    vec![
        ("first_price", held(prices.once())),
        ("last_price", held(prices)),
        ("high", held(prices.total(max()))),
        ("low", held(prices.total(min()))),
        ("max_drawdown_fraction", held(deepest.map(|(fraction, _, _)| fraction))),
        ("max_drawdown_row", held(deepest.map(|(_, Reverse(row), _)| row))),
        ("max_drawdown_absolute", held(deepest.map(|(_, _, absolute)| absolute))),
        ("last_256_mean", window.map(move |(mean, _)| scaled(mean)).boxed()),
        ("last_256_std_ddof1", window.map(move |(_, std)| scaled(std)).boxed()),
    ]
}

/// EMA(12) and EMA(26), and how often they have crossed, with a dead band of 1e-9 of the price.
pub(crate) fn of_averages(prices: Shared<f64>) -> Vec<Told> {
    let (fast, slow) = (prices.ewma(2.0 / 13.0).share(), prices.ewma(2.0 / 27.0).share());
    let signs = fast.coincide(slow, |fast, slow| fast - slow).coincide(prices, |gap, price| {
        let outside = gap.abs() > 1e-9 * price;
        outside.then_some(gap > 0.0)
    });
    let (ups, downs) = signs.filter_map(|sign| sign).dedupe().skip(1).partition(|up| *up);
    vec![
        ("ema12_last", held(fast)),
        ("ema26_last", held(slow)),
        ("ema_up", number(ups)),
        ("ema_down", number(downs)),
    ]
}
