//! An event is used twice without being shared.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| trade.price);
    let last = prices.hold(Price::ZERO);
    let rising = prices.sample(last, |now, last| now > last);
    (rising.filter_map(|_| None), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
