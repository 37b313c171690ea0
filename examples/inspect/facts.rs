//! What a tape is described by: each fact is a behavior, asked at the end.

use std::collections::VecDeque;

use serde_json::Value;
use tidegate::connector::replay::Row;
use tidegate::money::fixed;
use tidegate::network::{Behavior, Border, Event, Held, Input, Output, Shared};

/// The average of `n` samples, seeded by the first.
fn ema(n: u32, prices: Shared<f64>) -> impl Event<Item = Option<f64>> {
    let alpha = 2.0 / f64::from(n + 1);
    prices.scan(None, move |ema: &Option<f64>, price| {
        Some(ema.map_or(price, |ema| ema + alpha * (price - ema)))
    })
}

/// Occurs with the new sign at each crossing of EMA(12) and EMA(26), dead band 1e-9 of the price.
fn crossings(prices: Shared<f64>) -> Shared<bool> {
    let gap = ema(12, prices).with_latest(ema(26, prices), None, |fast, slow| Some(fast? - (*slow)?));
    let signs = gap.with_latest(prices, 0.0, |gap, price| {
        gap.filter(|gap| gap.abs() > 1e-9 * price).map(|gap| gap > 0.0)
    });
    let changes = signs
        .filter_map(|sign| sign)
        .dedupe()
        .map_accum(false, |seen, up| std::mem::replace(seen, true).then_some(up));
    changes.filter_map(|crossing| crossing).share()
}

/// The largest fall from the running peak, as a fraction of the peak.
fn drawdown(prices: Shared<f64>) -> impl Event<Item = f64> {
    prices
        .scan((f64::MIN, 0.0_f64), |(peak, worst), price| {
            let peak = price.max(*peak);
            (peak, worst.max((peak - price) / peak))
        })
        .map(|(_, worst)| worst)
}

fn count<E: Event>(events: E) -> Held<u64> {
    events.scan(0, |n, _| n + 1).hold(0)
}

/// Size, sum and sum of squares of the last 256 prices, exactly.
fn window(rows: Shared<Row>) -> impl Event<Item = (i128, i128, i128)> {
    rows.map_accum((VecDeque::new(), 0, 0), |(last, sum, squares), row| {
        last.push_back(row.price);
        let gone = if last.len() > 256 { last.pop_front().map_or(0, i128::from) } else { 0 };
        let new = i128::from(row.price);
        (*sum, *squares) = (*sum + new - gone, *squares + new * new - gone * gone);
        (last.len() as i128, *sum, *squares)
    })
}

/// The sample standard deviation from size, sum and sum of squares.
fn deviation((n, sum, squares): (i128, i128, i128)) -> Value {
    if n < 2 {
        return Value::Null;
    }
    (((n * squares - sum * sum) as f64 / (n * (n - 1)) as f64).sqrt() / fixed::SCALE as f64).into()
}

/// A fact's name, and where its value appears.
pub(crate) type Fact = (&'static str, Output<Value>);

/// Wires the description: the row input, the question, and its answers.
pub(crate) fn describe(border: &mut Border) -> (Input<Row>, Input<()>, Vec<Fact>) {
    let (row, rows) = border.input::<Row>();
    let (ask, asked) = border.input::<()>();
    let prices = rows.map_ref(|row| float(row.price)).share();
    let (ups, downs) = crossings(prices).partition(|up| *up);
    let volume = rows.scan(0, |sum, row| sum + i128::from(row.quantity)).hold(0);
    let turnover = rows.scan(0, |sum, row| sum + i128::from(row.price) * i128::from(row.quantity)).hold(0);
    let vwap =
        turnover.lift2(volume, |turnover, volume| turnover as f64 / volume as f64 / fixed::SCALE as f64);
    let number = |behavior: Held<u64>| behavior.map(Value::from).boxed();
    let facts = [
        ("rows", number(count(rows))),
        ("first_time", rows.map_ref(|row| row.stamp).once().hold(0).map(Value::from).boxed()),
        ("last_time", rows.map_ref(|row| row.stamp).hold(0).map(Value::from).boxed()),
        ("total_volume_exact", volume.map(|sum| fixed::print_fixed(sum, 8).to_string().into()).boxed()),
        ("turnover_exact", turnover.map(|sum| fixed::print_fixed(sum, 16).to_string().into()).boxed()),
        ("vwap", vwap.map(Value::from).boxed()),
        ("high", prices.scan(f64::MIN, |high, price| high.max(price)).hold(0.0).map(Value::from).boxed()),
        ("low", prices.scan(f64::MAX, |low, price| low.min(price)).hold(0.0).map(Value::from).boxed()),
        (
            "rows_where_buyer_is_maker",
            number(count(rows.filter_map_ref(|row| row.buyer_is_maker.then_some(())))),
        ),
        ("max_drawdown_fraction", drawdown(prices).hold(0.0).map(Value::from).boxed()),
        ("ema_up", number(count(ups))),
        ("ema_down", number(count(downs))),
        ("last_256_std_ddof1", window(rows).hold((0, 0, 0)).map(deviation).boxed()),
    ];
    let answers = facts.map(|(name, fact)| (name, border.output(asked.sample(fact, |(), value| value))));
    (row, ask, answers.into())
}

fn float(units: i64) -> f64 {
    units as f64 / fixed::SCALE as f64
}
