//! What lasts from one instant to the next is the state of a `scan`.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _count = market.trades().scan(0, |trades, _| trades + 1);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
