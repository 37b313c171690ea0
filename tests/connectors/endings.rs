//! Data that ends, ends a live run, whatever room its connectors have and whoever was lost before.

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Started, Terminator,
};
use tidegate::control::Cause;
use tidegate::market::VenueOrderId;
use tidegate::prelude::*;
use tidegate::runtime::{Intake, OnLoss, Runtime, Threads};
use tidegate::safety::Admitted;
use tidegate::testing::Script;

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

/// A market of one trade that takes an order, and whose producer fails then.
struct Failing {
    told: bool,
}

impl Connector<BtcUsdt> for Failing {
    type Producer = Self;
    type Executor = Self;
    type Terminator = Self;

    fn start(self) -> Result<Started<Self, BtcUsdt>, ConnectorError> {
        Ok(Parts { producer: self, executor: Self { told: false }, terminator: Self { told: false } })
    }
}

impl Producer<BtcUsdt> for Failing {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        match self.told {
            true => Err(ConnectorError::failed("failing", "on purpose")),
            false => Ok(Some(Time::EPOCH)),
        }
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        self.told = true;
        let (price, quantity) = ("100".parse().expect("a price"), "1".parse().expect("a quantity"));
        let trade = Trade { instrument: Only, id: TradeId(1), price, quantity, aggressor: Side::Buy };
        events.fire_trade(Time::EPOCH, trade);
        Ok(())
    }
}

impl Executor<BtcUsdt> for Failing {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let (id, instrument) = (admitted.action().id(), admitted.action().instrument());
        let turn = match admitted.action() {
            Action::Cancel { .. } => OrderEvent::Cancelled { id, instrument },
            _ => OrderEvent::Placed { id, instrument, venue: VenueOrderId(1) },
        };
        events.fire(at, turn.into());
        Ok(())
    }
}

impl Terminator for Failing {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Over)
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
        let order = one.trades().map(move |_| {
            let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
            Action::Limit { id, instrument, side: Side::Buy, price, quantity }
        });
        // After it is lost, it is asked for something again.
        let cancel = one.link().map(move |_| Action::Cancel { id, instrument });
        (order.or(cancel).map(Actions::from), other.trades().filter_map(|_| None), control.done_at_once())
    }
    let threads = Threads::new().on_lost_connector(OnLoss::GoOn);
    let outcome = threads.run(&orders, (Failing { told: false }, script())).expect("it begins");
    assert_eq!(outcome.report.cause, Cause::DataEnd, "{}", outcome.report);
}
