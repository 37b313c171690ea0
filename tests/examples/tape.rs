//! A made up tape, and the result of the crossover on it by a loop of integers that knows no part of the crate.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// One row: price in 0.01, quantity in 0.00001, milliseconds, maker.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) price: i64,
    quantity: i64,
    at: i64,
    maker: bool,
}

pub(crate) fn rows() -> impl Iterator<Item = Row> {
    let (mut x, mut price, mut at) = (42_u64, 6_000_000_i64, 1_700_000_000_000_i64);
    let mut random = move || {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (x >> 33) as i64
    };
    std::iter::from_fn(move || {
        at += random() % 100;
        if random() % 4 == 0 {
            price += random() % 201 - 100;
        }
        Some(Row { price, quantity: 1 + random() % 100_000, at, maker: random() % 2 == 1 })
    })
}

/// The lines of a CSV of trades, without end.
pub(crate) fn lines() -> impl Iterator<Item = String> {
    (1_u64..).zip(rows()).map(|(id, Row { price, quantity, at, maker })| {
        let worth = i128::from(price) * i128::from(quantity);
        let (price, quantity) = (decimal(price.into(), 2), decimal(quantity.into(), 5));
        format!("{id},{price},{quantity},{},{at},{maker},true\n", decimal(worth, 7))
    })
}

pub(crate) fn csv(count: usize) -> String {
    lines().take(count).collect()
}

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

/// What the crossover of 12 and 26 with 0.1 an order and a fee of 0.001 gives.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) trades: u64,
    pub(crate) orders: u64,
    pub(crate) fills: u64,
    pub(crate) fees: String,
    pub(crate) pnl: String,
    pub(crate) max_drawdown: String,
    pub(crate) position: String,
}

/// Money in 1e-6: prices have two decimals, orders one, the fee three.
pub(crate) fn by_hand(count: usize, is_next: bool) -> Figures {
    let (mut cross, mut wanted) = (Cross::default(), None);
    let (mut cash, mut fees, mut held, mut orders, mut fills) = (0_i128, 0_i128, 0_i128, 0, 0);
    let (mut worth, mut peak, mut deepest) = (0, 0, 0);
    for row in rows().take(count) {
        // 0.1 of the base at this price.
        let notional = i128::from(row.price) * 1_000;
        worth = cash + held * notional - fees;
        (peak, deepest) = (peak.max(worth), deepest.max(peak.max(worth) - worth));
        let due = if is_next { wanted.take() } else { None };
        wanted = cross.step(row.price as f64 / 100.0);
        orders += u64::from(wanted.is_some());
        let due = if is_next { due } else { wanted.take() };
        if let Some(sign) = due {
            (cash, held, fees) = (cash - sign * notional, held + sign, fees + notional / 1_000);
            (worth, fills) = (cash + held * notional - fees, fills + 1);
        }
    }
    Figures {
        trades: count as u64,
        orders,
        fills,
        fees: decimal(fees, 6),
        pnl: decimal(worth, 6),
        max_drawdown: decimal(deepest.max(peak - worth), 6),
        position: decimal(held, 1),
    }
}

/// The crossing of two exponential averages, seeded by the first price, dead band 1e-9 of it.
#[derive(Default)]
struct Cross {
    averages: Option<(f64, f64)>,
    above: Option<bool>,
}

impl Cross {
    fn step(&mut self, price: f64) -> Option<i128> {
        let (fast, slow) = self.averages.get_or_insert((price, price));
        *fast += 2.0 / 13.0 * (price - *fast);
        *slow += 2.0 / 27.0 * (price - *slow);
        let apart = *fast - *slow;
        if apart.abs() <= 1e-9 * price {
            return None;
        }
        let before = self.above.replace(apart > 0.0)?;
        (before != (apart > 0.0)).then_some(if before { -1 } else { 1 })
    }
}

/// `units` of 10 to the minus `places`, without zeros at the end.
pub(crate) fn decimal(units: i128, places: u32) -> String {
    let (scale, size) = (10_u128.pow(places), units.unsigned_abs());
    let mut text = format!("{}{}", if units < 0 { "-" } else { "" }, size / scale);
    if size % scale > 0 {
        let digits = format!("{:0width$}", size % scale, width = places as usize);
        write!(text, ".{}", digits.trim_end_matches('0')).expect("text takes it");
    }
    text
}
