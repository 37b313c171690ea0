//! Quotes that never rest for long: at every trade the last one is taken back and a new one placed.

use tidegate::prelude::*;

/// How far from the last price it quotes, in 1e-8 of the quote currency: far enough to be seldom filled.
const DISTANCE: i64 = 50 * 100_000_000;

/// Places a quote below the market at every trade, and cancels the one before it.
pub(crate) fn restless(
    market: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let quotes = market.trades().map_accum(0_u64, |last: &mut u64, trade| {
        let mut actions = Actions::new();
        if *last > 0 {
            let stale = Action::Cancel { id: OrderId::new(*last), instrument: Only };
            actions.push(stale.because("the market moved"));
        }
        let price = Price::from_units(trade.price.units() - DISTANCE);
        if let (Ok(price), Ok(quantity)) = (price, Quantity::from_units(1_000_000)) {
            *last += 1;
            let id = OrderId::new(*last);
            let quote = Action::Limit { id, instrument: Only, side: Side::Buy, price, quantity };
            actions.push(quote.because("below the market"));
        }
        actions
    });
    (quotes, control.done_at_once())
}
