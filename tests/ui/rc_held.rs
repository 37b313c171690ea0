//! A behavior holds a handle that cannot leave its thread.

use tidegate::prelude::*;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let _last = market.trades().map(std::rc::Rc::new).map(Some).hold(None);
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
