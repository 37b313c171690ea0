//! A combinator's function writes into a variable outside.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let mut seen = Vec::new();
    let _noted = market.trades().map(|trade| seen.push(trade.price));
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
