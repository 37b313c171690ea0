//! State that cannot leave its thread.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _last = market.trades().scan(std::rc::Rc::new(Price::ZERO), |_, trade| trade.price.into());
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
