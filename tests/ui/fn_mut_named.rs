//! A function that keeps a count is given a name first.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let mut trades = 0;
    let count = move |_| {
        trades += 1;
        trades
    };
    let _count = market.trades().map(count);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
