//! What occurs goes on as a value.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _noted =
        market.trades().scan(Vec::new(), |seen: &Vec<_>, trade| [seen.as_slice(), &[trade.price]].concat());
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
