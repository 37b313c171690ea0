//! The value itself can.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _last = market.trades().scan(Price::ZERO, |_, trade| trade.price);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
