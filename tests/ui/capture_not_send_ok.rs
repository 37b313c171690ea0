//! Behind an `Arc`, what is captured can go to the thread that runs the strategy.

use std::sync::Arc as Handle;
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

pub fn main() {
    let name = Handle::new("idle");
    let strategy = move |market: MarketPort<BtcUsdt>, control: Control| {
        let complaint = Complaint::new(name.len() as i32, "nothing to do");
        let complaints = market.trades().map(move |_| complaint.clone());
        (never::<Actions<BtcUsdt>>(), control.done_at_once().reporting(complaints))
    };
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(),)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
