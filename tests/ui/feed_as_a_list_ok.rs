//! It is connected to an iterator.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(
    _: MarketPort<BtcUsdt>,
    rates: Feed<Rate>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (rates.events().filter_map(|_| None), control.done_at_once())
}

pub fn main() {
    let rates = vec![(Time::from_secs(1), "1.08".parse().expect("a rate"))];
    let rates = rates.into_iter();
    let outcome = Sim::new().run(&strategy, (Script::<BtcUsdt>::new(), rates)).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
