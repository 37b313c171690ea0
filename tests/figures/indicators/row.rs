//! What is known at a row: a bar, the trade that made it, and a quote.

use serde::{Deserialize, Serialize};
use tidegate::indicator::Quote;
use tidegate::market::{Side, Trade, TradeId};
use tidegate::money::{BtcUsdt, Only, Price, Quantity};
use tidegate::network::Ohlc;
use tidegate::time::Time;

use crate::data::Data;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) bar: Ohlc<f64>,
    pub(super) volume: f64,
    pub(super) trade: Trade<BtcUsdt>,
    pub(super) quote: Quote,
}

const COLUMNS: [&str; 10] =
    ["open", "high", "low", "close", "volume", "side", "bid", "bid_size", "ask", "ask_size"];

pub(super) fn rows(data: &Data, series: &str) -> Vec<(Time, Row)> {
    data.rows(series, COLUMNS).into_iter().map(|(at, columns)| (at, row(columns))).collect()
}

fn row([open, high, low, close, volume, side, bid, bid_size, ask, ask_size]: [f64; 10]) -> Row {
    let trade = Trade {
        instrument: Only,
        id: TradeId(1),
        price: price(close),
        quantity: Quantity::from_units(units(volume)).expect("a quantity"),
        aggressor: if side > 0.0 { Side::Buy } else { Side::Sell },
    };
    Row { bar: Ohlc { open, high, low, close }, volume, trade, quote: Quote { bid, bid_size, ask, ask_size } }
}

pub(super) fn price(x: f64) -> Price<BtcUsdt> {
    Price::from_units(units(x)).expect("a price")
}

/// Of 10⁻⁸: the data have three digits behind the point at most, so that it is a whole number but for the last bit.
fn units(x: f64) -> i64 {
    (x * 1e8).round() as i64
}
