//! State that can be changed behind the network's back.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _trades = market.trades().scan(std::cell::RefCell::new(0), |count, _| count.clone());
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
