//! The strategy: long after the fast average crosses above the slow one, out (or short) after it crosses below.

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
    let Parameters { fast, slow, quantity } = parameters;
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
        let (side, word) = if fast > slow { (Side::Buy, "above") } else { (Side::Sell, "below") };
        let order = Action::Market { id: OrderId::new(*orders), instrument: Only, side, quantity };
        crossed
            .then(|| order.because(format!("fast average crossed {word} slow: {fast:.4} against {slow:.4}")))
    });
    (orders.filter_map(|order| order), control.done_at_once())
}

/// Averages that differ by less than this fraction of the price count as equal.
const DEAD_BAND: f64 = 1e-9;

/// The exponential moving average over `n` samples, seeded by the first.
fn ema(n: u32, average: Option<f64>, price: f64) -> Option<f64> {
    let alpha = 2.0 / f64::from(n + 1);
    Some(average.map_or(price, |average| average + alpha * (price - average)))
}
