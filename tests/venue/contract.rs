//! The contract under random quotes and actions: nothing is broken, lost, or different the second time.

use std::collections::BTreeMap;

use crate::stage::{Many, Stage, book, cancel, limit, market, trade};
use proptest::prelude::*;
use tidegate::connector::Quote;
use tidegate::connector::venue::FillRule;
use tidegate::market::{Action, Contract, MarketEvent, OrderEvent, Side};
use tidegate::time::Time;

#[derive(Debug, Clone)]
enum Step {
    Tick,
    Market(Side, i64),
    Limit(Side, i64, i64),
    Cancel(u64),
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Tick),
        1 => (side(), 0..5_i64).prop_map(|(side, size)| Step::Market(side, size)),
        3 => (side(), 0..12_i64, 0..9_i64).prop_map(|(side, at, size)| Step::Limit(side, at, size)),
        1 => (0..40_u64).prop_map(Step::Cancel),
    ];
    prop::collection::vec(step, 0..80)
}

fn quotes() -> impl Strategy<Value = Vec<Quote<Many>>> {
    let quote = prop_oneof![
        8 => (side(), 1..12_i64, 0..6_i64).prop_map(|(side, at, size)| trade(0, side, at, size)),
        1 => (1..10_i64, 1..3_i64).prop_map(|(bid, spread)| book(bid, bid + spread)),
        1 => (side(), 1..12_i64).prop_map(|(side, at)| trade(1, side, at, 5)),
    ];
    prop::collection::vec(quote, 0..60)
}

struct Run {
    events: Vec<(Time, MarketEvent<Many>)>,
    pending: u64,
    waiting: u64,
    fills: u64,
}

/// Plays the steps, under the eyes of the contract.
fn run(rule: FillRule, quotes: &[Quote<Many>], steps: &[Step]) -> Run {
    let mut stage = Stage::new(rule, quotes.to_vec());
    let mut contract = Contract::new();
    let (mut checked, mut next) = (0, 1);
    for step in steps {
        let action = match *step {
            Step::Tick => None,
            Step::Market(side, size) => Some(market(next, side, size)),
            Step::Limit(side, at, size) => Some(limit(next, side, at, size)),
            Step::Cancel(id) => Some(cancel(id)),
        };
        match action {
            None => drop(stage.tick()),
            Some(action) => {
                next += u64::from(action.side().is_some());
                let sent = contract.sent(&action);
                // A cancel of an id that was never sent is the strategy's fault: the venue ignores it.
                assert!(sent.is_ok() || matches!(action, Action::Cancel { .. }), "{sent:?}");
                stage.act(action);
            }
        }
        for (_, event) in &stage.seen.0[checked..] {
            contract.received(event).unwrap_or_else(|breach| panic!("{breach}"));
        }
        checked = stage.seen.0.len();
    }
    let pending = contract.pending().count() as u64;
    assert_eq!(stage.stats.working(), contract.pending().collect::<Vec<_>>());
    assert_eq!(pending, stage.stats.in_flight() + stage.stats.resting());
    Run { events: stage.seen.0, pending, waiting: stage.stats.in_flight(), fills: stage.stats.fills() }
}

/// Makers get no more than each trade has, at their limit or better for the other side.
fn check_trades(events: &[(Time, MarketEvent<Many>)]) {
    let mut left = 0;
    for (_, event) in events {
        match event {
            MarketEvent::Trade(trade) => left = trade.quantity.units(),
            MarketEvent::Fills(fills) => {
                for fill in fills.iter().filter(|fill| fill.liquidity == tidegate::market::Liquidity::Maker) {
                    left -= fill.quantity.units();
                    assert!(left >= 0, "a trade fills makers for its own quantity only");
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_contract_holds_and_the_second_run_is_the_first(
        quotes in quotes(),
        steps in steps(),
        is_next in any::<bool>(),
    ) {
        let rule = if is_next { FillRule::Next } else { FillRule::Same };
        let first = run(rule, &quotes, &steps);
        check_trades(&first.events);
        prop_assert!(first.events.is_sorted_by_key(|(at, _)| *at));

        let count = |wanted: fn(&OrderEvent<Many>) -> bool| {
            let is_wanted = |event: &MarketEvent<Many>| matches!(event, MarketEvent::Order(order) if wanted(order));
            first.events.iter().filter(|(_, event)| is_wanted(event)).count() as u64
        };
        let placed = count(|event| !event.is_end());
        let ended = count(|event| matches!(event, OrderEvent::Done { .. } | OrderEvent::Cancelled { .. }));
        prop_assert_eq!(placed, ended + first.pending, "every order has one end or is still there");

        let mut fills = BTreeMap::new();
        for (_, event) in &first.events {
            if let MarketEvent::Fills(list) = event {
                list.iter().for_each(|fill| *fills.entry(fill.id).or_insert(0) += 1);
            }
        }
        prop_assert_eq!(fills.values().sum::<u64>(), first.fills);
        let is_met = first.events.iter().any(|(_, event)| {
            matches!(event, MarketEvent::Trade(trade) if trade.instrument.0 == 0)
        });
        prop_assert!(rule == FillRule::Next || !is_met || first.waiting == 0, "under Same nothing waits");

        prop_assert_eq!(run(rule, &quotes, &steps).events, first.events);
    }
}
