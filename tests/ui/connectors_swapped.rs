//! Connectors stand in another order than the ports.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(
    _: MarketPort<BtcUsdt>,
    _: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    (never(), never(), control.done_at_once())
}

pub fn main() {
    let outcome =
        Sim::new().run(&strategy, (Script::<EthUsdt>::new(), Script::<BtcUsdt>::new())).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
