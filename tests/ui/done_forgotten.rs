//! A strategy takes control and returns no answer to shutdown.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(market: MarketPort<BtcUsdt>, _control: Control) -> (impl Event<Item = Action<BtcUsdt>>,) {
    let cancel = |_| Action::Cancel { id: OrderId::new(1), instrument: Only };
    (market.trades().map(cancel),)
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
