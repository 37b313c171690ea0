//! Derived, it is state.

use tidegate::prelude::*;

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Seen {
    trades: u64,
}

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _seen = market.trades().scan(Seen { trades: 0 }, |seen, _| Seen { trades: seen.trades + 1 });
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
