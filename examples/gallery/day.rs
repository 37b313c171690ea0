//! A day of one market, made up, always the same one: a minute is a bar, its volume, a quote, and one trade of all that volume.

use serde::{Deserialize, Serialize};
use tidegate::indicator::Quote;
use tidegate::market::{Side, Trade, TradeId};
use tidegate::money::{BtcUsdt, MoneyError, Only, Price, Quantity};
use tidegate::network::Ohlc;

/// What is known of a minute.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Minute {
    pub(crate) bar: Ohlc<f64>,
    pub(crate) volume: f64,
    pub(crate) quote: Quote,
    pub(crate) trade: Trade<BtcUsdt>,
}

/// Numbers that look random, from -1 to 1.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// 1,440 minutes, each at its last second, so that it lies in its session: a price that wanders, trends in the morning, jumps at
/// 14:30 and hardly moves at night.
pub(crate) fn day() -> Result<Vec<(i32, Minute)>, MoneyError> {
    let (mut dice, mut price, cent) = (Dice(7), 60_000.0, "0.01".parse()?);
    let minute = |number: i32| {
        let hour = f64::from(number) / 60.0;
        let lively = 0.3 + (hour / 24.0 * std::f64::consts::TAU - 2.0).sin().max(0.0);
        if number == 870 {
            price -= 450.0;
        }
        let drift = if (480..660).contains(&number) { 4.0 } else { 0.0 };
        let ticks = [(); 8].map(|()| {
            price += drift / 8.0 + 9.0 * lively * dice.roll();
            price
        });
        let bar = Ohlc {
            open: ticks[0],
            high: ticks.into_iter().fold(f64::MIN, f64::max),
            low: ticks.into_iter().fold(f64::MAX, f64::min),
            close: ticks[7],
        };
        let half_spread = 0.5 + 0.4 * dice.roll();
        let quote = Quote {
            bid: price - half_spread,
            bid_size: 3.0 + 2.5 * dice.roll(),
            ask: price + half_spread,
            ask_size: 3.0 + 2.5 * dice.roll(),
        };
        let volume = lively * (12.0 + 8.0 * dice.roll()) + (bar.high - bar.low) / 20.0;
        let side = if bar.close + 6.0 * dice.roll() > bar.open { Side::Buy } else { Side::Sell };
        let trade = Trade {
            instrument: Only,
            id: TradeId(number.unsigned_abs().into()),
            price: Price::rounded_from_f64(price, cent)?,
            quantity: Quantity::from_units((volume * 1e8) as i64)?,
            aggressor: side,
        };
        Ok((60 * number + 59, Minute { bar, volume, quote, trade }))
    };
    (0..1_440).map(minute).collect()
}
