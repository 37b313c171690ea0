//! Each port has a connector of its market.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (never(), control.done_at_once())
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
