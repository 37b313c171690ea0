//! Derived, it can.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

#[derive(Clone, serde::Serialize)]
struct RiskLimit(i64);

fn strategy(
    _: MarketPort<BtcUsdt>,
    limits: Feed<RiskLimit>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (limits.events().filter(|limit| limit.0 > 0).filter_map(|_| None), control.done_at_once())
}

pub fn main() {
    let limits = [(Time::from_secs(1), RiskLimit(5))].into_iter();
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(), limits)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
