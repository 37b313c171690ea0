//! The strategy: long after the fast average crosses above the slow one, out (or short) after it crosses below.

use tidegate::money::fixed::{Printed, print_fixed};
use tidegate::prelude::*;

/// What can be tuned.
#[derive(Clone, Copy)]
pub(crate) struct Parameters {
    pub(crate) fast: u32,
    pub(crate) slow: u32,
    pub(crate) quantity: Quantity<BtcUsdt>,
}

/// Buys each upward crossing of two moving averages and sells each downward one.
pub(crate) fn crossover(
    parameters: Parameters,
    market: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
    let (fast, slow, quantity) = (weight(parameters.fast), weight(parameters.slow), parameters.quantity);
    let averages = market.trades().map_ref(|trade| trade.price.to_f64()).within(|price| {
        let slow = price.scan(None, move |average, price| ema(slow, *average, price));
        let fast = price.scan(None, move |average, price| ema(fast, *average, price));
        fast.with_latest(slow, None, |fast, slow| Some((fast?, (*slow)?)))
    });
    let apart =
        averages.filter_map(|both| both.filter(|(fast, slow)| (fast - slow).abs() > DEAD_BAND * slow));
    let orders = apart.map_accum((0, None), move |(orders, above), (fast, slow)| {
        let crossed = above.replace(fast > slow).is_some_and(|before| before != (fast > slow));
        *orders += u64::from(crossed);
        crossed.then(|| crossing(OrderId::new(*orders), quantity, (fast, slow)))
    });
    (orders.filter_map(|order| order), control.done_at_once())
}

/// Follows the fast average, and says so.
fn crossing(id: OrderId<BtcUsdt>, quantity: Quantity<BtcUsdt>, (fast, slow): (f64, f64)) -> Advice<BtcUsdt> {
    let (side, word) = if fast > slow { (Side::Buy, "above") } else { (Side::Sell, "below") };
    let reason = format!("fast average crossed {word} slow: {} against {}", shown(fast), shown(slow));
    Action::Market { id, instrument: Only, side, quantity }.because(reason)
}

/// Averages that differ by less than this fraction of the price count as equal.
const DEAD_BAND: f64 = 1e-9;

/// The weight of a new price in an average over `n` samples.
fn weight(n: u32) -> f64 {
    2.0 / f64::from(n + 1)
}

/// The exponential moving average, seeded by the first price.
fn ema(alpha: f64, average: Option<f64>, price: f64) -> Option<f64> {
    Some(average.map_or(price, |average| average + alpha * (price - average)))
}

/// An average with four decimals. (A float prints them too, at twenty times the cost.)
fn shown(average: f64) -> Printed {
    print_fixed(((average * 1e4).round() as i64).into(), 4)
}
