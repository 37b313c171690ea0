//! The order of what happens at one time, as a seed has it.

use std::collections::BTreeSet;

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::money::Market;
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Runtime, Sim};
use tidegate::testing::Script;

use crate::traders::hedger;

/// Says what it hears in one instant.
fn listener(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let both = btc.trades().map(|trade| format!("b{}", trade.id.0));
    let heard = both.merge(eth.trades().map(|trade| format!("e{}", trade.id.0)), |b, e| format!("{b}+{e}"));
    (never(), never(), control.done_at_once().reporting(heard.map(|text| Complaint::new(1, text))))
}

fn heard(seed: Option<u64>) -> Vec<String> {
    let btc = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(1, "101", "1").trade(2, "102", "1");
    let eth = Script::<EthUsdt>::new().trade(1, "10", "1").trade(2, "11", "1");
    let outcome = match seed {
        None => Sim::new().run(&listener, (btc, eth)),
        Some(seed) => Sim::new().seed(seed).run(&listener, (btc, eth)),
    };
    let report = outcome.expect("it begins").report;
    report.complaints.iter().map(|complaint| complaint.text.to_string()).collect()
}

#[test]
fn without_a_seed_all_that_comes_at_one_time_is_one_instant() {
    assert_eq!(heard(None), ["b1+e1", "b2", "b3+e2"]);
}

#[test]
fn a_seed_chooses_and_every_choice_comes_up() {
    let all: BTreeSet<Vec<String>> = (0..200).map(|seed| heard(Some(seed))).collect();
    // At the first time: together; b1 b2 e1, b1 e1 b2, e1 b1 b2, b1 b2+e1. At the second: together, or one of two first.
    assert_eq!(all.len(), 5 * 3, "{all:?}");
    for order in &all {
        let text = order.join(" ");
        let place = |name: &str| text.find(name).expect("all is heard");
        assert!(place("b1") < place("b2") && place("b2") < place("b3"), "one market keeps its order: {text}");
        assert!(
            place("e1") < place("e2") && place("b2") < place("e2") && place("e1") < place("b3"),
            "{text}"
        );
    }
}

fn venue<M: Market<Instrument = Only>>(seed: u64) -> SimulatedVenue<M, Synthetic<M>> {
    let options = SyntheticOptions::default().seed(seed).trades(400);
    SimulatedVenue::new(Synthetic::new(Only, options).expect("sound options"))
}

fn hedged(seed: u64) -> Outcome {
    let sim = Sim::new().action_delay(Span::from_millis(3)).seed(seed);
    sim.run(&hedger, (venue(1), venue(2))).expect("it begins")
}

#[test]
fn the_same_seed_is_the_same_run_and_the_outcome_names_it() {
    let (one, again) = (hedged(5), hedged(5));
    assert_eq!((one.trace_hash, &one.report), (again.trace_hash, &again.report));
    assert_eq!(one.seed, Some(5));
    let hashes: BTreeSet<u64> = (0..20).map(|seed| hedged(seed).trace_hash).collect();
    assert!(hashes.len() > 15, "{} of 20", hashes.len());
}

/// Whatever the order, the contract of the market is kept.
#[test]
fn what_is_told_of_orders_keeps_its_order() {
    for seed in 0..100 {
        let outcome = hedged(seed);
        assert_eq!(outcome.report.connector_failures, [""; 0], "seed {seed}");
        assert_eq!(outcome.report.orders.unknown, 0, "seed {seed}");
    }
}

/// A trade that comes at the time of an answer is heard before it or after it.
#[test]
fn data_may_come_before_an_answer_of_the_same_time() {
    fn echo(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let quantity = "1".parse().expect("a quantity");
        let (id, instrument) = (OrderId::new(1), Only);
        let buy =
            market.trades().once().map(move |_| Action::Market { id, instrument, side: Side::Buy, quantity });
        let trades = market.trades().map(|trade| Complaint::new(1, format!("trade {}", trade.id.0)));
        let turns = market.orders().map(|turn| Complaint::new(1, turn.to_string()));
        let fills = market.fills().map(|_| Complaint::new(1, "fill"));
        (buy, control.done_at_once().reporting(trades.or(turns).or(fills)))
    }
    let row =
        "7,100.00,0.5,30000.00,1700000000000,True,True\n8,100.00,0.5,30000.00,1700000000000,True,True\n";
    let orders: BTreeSet<Vec<String>> = (0..50)
        .map(|seed| {
            let options = tidegate::connector::replay::TapeOptions::default();
            let tape = tidegate::connector::replay::Tape::from_reader("two rows", row.as_bytes(), options);
            let data = tidegate::connector::replay::TapeData::<BtcUsdt>::new(tape.expect("a tape"), Only);
            let outcome = Sim::new().seed(seed).run(&echo, (SimulatedVenue::new(data),)).expect("it begins");
            outcome.report.complaints.iter().map(|complaint| complaint.text.to_string()).collect()
        })
        .collect();
    let placed = "placed as 1 (order 1, only)";
    assert!(
        orders.contains(
            ["trade 7", placed, "fill", "done (order 1, only)", "trade 8"].map(str::to_owned).as_slice()
        ),
        "{orders:?}"
    );
    assert_eq!(
        orders.len(),
        4,
        "the second trade comes before any of three answers, or after them: {orders:?}"
    );
    let is_ordered = |order: &Vec<String>| {
        let answers: Vec<&String> = order.iter().filter(|text| !text.starts_with("trade")).collect();
        answers == [placed, "fill", "done (order 1, only)"]
    };
    assert!(orders.iter().all(is_ordered), "{orders:?}");
}
