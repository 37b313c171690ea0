//! An event stands where a value at every time is wanted.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| trade.price);
    let _rising = market.trades().sample(prices, |trade, last| trade.price > last);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
