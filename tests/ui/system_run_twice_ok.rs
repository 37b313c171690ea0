//! A new one is.

use tidegate::prelude::*;
use tidegate::runtime::{Outcome, RunError, Runtime, Sim};
use tidegate::testing::Script;

fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
    (market.trades().filter_map(|_| None),)
}

fn end(sim: Sim, script: fn() -> Script<BtcUsdt>) -> Vec<Result<Outcome, RunError>> {
    let strategy = uncontrolled(watch);
    let first = sim.run(&strategy, (script(),));
    vec![first, Sim::new().run(&strategy, (script(),))]
}

pub fn main() {
    let _ = end;
}
