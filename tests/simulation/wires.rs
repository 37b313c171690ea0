//! A wire, law by law: what passes on a quiet one, and what becomes of one order where something goes wrong.

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::{SimulatedVenue, VenueStats};
use tidegate::connector::wire::{Boundary, Fault, Injected, Latency, When, Wire};
use tidegate::control::{ExitCode, Fate, ShutdownReport};
use tidegate::money::Market;
use tidegate::prelude::*;
use tidegate::runtime::{OnLoss, Outcome, RunError, Runtime, Sim};

use crate::traders::{hedger, maker};

const FIRST: When = When::Nth(1);
const START: Time = Time::from_secs(1_704_067_200);

type Venue<M> = SimulatedVenue<M, Synthetic<M>>;

fn venue<M: Market<Instrument = Only>>(seed: u64) -> Venue<M> {
    let options = SyntheticOptions::default().seed(seed).trades(60).start(START);
    SimulatedVenue::new(Synthetic::new(Only, options).expect("sound options"))
}

/// One order at the first trade, and all that is heard as complaints.
fn one_order(
    order: impl Fn() -> Action<BtcUsdt> + Send + Sync + 'static,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Once, Done) {
    let order = std::sync::Arc::new(order);
    move |market, control| {
        let order = std::sync::Arc::clone(&order);
        let turns = market.orders().map(|turn| Complaint::new(1, turn.to_string()));
        let links = market.link().map(|link| Complaint::new(1, link.to_string()));
        let fills = market.fills().map(|_| Complaint::new(1, "fill"));
        let orders = market.trades().once().map(move |_| Actions::from(order())).boxed();
        (orders, control.done_at_once().reporting(turns.or(links).or(fills)))
    }
}

type Once = tidegate::network::Boxed<Actions<BtcUsdt>>;

/// It is filled at once.
fn taking() -> Action<BtcUsdt> {
    let quantity = "0.01".parse().expect("a quantity");
    Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity }
}

/// It rests until it is cancelled.
fn resting() -> Action<BtcUsdt> {
    let (price, quantity) = ("100".parse().expect("a price"), "0.01".parse().expect("a quantity"));
    Action::Limit { id: OrderId::new(1), instrument: Only, side: Side::Buy, price, quantity }
}

/// A run over a wire with one fault.
struct Run {
    ended: Result<Outcome, RunError>,
    injected: Injected,
    judge: VenueStats<BtcUsdt>,
}

fn run(order: fn() -> Action<BtcUsdt>, boundary: Boundary, fault: Fault, when: When) -> Run {
    let venue = venue::<BtcUsdt>(1);
    let judge = venue.stats();
    let wire = Wire::new(venue, 7).fault(boundary, fault, when);
    let injected = wire.injected();
    let ended = Sim::new().seed(7).run(&one_order(order), (wire,));
    Run { ended, injected, judge }
}

impl Run {
    fn report(&self) -> &ShutdownReport {
        &self.ended.as_ref().expect("it begins").report
    }

    fn heard(&self) -> Vec<&str> {
        self.report().complaints.iter().map(|complaint| complaint.text.as_ref()).collect()
    }

    fn fate(&self) -> Option<Fate> {
        self.report().open_orders.first().map(|order| order.fate)
    }

    #[track_caller]
    fn has(&self, injections: usize, code: ExitCode) -> &Self {
        assert_eq!(self.injected.list().len(), injections, "{}", self.injected);
        assert_eq!(self.report().exit_code(), code, "{}: {:?}", self.injected, self.report());
        self
    }
}

/// The law that makes all the others mean something.
#[test]
fn a_quiet_wire_changes_nothing() {
    for seed in 0..20 {
        let sim = || Sim::new().action_delay(Span::from_millis(seed));
        let bare = sim().run(&hedger, (venue(seed), venue(seed + 1))).expect("it begins");
        let wires = (Wire::new(venue(seed), 1), Wire::new(venue(seed + 1), 2));
        let wired = sim().run(&hedger, wires).expect("it begins");
        assert_eq!((bare.trace_hash, &bare.report), (wired.trace_hash, &wired.report), "seed {seed}");
        assert_eq!((bare.instants, bare.events), (wired.instants, wired.events), "seed {seed}");
        let wires = (Wire::new(venue(seed), 1), Wire::new(venue(seed + 1), 2));
        let chosen = sim().seed(seed).run(&hedger, (venue(seed), venue(seed + 1))).expect("it begins");
        let wired = sim().seed(seed).run(&hedger, wires).expect("it begins");
        assert_eq!((chosen.trace_hash, chosen.instants), (wired.trace_hash, wired.instants), "seed {seed}");
    }
}

/// Each event is late by as much as was asked for, and costs no instant of its own.
#[test]
fn latency_moves_every_event() {
    fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
        (market.trades().filter_map(|_| None),)
    }
    let bare = Sim::new().run(&uncontrolled(watch), (venue::<BtcUsdt>(1),)).expect("it begins");
    let late = Span::from_millis(25);
    let wire = Wire::new(venue::<BtcUsdt>(1), 1).latency(Boundary::MarketData, Latency::of(late));
    let wired = Sim::new().run(&uncontrolled(watch), (wire,)).expect("it begins");
    assert_eq!((wired.first, wired.events), (bare.first.after(late), bare.events));
    assert_eq!(wired.instants, bare.instants);
}

/// An answer takes its way there and back; jitter moves it, and never past another.
#[test]
fn what_leaves_first_arrives_first() {
    for seed in 0..100 {
        let jitter = |millis| Latency::of(Span::from_millis(5)).jitter(Span::from_millis(millis));
        let wire = Wire::new(venue::<BtcUsdt>(seed), seed)
            .latency(Boundary::MarketData, jitter(80))
            .latency(Boundary::Orders, jitter(200))
            .latency(Boundary::Answers, jitter(300));
        let outcome = Sim::new().seed(seed).run(&maker, (wire,)).expect("it begins");
        assert_eq!(outcome.report.connector_failures, [""; 0], "seed {seed}: the contract is kept");
        assert_eq!(outcome.report.orders.unknown, 0, "seed {seed}");
    }
}

#[test]
fn an_order_that_never_arrives_is_lost_and_then_unknown() {
    let run = run(taking, Boundary::Orders, Fault::Loss, FIRST);
    run.has(1, ExitCode::ORDERS_LEFT);
    assert_eq!((run.heard(), run.fate()), (vec!["lost (order 1, only)"], Some(Fate::Unknown)));
    assert_eq!(run.judge.placed(), 0, "the venue never had it");
    assert!(run.injected.to_string().ends_with("orders: lost: market buy 0.01 (order 1, only)"));
}

#[test]
fn an_answer_that_is_lost_is_told_once_the_venue_is_asked() {
    let all = ["placed as 1 (order 1, only)", "fill", "done (order 1, only)"];
    let lost = "lost (order 1, only)";
    for (nth, heard) in [
        (1, vec![lost, all[0], all[1], all[2]]),
        (2, vec![all[0], lost, all[1], all[2]]),
        // All is filled: there is nothing to ask for.
        (3, vec![all[0], all[1], all[2]]),
    ] {
        let run = run(taking, Boundary::Answers, Fault::Loss, When::Nth(nth));
        run.has(1, ExitCode::CLEAN);
        assert_eq!(run.heard(), heard);
    }
}

#[test]
fn an_order_that_arrives_twice_is_one_order() {
    for order in [taking, resting] {
        let run = run(order, Boundary::Orders, Fault::Duplication, FIRST);
        run.has(1, ExitCode::CLEAN);
        assert_eq!((run.judge.placed(), run.judge.refused()), (1, 1), "the venue has seen both");
        assert_eq!(run.report().connector_failures, [""; 0]);
    }
}

#[test]
fn an_answer_that_comes_twice_counts_once_and_breaks_the_contract() {
    let fills = run(taking, Boundary::Answers, Fault::Duplication, When::Nth(2));
    fills.has(1, ExitCode::CLEAN);
    assert_eq!(fills.report().positions[0].quantity, "0.01");
    let placed = run(taking, Boundary::Answers, Fault::Duplication, FIRST);
    placed.has(1, ExitCode::CONNECTOR_FAILED);
    assert!(placed.report().connector_failures[0].contains("O4"));
}

#[test]
fn what_the_venue_turns_away_is_refused() {
    let run = run(taking, Boundary::Orders, Fault::Refusal, FIRST);
    run.has(1, ExitCode::CLEAN);
    assert_eq!((run.report().orders.rejected, run.judge.placed()), (1, 0));
}

#[test]
fn a_cancel_that_is_lost_is_sent_again() {
    let run = run(resting, Boundary::Orders, Fault::Loss, When::Nth(2));
    run.has(1, ExitCode::CLEAN);
    assert_eq!((run.fate(), run.judge.working().len()), (Some(Fate::Cancelled), 0));
}

#[test]
fn a_link_that_breaks_comes_back_with_all_that_was_missed() {
    let outage = Fault::Disconnect(Span::from_millis(700));
    let run = run(taking, Boundary::Answers, outage, When::Nth(2));
    run.has(1, ExitCode::CLEAN);
    // What had left just before was on its way, and is missed, too.
    let heard = ["down", "up", "placed as 1 (order 1, only)", "fill", "done (order 1, only)", "resynced"];
    assert_eq!(run.heard(), heard);
}

/// World 84558: the end was lost first, and then the link broke with the fill on its way. It was told after the end.
#[test]
fn what_is_on_its_way_when_a_link_breaks_left_before_what_was_lost() {
    let wire = Wire::new(venue::<BtcUsdt>(1), 7)
        .latency(Boundary::Answers, Latency::of(Span::from_secs(1)))
        .fault(Boundary::Answers, Fault::Loss, When::Nth(3))
        .fault(Boundary::MarketData, Fault::Disconnect(Span::from_millis(300)), When::Nth(4));
    let outcome = Sim::new().run(&one_order(taking), (wire,)).expect("it begins");
    let heard: Vec<&str> =
        outcome.report.complaints.iter().map(|complaint| complaint.text.as_ref()).collect();
    let all = ["down", "up", "placed as 1 (order 1, only)", "fill", "done (order 1, only)", "resynced"];
    assert_eq!((heard, outcome.report.exit_code()), (all.to_vec(), ExitCode::CLEAN));
}

#[test]
fn a_link_that_stays_down_leaves_an_order_unknown() {
    let run = run(resting, Boundary::MarketData, Fault::Disconnect(Span::MAX), When::Nth(10));
    run.has(1, ExitCode::ORDERS_LEFT);
    assert_eq!(
        (run.fate(), run.judge.working().len()),
        (Some(Fate::Unknown), 1),
        "it works, for all we know"
    );
}

/// Actions wait before the gate, and the sweep's cancel until the connector is itself again.
#[test]
fn a_connector_that_hangs_is_waited_for() {
    let hangs = Fault::Hang(Span::from_secs(3));
    let run = run(resting, Boundary::Orders, hangs, FIRST);
    run.has(1, ExitCode::CLEAN);
    assert_eq!((run.heard(), run.fate()), (vec!["placed as 1 (order 1, only)"], Some(Fate::Cancelled)));
}

#[test]
fn a_connector_that_hangs_for_ever_keeps_its_submission() {
    let run = run(resting, Boundary::Orders, Fault::Hang(Span::MAX), FIRST);
    run.has(1, ExitCode::ORDERS_LEFT);
    assert_eq!((run.fate(), run.judge.placed()), (Some(Fate::Unknown), 1), "it arrived when we left");
}

#[test]
fn a_part_that_fails_or_panics_is_why_the_run_stops() {
    for boundary in [Boundary::MarketData, Boundary::Orders, Boundary::Answers] {
        for fault in [Fault::Failure, Fault::Panic] {
            let run = run(resting, boundary, fault, FIRST);
            run.has(1, ExitCode::CONNECTOR_FAILED);
        }
    }
}

/// The sweep's cancel lets the venue go on: what it says of the market then, nobody hears.
#[test]
fn no_data_is_told_behind_a_producer_that_has_failed() {
    fn counting(
        one: MarketPort<BtcUsdt>,
        other: MarketPort<EthUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let orders = one.trades().once().map(|_| Actions::from(resting()));
        let trades = one.trades().map(|trade| Complaint::new(1, trade.price.to_string()));
        (orders, other.trades().filter_map(|_| None), control.done_at_once().reporting(trades))
    }
    for fault in [Fault::Failure, Fault::Panic] {
        let wire = Wire::new(venue::<BtcUsdt>(1), 7).fault(Boundary::MarketData, fault, When::Nth(20));
        let sim = Sim::new().on_lost_connector(OnLoss::GoOn);
        let report = sim.run(&counting, (wire, venue::<EthUsdt>(2))).expect("it begins").report;
        assert_eq!((report.complaints.len(), report.late_actions.len()), (15, 0), "{fault:?}: {report}");
        assert_eq!((report.orders.submitted, report.orders.swept), (1, 1), "{fault:?}: {report}");
    }
}

#[test]
fn a_connector_that_does_not_start_leaves_no_order() {
    for fault in [Fault::Failure, Fault::Panic] {
        let run = run(resting, Boundary::Start, fault, FIRST);
        let error = run.ended.as_ref().expect_err("it does not start");
        assert_eq!((error.exit_code(), run.judge.placed()), (ExitCode::CONNECTOR_FAILED, 0));
    }
}

#[test]
fn an_end_that_goes_wrong_is_in_the_report() {
    let of = |fault| run(resting, Boundary::End, fault, FIRST);
    of(Fault::Delay(Span::from_secs(5))).has(1, ExitCode::CLEAN);
    of(Fault::Hang(Span::MAX)).has(1, ExitCode::CONNECTOR_TIMED_OUT);
    of(Fault::Failure).has(1, ExitCode::CONNECTOR_FAILED);
    of(Fault::Panic).has(1, ExitCode::CONNECTOR_FAILED);
    of(Fault::Loss).has(1, ExitCode::CLEAN);
}

/// A fault strikes where it strikes, whatever other faults there are.
#[test]
fn rules_do_not_disturb_each_other() {
    let struck = |more: bool| {
        let mut wire =
            Wire::new(venue::<BtcUsdt>(1), 3).fault(Boundary::MarketData, Fault::Loss, When::OneIn(6));
        if more {
            wire = wire.fault(Boundary::MarketData, Fault::Duplication, When::OneIn(6));
        }
        let injected = wire.injected();
        drop(Sim::new().run(&one_order(resting), (wire,)).expect("it begins"));
        let lost = injected.list().into_iter().filter(|injection| injection.fault == Fault::Loss);
        lost.map(|injection| injection.what).collect::<Vec<_>>()
    };
    assert_eq!(struck(false), struck(true));
    assert!(struck(false).len() > 3);
}
