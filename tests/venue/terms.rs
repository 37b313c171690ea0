//! What a venue takes, what of a position can be closed there, and what it answers when it is asked.

use crate::stage::{Many, Stage, cancel, limit, market, price, quantity, trade};
use proptest::prelude::*;
use tidegate::connector::venue::FillRule;
use tidegate::connector::{Closable, Executor, Terms};
use tidegate::market::Side::{Buy, Sell};
use tidegate::market::{Action, MarketEvent, OrderId, Side};
use tidegate::money::{Amount, InstrumentId, Price, Quantity};

/// Whole lots of 2, at least 4 of them, worth 500 at least.
fn terms() -> Terms<Many> {
    let min_notional = "500".parse().expect("an amount");
    Terms { lot: quantity(2), min_quantity: quantity(4), min_notional, ..Terms::new() }
}

#[test]
fn sizes_that_the_venue_does_not_take_are_refused() {
    let mut stage = Stage::on(terms(), FillRule::Same, [trade(0, Buy, 100, 1)]);
    assert_eq!(stage.executor.terms(InstrumentId(0)), terms());
    stage.act(market(1, Buy, 4));
    assert_eq!(stage.told(), ["0 placed as 1 (order 1)"], "before any trade it is worth enough");
    stage.act(cancel(1));
    stage.tick();
    stage.told();
    stage.act(market(2, Buy, 5));
    stage.act(market(3, Buy, 2));
    stage.act(market(4, Buy, 4));
    stage.act(limit(5, Sell, 124, 4));
    assert_eq!(
        stage.told(),
        [
            "1 refused by lot: expected a multiple of 2, found 5 (order 2)",
            "1 refused by least quantity: expected at least 4, found 2 (order 3)",
            "1 refused by least notional: expected at least 500, found 400 (order 4)",
            "1 refused by least notional: expected at least 500, found 496 (order 5)",
        ]
    );
    stage.act(limit(6, Sell, 125, 4));
    stage.act(market(7, Sell, 6));
    assert_eq!((stage.stats.placed(), stage.stats.refused()), (3, 4));
}

#[test]
fn a_query_is_answered_truthfully_and_fills_are_numbered() {
    let mut stage = Stage::new(FillRule::Same, [trade(0, Buy, 100, 1), trade(0, Sell, 90, 3)]);
    stage.tick();
    stage.act(market(1, Buy, 1));
    stage.act(limit(2, Buy, 95, 5));
    stage.act(market(4, Buy, 0));
    stage.tick();
    let numbers = stage.seen.0.iter().filter_map(|(_, event)| match event {
        MarketEvent::Fills(fills) => Some(fills.iter().map(|fill| fill.trade.0).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(numbers.collect::<Vec<_>>(), [[1], [2]]);
    stage.told();
    for id in 0..=5 {
        stage.ask(id);
    }
    assert_eq!(
        stage.told(),
        [
            "2 not found (order 0)",
            "2 ended (order 1)",
            "2 working, 3 filled (order 2)",
            "2 not found (order 3)",
            "2 ended (order 4)",
            "2 not found (order 5)",
        ]
    );
    stage.act(cancel(2));
    stage.ask(2);
    assert_eq!(stage.told(), ["2 cancelled (order 2)", "2 ended (order 2)"]);
}

#[test]
fn an_order_that_waits_works_and_nothing_of_it_is_filled() {
    let mut stage = Stage::new(FillRule::Next, [trade(0, Buy, 100, 1)]);
    stage.act(market(1, Buy, 1));
    stage.ask(1);
    assert_eq!(stage.told(), ["0 placed as 1 (order 1)", "0 working, 0 filled (order 1)"]);
}

#[test]
fn what_terms_say_of_a_position() {
    let closable = |units: i64, last| terms().closable(units * 100_000_000, last);
    let at = |whole| Some(price(whole));
    assert_eq!(closable(0, at(100)), Closable::Nothing);
    assert_eq!(closable(3, at(1_000)), Closable::Dust(quantity(3)), "below the least quantity");
    assert_eq!(closable(-5, at(100)), Closable::Dust(quantity(5)), "4 of it are worth 400");
    assert_eq!(closable(-5, at(125)), Closable::Order { quantity: quantity(4), rest: quantity(1) });
    assert_eq!(closable(5, None), Closable::Order { quantity: quantity(4), rest: quantity(1) });
    assert_eq!(
        Terms::<Many>::new().closable(i64::MIN, None),
        Closable::Order { quantity: Quantity::MAX, rest: Quantity::ZERO }
    );
}

proptest! {
    /// Fault 112: what is below the least sizes is dust, and what is not is taken by the venue.
    #[test]
    fn fault_112_an_order_closes_no_more_than_the_position_and_the_venue_takes_it(
        position in -5_000..5_000_i64,
        (lot, least) in (0..50_i64, 0..900_i64),
        notional in 0..5_000_i128,
        last in 1..9_i64,
    ) {
        let units = |units| Quantity::from_units(units).expect("zero or more");
        let terms = Terms {
            lot: units(lot),
            min_quantity: units(least),
            min_notional: Amount::from_units(notional * 100_000_000),
            ..Terms::new()
        };
        let mut stage = Stage::on(terms, FillRule::Same, [trade(0, Buy, last, 1)]);
        stage.tick();
        let takes = |stage: &mut Stage, number: u64, quantity| {
            let refused = stage.stats.refused();
            let side = if position > 0 { Side::Sell } else { Side::Buy };
            stage.act(Action::Market { id: OrderId::new(number), instrument: InstrumentId(0), side, quantity });
            stage.stats.refused() == refused
        };
        let last: Option<Price<Many>> = Some(price(last));
        match terms.closable(position, last) {
            Closable::Nothing => prop_assert_eq!(position, 0),
            Closable::Order { quantity, rest } => {
                prop_assert_eq!(quantity.units() + rest.units(), position.abs());
                prop_assert!(rest.units() < lot.max(1));
                prop_assert!(takes(&mut stage, 1, quantity));
            }
            Closable::Dust(all) => {
                prop_assert_eq!(all.units(), position.abs());
                for number in 1..=all.units() {
                    prop_assert!(!takes(&mut stage, number as u64, units(number)), "{} of it can be closed", number);
                }
            }
        }
    }
}
