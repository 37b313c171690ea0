//! Markets that are lost while the run goes on without them: each is told of once, whoever fails beside it.

use tidegate::control::{Cause, ControlEvent, ExitCode};
use tidegate::prelude::*;
use tidegate::runtime::{AttachAll, OnLoss, Runtime, Sim};
use tidegate::strategy::Strategy;
use tidegate::testing::Script;

use crate::fragile::{Fragile, limit};

/// Every market that is lost, in words.
fn losses(control: &Control) -> impl Event<Item = Complaint> + use<> {
    control.events().filter_map_ref(|event| match event {
        ControlEvent::ConnectorLost { connector, .. } => Some(Complaint::new(8, connector.clone())),
        _ => None,
    })
}

type Quiet = Script<BtcUsdt>;
type Markets = (Fragile<BtcUsdt>, Fragile<EthUsdt>, Quiet);

/// The two markets are told of once each, and the data of the third ends the run.
fn check<P, S>(runtime: impl Runtime, strategy: &S)
where
    S: Strategy<P>,
    S::Terminals: AttachAll<Markets>,
{
    let quiet = Quiet::new().trade(1, "100", "1").trade(2, "101", "1").trade(3, "102", "1");
    let markets = (Fragile::executor(), Fragile::executor(), quiet);
    let report = runtime.on_lost_connector(OnLoss::GoOn).run(strategy, markets).expect("it begins").report;
    let mut lost: Vec<&str> = report.complaints.iter().map(|complaint| &*complaint.text).collect();
    lost.sort_unstable();
    assert_eq!(lost, ["binance:BTCUSDT", "binance:ETHUSDT"], "{report}");
    assert_eq!(report.cause, Cause::DataEnd, "{report}");
    let failures = &report.connector_failures;
    assert!(failures.iter().all(|failure| failure.ends_with(": on purpose")), "{failures:?}");
    // What became of their orders nobody knows.
    assert_eq!(report.exit_code(), ExitCode::ORDERS_LEFT, "{report}");
}

/// The same whatever comes first at one time.
fn check_in_every_order<P, S>(strategy: &S)
where
    S: Strategy<P>,
    S::Terminals: AttachAll<Markets>,
{
    check(Sim::new(), strategy);
    (0..20).for_each(|seed| check(Sim::new().seed(seed), strategy));
}

/// Two executors fail over what one instant gave them.
#[test]
fn two_markets_that_are_lost_in_one_instant_are_both_told_of() {
    fn orders(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        third: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (
        impl Event<Item = Actions<BtcUsdt>>,
        impl Event<Item = Actions<EthUsdt>>,
        impl Event<Item = Actions<BtcUsdt>>,
        Done,
    ) {
        let first = third.trades().once().share();
        let lost = losses(&control);
        let _ = (btc.link(), eth.link());
        (
            first.map(|_| limit(1).into()),
            first.map(|_| limit(1).into()),
            never(),
            control.done_at_once().reporting(lost),
        )
    }
    check_in_every_order(&orders);
}

/// Both are lost by the time that the strategy hears of the first: what it sends then reaches neither.
#[test]
fn no_order_leaves_for_a_market_whose_loss_is_not_told_yet() {
    fn orders(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        third: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (
        impl Event<Item = Actions<BtcUsdt>>,
        impl Event<Item = Actions<EthUsdt>>,
        impl Event<Item = Actions<BtcUsdt>>,
        Done,
    ) {
        let first = third.trades().once().map(|_| 1);
        let lost = losses(&control).share();
        let ids = first.or(lost.once().map(|_| 2)).share();
        let _ = (btc.link(), eth.link());
        (
            ids.map(|id| limit(id).into()),
            ids.map(|id| limit(id).into()),
            never(),
            control.done_at_once().reporting(lost),
        )
    }
    check_in_every_order(&orders);
}

/// The strategy hears of one loss and sends an order to the other market, which is lost over it; and each time that it hears
/// of one it asks the first one for something again.
#[test]
fn a_market_that_is_lost_while_the_strategy_hears_of_another_does_not_stop_the_run() {
    fn orders(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        third: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (
        impl Event<Item = Actions<BtcUsdt>>,
        impl Event<Item = Actions<EthUsdt>>,
        impl Event<Item = Actions<BtcUsdt>>,
        Done,
    ) {
        let heard = losses(&control).share();
        let cancel = Action::Cancel { id: OrderId::new(1), instrument: Only };
        let first = third.trades().once().map(|_| limit(1)).or(heard.map(move |_| cancel));
        let second = heard.map(|_| limit(1)).once();
        let _ = (btc.link(), eth.link());
        (
            first.map(Actions::from),
            second.map(Actions::from),
            never(),
            control.done_at_once().reporting(heard),
        )
    }
    check_in_every_order(&orders);
}

/// It is done when it hears of the first of two losses: what it wants when it hears of the second one comes too late.
#[test]
fn a_strategy_that_is_done_at_one_loss_sends_nothing_at_the_next() {
    fn orders(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        third: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (
        impl Event<Item = Actions<BtcUsdt>>,
        impl Event<Item = Actions<EthUsdt>>,
        impl Event<Item = Actions<BtcUsdt>>,
        Done,
    ) {
        let first = third.trades().once().share();
        let losses = losses(&control).count().share();
        let done = losses.filter(|n| *n == 1).map(|_| DoneCode::OK);
        let late = losses.filter(|n| *n == 2).map(|_| limit(7).into());
        let _ = (btc.link(), eth.link());
        (first.map(|_| limit(1).into()), first.map(|_| limit(1).into()), late, control.done_when(done))
    }
    let third = Quiet::new().trade(1, "100", "1").trade(2, "101", "1");
    let sim = Sim::new().on_lost_connector(OnLoss::GoOn);
    let markets = (Fragile::executor(), Fragile::executor(), third);
    let report = sim.run(&orders, markets).expect("it begins").report;
    assert_eq!((report.orders.submitted, report.late_actions.len()), (2, 1), "{report}");
    assert_eq!(report.cause, Cause::Done, "{report}");
}

/// Its answer to the notice is a cancel over which a connector fails, and that it is done: nothing leaves behind that.
#[test]
fn a_strategy_that_is_done_at_the_notice_sends_nothing_at_a_loss_that_comes_of_it() {
    fn orders(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let cancel = Action::Cancel { id: OrderId::new(1), instrument: Only };
        let cancels = control.shutdown().map(move |_| Actions::from(cancel));
        let late = losses(&control).map(|_| Actions::from(limit(7)));
        let _ = (btc.link(), eth.link());
        (cancels, late, control.done_at_once())
    }
    for on_loss in [OnLoss::Stop, OnLoss::GoOn] {
        let eth = Script::<EthUsdt>::new().trade(1, "100", "1");
        let sim = Sim::new().on_lost_connector(on_loss);
        let report = sim.run(&orders, (Fragile::executor(), eth)).expect("it begins").report;
        assert_eq!((report.orders.submitted, report.late_actions.len()), (0, 1), "{report}");
        assert_eq!(report.connector_failures.len(), 1, "{report}");
    }
}

/// Whether it takes another one it cannot say any more: that is no leave to give it one.
#[test]
fn an_executor_that_fails_with_an_order_in_hand_is_given_no_other() {
    fn two(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let orders = port.trades().map(|_| [limit(1), limit(2)].into_iter().collect());
        (orders, control.done_at_once())
    }
    let report = Sim::new().run(&two, (Fragile::busy_executor(),)).expect("it begins").report;
    assert_eq!(report.cause, Cause::Connector, "{report}");
    assert_eq!((report.orders.submitted, report.discarded.len()), (1, 1), "{report}");
}

/// The third signal ends a run whose executor has failed over the answer to the first: it stands in the report.
#[test]
fn a_market_that_is_lost_as_the_run_is_cut_short_stands_in_the_report() {
    fn cancels(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let _ = port.link();
        let cancel = Action::Cancel { id: OrderId::new(1), instrument: Only };
        (control.shutdown().map(move |_| Actions::from(cancel)), control.done_when(never()))
    }
    let signal = |sim: Sim| sim.cause_at(Time::from_nanos(1), Cause::Signal, "SIGTERM");
    let sim = signal(signal(signal(Sim::new())));
    let report = sim.run(&cancels, (Fragile::executor(),)).expect("it begins").report;
    assert_eq!(report.exit_code(), ExitCode::ABORTED, "{report}");
    assert_eq!(report.connector_failures, ["binance:BTCUSDT: on purpose"], "{report}");
}
