//! The script is of the strategy's market.

use tidegate::prelude::*;
use tidegate::testing::Script;

fn strategy(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (never(), control.done_at_once())
}

pub fn main() {
    Script::<BtcUsdt>::new().check(&strategy, [""; 0]);
}
