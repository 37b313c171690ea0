//! It answers once.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let filled = market.fills().map(|_| DoneCode::OK);
    let told = control.shutdown().map(|_| DoneCode::OK);
    (never(), control.done_when(filled.or(told)))
}

pub fn main() {
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
