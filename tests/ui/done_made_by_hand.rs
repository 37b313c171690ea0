//! `Done` is written down instead of earned.

use tidegate::prelude::*;

fn strategy(_: MarketPort<BtcUsdt>, _control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (never(), Done)
}

pub fn main() {
    let _ = strategy;
}
