//! Each row of the venue's table.

use crate::stage::{Many, Script, Seen, Stage, book, cancel, limit, market, price, trade};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::connector::{Connector, ConnectorError, Ending, Executor, Producer, Terminator};
use tidegate::market::Side::{Buy, Sell};
use tidegate::market::{Action, OrderId};
use tidegate::money::{InstrumentId, Quantity};
use tidegate::safety::{Exposure, Gate};
use tidegate::time::Time;

#[test]
fn same_fills_a_market_order_at_the_trade_that_caused_it() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1), trade(0, Buy, 200, 1)]);
    stage.tick();
    stage.act(market(1, Buy, 5));
    assert_eq!(
        stage.told(),
        [
            "1 trade 1 @ 100",
            "1 placed as 1 (order 1)",
            "1 fills [#1 buy 5 @ 100 Taker 0.5]",
            "1 done (order 1)"
        ]
    );
    stage.tick();
    assert_eq!(stage.told(), ["2 trade 1 @ 200"], "nothing is filled twice");
}

#[test]
fn next_fills_market_orders_at_the_trade_after_them_in_their_order() {
    let mut stage =
        Stage::new(FillRule::Next, [trade(0, Buy, 100, 1), trade(1, Buy, 7, 1), trade(0, Sell, 200, 1)]);
    stage.tick();
    stage.act(market(1, Buy, 5));
    stage.act(market(2, Sell, 1));
    assert_eq!(stage.stats.in_flight(), 2);
    stage.told();
    stage.tick();
    assert_eq!(stage.told(), ["2 trade 1 @ 7"], "another instrument's trade fills nothing");
    stage.tick();
    let fills = "3 fills [#1 buy 5 @ 200 Taker 1, #2 sell 1 @ 200 Taker 0.2]";
    assert_eq!(stage.told(), ["3 trade 1 @ 200", fills, "3 done (order 1)", "3 done (order 2)"]);
    assert_eq!((stage.stats.in_flight(), stage.stats.fills()), (0, 2));
}

#[test]
fn before_any_trade_a_market_order_waits_for_the_first() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1)]);
    stage.act(market(1, Sell, 1));
    assert_eq!(stage.told(), ["0 placed as 1 (order 1)"]);
    assert_eq!(stage.stats.in_flight(), 1);
    stage.tick();
    assert_eq!(stage.told(), ["1 trade 1 @ 100", "1 fills [#1 sell 1 @ 100 Taker 0.1]", "1 done (order 1)"]);
}

#[test]
fn what_waits_at_the_end_is_counted_and_can_be_cancelled() {
    let mut stage = Stage::new(FillRule::Next, [trade(0, Buy, 100, 1)]);
    stage.tick();
    stage.act(market(4, Buy, 1));
    stage.act(limit(9, Buy, 50, 1));
    assert!(!stage.tick());
    assert_eq!((stage.stats.in_flight(), stage.stats.resting()), (1, 1));
    assert_eq!(stage.stats.working(), [OrderId::new(4), OrderId::new(9)]);
    stage.told();
    stage.act(cancel(4));
    stage.act(cancel(9));
    assert_eq!(stage.told(), ["1 cancelled (order 4)", "1 cancelled (order 9)"]);
    assert_eq!((stage.stats.in_flight(), stage.stats.resting()), (0, 0));
}

#[test]
fn a_limit_that_the_market_can_meet_takes_at_the_better_price() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1)]);
    stage.tick();
    stage.told();
    stage.act(limit(1, Buy, 110, 1));
    stage.act(limit(2, Sell, 100, 1));
    let fills: Vec<_> = stage.told().into_iter().filter(|line| line.contains("fills")).collect();
    assert_eq!(fills, ["1 fills [#1 buy 1 @ 100 Taker 0.1]", "1 fills [#2 sell 1 @ 100 Taker 0.1]"]);
}

#[test]
fn with_a_book_its_best_price_decides_and_not_the_last_trade() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1), book(95, 105)]);
    stage.tick();
    stage.tick();
    stage.act(limit(1, Buy, 102, 1));
    assert_eq!(stage.stats.resting(), 1, "102 does not reach the ask of 105");
    stage.told();
    stage.act(limit(2, Buy, 106, 1));
    assert_eq!(stage.told()[1], "2 fills [#2 buy 1 @ 105 Taker 0.105]");
    stage.act(limit(3, Sell, 94, 1));
    assert_eq!(stage.told()[1], "2 fills [#3 sell 1 @ 95 Taker 0.095]");
}

#[test]
fn under_next_a_limit_takes_at_the_next_trade_or_rests() {
    let quotes =
        [trade(0, Buy, 100, 1), trade(0, Sell, 98, 1), trade(0, Sell, 104, 1), trade(0, Sell, 103, 9)];
    let mut stage = Stage::new(FillRule::Next, quotes);
    stage.tick();
    stage.act(limit(1, Buy, 103, 2));
    assert_eq!(stage.stats.in_flight(), 1);
    stage.told();
    stage.tick();
    assert_eq!(stage.told()[1], "2 fills [#1 buy 2 @ 98 Taker 0.196]");
    stage.act(limit(2, Buy, 103, 2));
    stage.told();
    stage.tick();
    assert_eq!(stage.told(), ["3 trade 1 @ 104"]);
    assert_eq!((stage.stats.in_flight(), stage.stats.resting()), (0, 1));
    stage.tick();
    assert_eq!(stage.told()[1], "4 fills [#2 buy 2 @ 103 Maker -0.0206]");
}

#[test]
fn a_resting_order_fills_in_parts_at_its_limit_by_price_then_time() {
    let quotes =
        [trade(0, Buy, 100, 1), trade(0, Sell, 98, 3), trade(0, Buy, 90, 50), trade(0, Sell, 97, 50)];
    let mut stage = Stage::new(FillRule::Same, quotes);
    stage.tick();
    stage.act(limit(1, Buy, 98, 2));
    stage.act(limit(2, Buy, 99, 2));
    stage.act(limit(3, Buy, 98, 2));
    stage.told();
    stage.tick();
    let fills = "2 fills [#2 buy 2 @ 99 Maker -0.0198, #1 buy 1 @ 98 Maker -0.0098]";
    assert_eq!(stage.told(), ["2 trade 3 @ 98", fills, "2 done (order 2)"]);
    stage.tick();
    assert_eq!(stage.told(), ["3 trade 50 @ 90"], "a buyer takes no bids");
    stage.tick();
    let fills = "4 fills [#1 buy 1 @ 98 Maker -0.0098, #3 buy 2 @ 98 Maker -0.0196]";
    assert_eq!(stage.told(), ["4 trade 50 @ 97", fills, "4 done (order 1)", "4 done (order 3)"]);
}

#[test]
fn asks_fill_when_a_buyer_pays_their_price() {
    let quotes =
        [trade(0, Sell, 100, 1), trade(0, Sell, 120, 9), trade(0, Buy, 101, 9), trade(0, Buy, 102, 1)];
    let mut stage = Stage::new(FillRule::Same, quotes);
    stage.tick();
    stage.act(limit(1, Sell, 102, 3));
    stage.told();
    stage.tick();
    stage.tick();
    assert_eq!(stage.told(), ["2 trade 9 @ 120", "3 trade 9 @ 101"]);
    stage.tick();
    assert_eq!(stage.told(), ["4 trade 1 @ 102", "4 fills [#1 sell 1 @ 102 Maker -0.0102]"]);
    stage.act(cancel(1));
    assert_eq!(stage.told(), ["4 cancelled (order 1)"]);
}

#[test]
fn o03_an_id_that_does_not_rise_is_refused_and_so_are_zeros() {
    let mut stage = Stage::new(FillRule::Same, []);
    stage.act(market(5, Buy, 1));
    stage.told();
    stage.act(market(5, Buy, 1));
    stage.act(market(6, Buy, 0));
    stage.act(limit(6, Buy, 1, 1));
    stage.act(limit(7, Buy, 0, 1));
    assert_eq!(
        stage.told(),
        [
            "0 refused by order id: expected above 5, found 5 (order 5)",
            "0 refused by quantity: expected more than zero, found 0 (order 6)",
            "0 refused by order id: expected above 6, found 6 (order 6)",
            "0 refused by price: expected more than zero, found 0 (order 7)",
        ]
    );
    assert_eq!((stage.stats.placed(), stage.stats.refused()), (1, 4));
}

#[test]
fn o11_o12_a_cancel_of_an_ended_or_unknown_order_is_ignored() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1)]);
    stage.tick();
    stage.act(market(1, Buy, 1));
    stage.told();
    stage.act(cancel(1));
    stage.act(cancel(77));
    assert!(stage.told().is_empty());
}

#[test]
fn a_fee_that_fits_no_amount_is_an_error_and_not_a_fill() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 90_000_000_000, 1)]);
    stage.executor = {
        let quotes = [(Time::EPOCH, trade(0, Buy, 90_000_000_000, 1))].into();
        let venue = SimulatedVenue::new(Script(quotes)).fee(tidegate::money::Rate::from_units(i64::MAX));
        let mut parts = venue.start().expect("a venue in memory starts");
        parts.producer.produce(&mut Seen::default()).expect("a trade costs nothing");
        parts.executor
    };
    let all = Action::Market {
        id: OrderId::new(1),
        instrument: InstrumentId(0),
        side: Buy,
        quantity: Quantity::<Many>::MAX,
    };
    let admitted = stage.gate.admit(all.into(), Exposure::FLAT).expect("an open gate");
    let error = stage.executor.execute(Time::EPOCH, admitted, &mut stage.seen).expect_err("2^126 times 2^63");
    assert_eq!(error.code(), "connector.failed");
    assert!(stage.told().is_empty());
}

#[test]
fn times_that_go_back_in_the_data_are_an_error() {
    let quotes = [(Time::from_secs(2), trade(0, Buy, 1, 1)), (Time::from_secs(1), trade(0, Buy, 1, 1))];
    let mut parts = SimulatedVenue::new(Script(quotes.into())).start().expect("it starts");
    parts.producer.produce(&mut Seen::default()).expect("the first is sound");
    assert!(matches!(parts.producer.next_at(), Err(ConnectorError::Backwards { .. })));
}

#[test]
fn what_the_runtime_asks_for_early_is_told_late_and_never_back() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1), trade(0, Buy, 100, 1)]);
    stage.tick();
    stage.now = Time::EPOCH;
    stage.act(market(1, Buy, 1));
    assert!(stage.told().iter().all(|line| line.starts_with("1 ")));
}

#[test]
fn c14_a_terminated_venue_takes_nothing_and_its_counts_remain() {
    let venue = SimulatedVenue::new(Script([(Time::EPOCH, trade(0, Buy, 100, 1))].into()));
    let stats = venue.stats();
    let mut parts = venue.start().expect("it starts");
    let mut seen = Seen::default();
    let submit = |executor: &mut tidegate::connector::venue::VenueExecutor<Many>, id, seen: &mut Seen| {
        let (gate, _keeper) = Gate::open();
        let admitted = gate.admit(limit(id, Buy, 1, 1).into(), Exposure::FLAT).expect("an open gate");
        executor.execute(Time::EPOCH, admitted, seen)
    };
    submit(&mut parts.executor, 1, &mut seen).expect("an open venue");
    assert_eq!(parts.terminator.terminate(Time::EPOCH).expect("nothing to fail"), Ending::Over);
    let error = submit(&mut parts.executor, 2, &mut seen).expect_err("a closed venue");
    assert!(error.to_string().contains("terminated"), "{error}");
    drop(parts.executor);
    drop(parts.producer);
    assert_eq!((stats.placed(), stats.resting()), (1, 1));
    assert_eq!(price(1).to_string(), "1");
}
