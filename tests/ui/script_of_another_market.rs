//! A strategy is tested against the script of another market.

use tidegate::prelude::*;
use tidegate::testing::Script;

fn strategy(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (never(), control.done_at_once())
}

pub fn main() {
    Script::<EthUsdt>::new().check(&strategy, [""; 0]);
}
