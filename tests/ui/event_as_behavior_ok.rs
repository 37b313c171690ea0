//! Held, it has a value at every time.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| trade.price);
    let _rising = market.trades().sample(prices.hold(Price::ZERO), |trade, last| trade.price > last);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
