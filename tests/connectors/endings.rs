//! Data that ends, ends a live run, whatever room its connectors have and whoever was lost before.

use tidegate::control::Cause;
use tidegate::prelude::*;
use tidegate::runtime::{Intake, OnLoss, Runtime, Threads};
use tidegate::testing::Script;

use crate::fragile::{Fragile, limit};

fn script() -> Script<EthUsdt> {
    Script::new().trade(1, "100", "1").trade(2, "101", "1").trade(3, "102", "1")
}

#[test]
fn data_ends_a_run_whose_inboxes_have_no_room() {
    fn hears(
        market: MarketPort<EthUsdt>,
        rates: Feed<u64>,
        control: Control,
    ) -> (impl Event<Item = Actions<EthUsdt>>, Done) {
        let heard = rates.events().map(|rate| Complaint::new(1, rate.to_string()));
        (market.trades().filter_map(|_| None), control.done_at_once().reporting(heard))
    }
    for intake in [Intake::Wait(0), Intake::Shed(0)] {
        let rates = [1, 2, 3].map(|rate| (Time::from_secs(1), rate)).into_iter();
        let outcome = Threads::new().intake(intake).run(&hears, (script(), rates)).expect("it begins");
        assert_eq!(outcome.report.cause, Cause::DataEnd, "{intake:?}: {}", outcome.report);
        assert_eq!(outcome.report.complaints.len(), 3, "a feed leaves nothing out: {intake:?}");
        assert!(outcome.left_behind.is_empty(), "{intake:?}: {:?}", outcome.left_behind);
    }
}

/// The market that is lost is asked and told things still: nobody takes that for data to come.
///
/// Requirements: C7, K1.
#[test]
fn data_ends_a_run_that_goes_on_without_a_market_whose_producer_failed() {
    fn orders(
        one: MarketPort<BtcUsdt>,
        other: MarketPort<EthUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let (id, instrument) = (OrderId::new(1), Only);
        let order = one.trades().map(|_| limit(1));
        // After it is lost, it is asked for something again.
        let cancel = one.link().map(move |_| Action::Cancel { id, instrument });
        (order.or(cancel).map(Actions::from), other.trades().filter_map(|_| None), control.done_at_once())
    }
    let threads = Threads::new().on_lost_connector(OnLoss::GoOn);
    let outcome = threads.run(&orders, (Fragile::producer(), script())).expect("it begins");
    assert_eq!(outcome.report.cause, Cause::DataEnd, "{}", outcome.report);
}
