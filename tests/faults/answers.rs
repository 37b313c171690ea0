//! What a strategy answers, or does not: done, errors, silence, a panic.

use tidegate::control::{
    Budgets, Cause, ExitCode, Facts, Fate, Input, Inventory, Output, Phase, Plan, Protocol, Verdict,
};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use crate::desk::Desk;
use crate::traders::{cancel, deaf, hears, limit, market, resting};
use crate::trial::play;

const ALL: [Phase; 5] = Phase::TIMED;

/// Fault 1: SIGTERM, and an idle strategy answers done 0 at once.
///
/// Requirements: A8, A23, B1, B5, B8, B11, K1, L1, L2.
#[test]
fn fault_001_an_idle_strategy_is_done_at_once_and_nobody_waits() {
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, resting::<0>, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    assert_eq!(run.phases(), ALL.map(|phase| (phase, 2.0)), "each once, none waited for");
    assert_eq!((run.report().verdict, run.took()), (Verdict::Done(DoneCode::OK), Span::ZERO));
    assert_eq!((run.report().cause, run.asked().count()), (Cause::Signal, 0));
}

/// Fault 2: SIGINT with three working orders and the default policy.
///
/// Requirements: J1, J2, K1, L4, Q6, Q7.
#[test]
fn fault_002_three_working_orders_are_cancelled_and_their_acks_awaited() {
    let run = play(|sim, trail| {
        let desk = Desk::new(trail).trades([1, 9]).answers_after(Span::from_millis(250));
        (sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGINT"), resting::<3>, (desk,))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    let sweep = [1, 2, 3].map(|id| format!("2 sweep: cancel (order {id}, only)"));
    assert_eq!(run.asked_since_the_cause(), sweep);
    let orders = run.report().orders;
    assert_eq!((orders.swept, orders.cancelled, orders.left(), orders.kept), (3, 3, 0, 0));
    assert_eq!(run.took(), Span::from_millis(250), "one round trip: the three at once");
    assert_eq!(run.outcome_of(Phase::CancelPending), "3 cancelled");
    assert_eq!(run.report().live_at_done, 3, "R20: done while orders live is said");
}

/// Unwinds itself: cancels order 1, sells what order 2 bought, tries to buy more, then done 7.
fn unwinder(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let enter = port.trades().once().map(|_| {
        let both = [limit(1, Side::Buy), market(2, Side::Buy)];
        both.into_iter().map(Advice::from).collect()
    });
    let told = control.shutdown().map(|_| Actions::from(cancel(1)));
    let flat = port.orders().filter_map(|turn| match turn {
        OrderEvent::Cancelled { .. } => Some(Actions::from(market(3, Side::Sell))),
        OrderEvent::Done { id, .. } if id == OrderId::new(3) => Some(Actions::from(market(4, Side::Buy))),
        _ => None,
    });
    let refused = port.orders().filter(|turn| matches!(turn, OrderEvent::Refused { .. }));
    let heard = hears(&port);
    (enter.or(told).or(flat), control.done_when(refused.map(|_| DoneCode(7))).reporting(heard))
}

/// Fault 3: the strategy unwinds itself, then says done 7.
///
/// Requirements: A8, A23, B2, B3, B8, R4, R12.
#[test]
fn fault_003_a_strategy_that_unwinds_itself_reports_a_code_of_its_own() {
    let run = play(|sim, trail| {
        let desk = Desk::new(trail).trades([1, 9]).answers_after(Span::from_millis(100));
        (sim.cause_at(Time::from_secs(2), Cause::Request, "an operator"), unwinder, (desk,))
    });
    assert_eq!(run.report().verdict, Verdict::Done(DoneCode(7)), "in the report");
    assert_eq!(run.exit(), ExitCode::STRATEGY_REPORTED);
    let unwound = ["2 strategy: cancel (order 1, only)", "2.1 strategy: market sell 1 (order 3, only)"];
    assert_eq!(run.asked_since_the_cause(), unwound, "a winding gate lets out what reduces");
    assert!(run.heard().last().is_some_and(|last| last.starts_with("refused by winding down")));
    let orders = run.report().orders;
    assert_eq!((orders.filled, orders.cancelled, orders.gated, orders.swept), (2, 1, 1, 0));
    assert_eq!(run.phases()[1], (Phase::CancelPending, 2.2), "sealed when it was done");
}

/// Fault 4: the strategy never answers.
///
/// Requirements: A13, A14, B10, N1, O21, R12.
#[test]
fn fault_004_a_strategy_that_never_answers_is_timed_out_and_swept() {
    let run = play(|sim, trail| {
        let desk = Desk::new(trail).trades([1, 500]).answers_after(Span::from_secs(1));
        (sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM"), deaf::<2>, (desk,))
    });
    assert_eq!(run.exit(), ExitCode::TIMED_OUT);
    assert_eq!(run.exit().0, 89, "as the old program had it");
    assert_eq!(run.report().verdict, Verdict::TimedOut);
    let expected = [(ALL[0], 2.0), (ALL[1], 122.0), (ALL[2], 123.0), (ALL[3], 123.0), (ALL[4], 123.0)];
    assert_eq!(run.phases(), expected, "its budget of 120 s, and one round trip");
    let sweep = [1, 2].map(|id| format!("122 sweep: cancel (order {id}, only)"));
    assert_eq!(run.asked_since_the_cause(), sweep);
    assert_eq!((run.report().orders.cancelled, run.report().orders.left()), (2, 0));
}

/// Breaks when it is told.
fn fragile(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let order = port.trades().once().map(|_| limit(1, Side::Buy));
    let code = control.shutdown().map(|notice| {
        assert!(notice.within.is_zero(), "it breaks when it is told");
        DoneCode::OK
    });
    (order, control.done_when(code))
}

/// Fault 5: the strategy panics on the shutdown event.
///
/// Requirements: R12, T9.
#[test]
fn fault_005_a_panic_on_the_notice_is_no_answer_and_the_sweep_runs() {
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, fragile, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(run.exit(), ExitCode::CRASHED);
    assert_eq!(run.report().verdict, Verdict::Crashed);
    let causes: Vec<Cause> = run.report().causes.iter().map(|record| record.cause).collect();
    assert_eq!((causes, run.report().cause), (vec![Cause::Signal, Cause::Crash], Cause::Crash));
    assert_eq!(run.asked_since_the_cause(), ["2 sweep: cancel (order 1, only)"]);
    assert_eq!((run.report().orders.cancelled, run.report().orders.left()), (1, 0));
    let crash = run.report().crash.as_deref().unwrap_or("nothing");
    assert!(crash.ends_with("it breaks when it is told"), "{crash}");
}

/// Fault 6: the strategy panics in normal running.
///
/// Requirements: T9, T11.
#[test]
fn fault_006_a_panic_while_running_goes_through_the_phases_of_a_signal() {
    fn breaks(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let orders = port.trades().scan(0, |n, _| n + 1).map(|n| {
            assert!(n < 3, "it breaks at its third trade");
            limit(n, Side::Buy)
        });
        (orders, control.done_at_once())
    }
    let run = play(|sim, trail| {
        let desk = Desk::new(trail).trades([1, 2, 3, 9]).answers_after(Span::from_millis(500));
        (sim, breaks, (desk,))
    });
    assert_eq!((run.exit(), run.report().cause), (ExitCode::CRASHED, Cause::Crash));
    let expected = [(ALL[0], 3.0), (ALL[1], 3.0), (ALL[2], 3.5), (ALL[3], 3.5), (ALL[4], 3.5)];
    assert_eq!(run.phases(), expected, "the same phases; nobody is left to wind down");
    let sweep = [1, 2].map(|id| format!("3 sweep: cancel (order {id}, only)"));
    assert_eq!(run.asked_since_the_cause(), sweep);
    assert_eq!((run.report().orders.cancelled, run.report().orders.left()), (2, 0));
    assert_eq!(run.report().connectors[0].end, tidegate::control::PartEnd::Ended);
}

/// Fault 7: a strategy without a control stream.
///
/// Requirements: B7, R13.
#[test]
fn fault_007_a_strategy_without_control_is_done_by_default_and_swept() {
    fn rests(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        (port.trades().once().map(|_| limit(1, Side::Sell)),)
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, uncontrolled(rests), (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!((run.exit(), run.report().verdict), (ExitCode::CLEAN, Verdict::Done(DoneCode::OK)));
    assert_eq!(run.asked_since_the_cause(), ["2 sweep: cancel (order 1, only)"]);
}

/// Fault 10: the strategy sends done twice.
///
/// Its types allow one: `Control::done_when` consumes the right to it (`tests/ui/done_twice.rs` does not compile), and
/// only the first occurrence counts. The protocol does not rely on that: fed a second one, it ignores it and says so.
///
/// Requirements: A9, B6, B8.
#[test]
fn fault_010_a_second_done_is_ignored_and_flagged() {
    let (at, later) = (Time::from_secs(1), Time::from_secs(2));
    let protocol = Protocol::new(Plan { budgets: Budgets::default(), ..Plan::default() }, Time::EPOCH);
    let (protocol, _) = protocol.step(at, Input::Cause(Cause::Request, String::new()));
    let (protocol, outputs) = protocol.step(at, Input::Done(DoneCode(7)));
    assert!(outputs.contains(&Output::Seal));
    let (protocol, outputs) = protocol.step(later, Input::Done(DoneCode(8)));
    assert_eq!((outputs, protocol.verdict()), (vec![], Some(Verdict::Done(DoneCode(7)))));
    let (protocol, _) = protocol.step(later, Input::Inventory(Inventory::default()));
    let (protocol, _) = protocol.step(later, Input::Saved(Ok("somewhere".into())));
    let report = protocol.report(Facts::default()).expect("it is over");
    assert_eq!(
        (report.verdict, report.exit_code()),
        (Verdict::Done(DoneCode(7)), ExitCode::STRATEGY_REPORTED)
    );
    let ignored: Vec<(Time, Cause)> = report.ignored.iter().map(|record| (record.at, record.cause)).collect();
    assert_eq!(ignored, [(later, Cause::Done)]);

    fn insists(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        (never(), control.done_when(port.trades().map(|trade| DoneCode(trade.id.0 as i32))))
    }
    let run = play(|sim, trail| (sim, insists, (Desk::new(trail).trades([1, 1, 2, 3]),)));
    assert!(matches!(run.report().verdict, Verdict::Done(_)));
    assert_eq!((run.report().causes.len(), run.took()), (1, Span::ZERO), "the first one ended it");
}

/// Complains 50 times at each trade.
fn grumbler(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let mut done = control.done_at_once();
    for number in 0..50 {
        done = done.reporting(port.trades().map(move |_| Complaint::new(number, "no price")));
    }
    (port.trades().once().map(|_| limit(1, Side::Buy)), done)
}

/// Fault 11: 100 errors before done.
///
/// Requirements: A5, A6, A16, A17, B1, B4, B9.
#[test]
fn fault_011_a_hundred_errors_reach_the_sink_at_its_rate_and_are_all_counted() {
    let run = play(|sim, trail| (sim, grumbler, (Desk::new(trail).trades([1, 2, 9]),)));
    assert_eq!((run.exit(), run.report().cause), (ExitCode::CLEAN, Cause::DataEnd), "no early stop");
    assert_eq!(run.report().complaints.len(), 150, "all kept");
    assert_eq!(run.report().undelivered_alerts, 90, "20 each second are delivered, the rest is counted");

    fn slower(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let complaints = every(Span::from_millis(100)).map(|_| Complaint::new(1, "no price"));
        let stop = port.trades().scan(0, |n, _| n + 1).filter(|n| *n == 2).map(|_| DoneCode::OK);
        (never(), control.done_when(stop).reporting(complaints))
    }
    let run = play(|sim, trail| (sim, slower, (Desk::new(trail).trades([1, 11]),)));
    assert_eq!((run.report().complaints.len(), run.report().undelivered_alerts), (100, 0));
}

/// Fault 12: an error alone, without a cause to stop.
///
/// Requirements: A6, B4.
#[test]
fn fault_012_an_error_alone_stops_nothing() {
    fn goes_on(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let complaint = port.trades().once().map(|_| Complaint::new(-3, "I cannot go on"));
        let orders = port.trades().scan(0, |n, _| n + 1).map(|n| market(n, Side::Buy));
        (orders, control.done_at_once().reporting(complaint))
    }
    let run = play(|sim, trail| (sim, goes_on, (Desk::new(trail).trades([1, 2, 3]),)));
    assert_eq!((run.report().cause, run.exit()), (Cause::DataEnd, ExitCode::CLEAN));
    assert_eq!(run.report().orders.filled, 3, "it trades on");
    assert!(run.report().complaints.iter().any(|complaint| complaint.code == -3));
    assert!(run.asked().all(|asked| asked.origin == Origin::Advised));
    assert!(run.report().open_orders.iter().all(|order| order.fate != Fate::LeftOpen));
}
