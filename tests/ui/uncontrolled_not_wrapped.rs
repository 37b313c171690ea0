//! A function without control is run as it is.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
    (market.trades().map(|_| Action::Cancel { id: OrderId::new(1), instrument: Only }),)
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
