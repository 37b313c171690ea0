//! Actions and the answer to shutdown.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let cancel = |_| Action::Cancel { id: OrderId::new(1), instrument: Only };
    (market.trades().map(cancel), control.done_at_once())
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
