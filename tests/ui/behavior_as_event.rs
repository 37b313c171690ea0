//! A behavior stands where something has to occur.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| trade.price).share();
    let last = prices.hold(Price::ZERO);
    let _both = prices.or(last);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
