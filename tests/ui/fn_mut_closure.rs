//! A combinator's function keeps a count of its own.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let mut trades = 0;
    let _count = market.trades().map(move |_| {
        trades += 1;
        trades
    });
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
