//! `Control` gives it.

use tidegate::prelude::*;

fn strategy(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (never(), control.done_at_once())
}

pub fn main() {
    let _ = strategy;
}
