//! It holds the value itself.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _last = market.trades().map(Some).hold(None);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
