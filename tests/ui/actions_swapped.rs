//! The events of actions stand in another order than the ports.

use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

fn strategy(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Action<EthUsdt>>, impl Event<Item = Action<BtcUsdt>>, Done) {
    let btc = btc.trades().map(|_| Action::Cancel { id: OrderId::new(1), instrument: Only });
    let eth = eth.trades().map(|_| Action::Cancel { id: OrderId::new(1), instrument: Only });
    (eth, btc, control.done_at_once())
}

pub fn main() {
    let scripts = (Script::<BtcUsdt>::new(), Script::<EthUsdt>::new());
    let outcome = Sim::new().run(&strategy, scripts).expect("a network");
    assert_eq!(outcome.report.exit_code().0, 0);
}
