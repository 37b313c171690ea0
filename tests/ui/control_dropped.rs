//! A strategy drops its control and has nothing to return as its answer.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let cancel = |_| Action::Cancel { id: OrderId::new(1), instrument: Only };
    drop(control);
    (market.trades().map(cancel),)
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
