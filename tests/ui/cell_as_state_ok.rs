//! State is plain data; a step gives the next one.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _trades = market.trades().scan(0, |count, _| count + 1);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
