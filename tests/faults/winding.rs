//! What a strategy sends at the wrong time: while it winds down, after its done, when the gate seals.

use tidegate::control::{Budgets, Cause, ExitCode, Phase, Verdict};
use tidegate::prelude::*;

use crate::desk::Desk;
use crate::traders::{cancel, hears, limit, market};
use crate::trial::{play, play_within};

/// Fault 8: a new opening order after the shutdown event. That it is in the journal too waits for a journal.
///
/// Requirements: D2, G1, L3, R4.
#[test]
fn fault_008_a_winding_gate_refuses_an_opening_order_and_tells_the_strategy_why() {
    fn eager(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
        let order = control.shutdown().map(|_| market(1, Side::Buy).because("one more"));
        let refused = port.orders().filter(|turn| turn.is_end()).map(|_| DoneCode::OK);
        let heard = hears(&port);
        (order, control.done_when(refused).reporting(heard))
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, eager, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!((run.exit(), run.report().verdict), (ExitCode::CLEAN, Verdict::Done(DoneCode::OK)));
    assert_eq!(run.asked().count(), 0, "nothing reaches the market");
    assert_eq!((run.report().orders.gated, run.report().orders.submitted), (1, 0));
    let [refusal] = run.heard()[..] else { panic!("expected one refusal, found {:?}", run.heard()) };
    assert!(refusal.starts_with("refused by winding down: "), "{refusal}");
}

/// Fault 9: actions after done.
///
/// Requirements: B5, L8, R9.
#[test]
fn fault_009_actions_after_done_are_listed_as_late_and_none_is_executed() {
    fn talks_on(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let first = port.trades().once().map(|_| Actions::from(limit(1, Side::Buy)));
        let ends = port.orders().filter(|turn| turn.is_end());
        let more = ends.map(|_| {
            let both = [market(2, Side::Sell), cancel(1)];
            both.into_iter().map(Advice::from).collect::<Actions<BtcUsdt>>()
        });
        let late = port.orders().filter(|turn| turn.is_end()).map(|_| Complaint::new(9, "after done"));
        (first.or(more), control.done_at_once().reporting(late))
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, talks_on, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    assert_eq!(run.asked_since_the_cause(), ["2 sweep: cancel (order 1, only)"]);
    let late: Vec<&str> = run.report().late_actions.iter().map(String::as_str).collect();
    let mut expected = [
        format!("{}: market sell 1 (order 2, only)", BtcUsdt::NAME),
        format!("{}: cancel (order 1, only)", BtcUsdt::NAME),
        "complaint 9: after done".to_owned(),
    ];
    expected.sort_unstable();
    let mut found = late.clone();
    found.sort_unstable();
    assert_eq!(found, expected, "listed, each once");
    assert_eq!((run.report().complaints.len(), run.report().orders.submitted), (0, 1));
}

/// Fault 13: events after done. They are delivered, and nothing comes of them.
///
/// Requirements: A2, A7, B14.
#[test]
fn fault_013_events_after_done_are_delivered_and_no_action_results() {
    fn doubles(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let first = port.trades().once().map(|_| Actions::from(limit(1, Side::Buy)));
        let filled = port.fills().map(|_| Actions::from(market(2, Side::Buy)));
        let traded = port.trades().map(|_| Actions::from(market(3, Side::Buy)));
        let code = control.shutdown().map(|_| DoneCode::OK);
        (first.or(filled).or(traded), control.done_when(code))
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(1), Cause::Signal, "SIGTERM");
        let desk = Desk::new(trail).trades([1, 2]).answers_after(Span::from_secs(3)).fills_at(5, 1);
        (sim, doubles, (desk,))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    assert_eq!(run.report().orders.filled, 1, "the fill won over the cancel that was under way");
    assert_eq!(run.report().orders.submitted, 1);
    assert_eq!(run.report().late_actions.len(), 2, "one for the trade, one for the fill");
    assert!(run.outcome.events >= 4, "they were delivered");
}

/// Fault 19: 10,000 queued actions when the gate seals.
///
/// Requirements: G1, J1, R9.
#[test]
fn fault_019_ten_thousand_queued_actions_are_discarded_and_listed() {
    fn floods(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let all = || (1..=10_000).map(|id| Advice::from(market(id, Side::Buy))).collect();
        let orders = port.trades().once().map(move |_| all());
        (orders, control.done_at_once())
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(1), Cause::Signal, "SIGTERM");
        (sim.action_delay(Span::from_millis(5)), floods, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!((run.exit(), run.asked().count()), (ExitCode::CLEAN, 0), "none is sent");
    assert_eq!(run.report().orders.discarded, 10_000);
    assert_eq!(run.report().discarded[9_999], format!("{}: market buy 1 (order 10000, only)", BtcUsdt::NAME));
    assert_eq!(run.took(), Span::ZERO, "and none is waited for");
}

/// Fault 20: a timer quotes anew while the strategy winds down.
///
/// Requirements: G1, L3, R4.
#[test]
fn fault_020_a_timer_that_quotes_anew_is_refused_as_adding_exposure() {
    fn quotes(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let ticks = every(Span::from_secs(1)).scan(0, |n, _| n + 1).map(|n| limit(n, Side::Buy));
        let heard = hears(&port);
        (ticks, control.done_when(never()).reporting(heard))
    }
    let budgets = Budgets { strategy: Span::from_secs(3), ..Budgets::default() };
    let run = play_within(budgets, |sim, trail| {
        let sim = sim.cause_at(Time::from_secs(3), Cause::Signal, "SIGTERM");
        (sim, quotes, (Desk::new(trail).trades([1, 99]),))
    });
    assert_eq!(run.exit(), ExitCode::TIMED_OUT);
    let sent: Vec<String> = run.asked().filter(|asked| !asked.is_cancel).map(ToString::to_string).collect();
    let expected = [2, 3].map(|at| format!("{at} strategy: limit buy 1 @ 100 (order {}, only)", at - 1));
    assert_eq!(sent, expected, "one each second, until the signal");
    assert_eq!(run.report().orders.gated, 3, "at 4, 5 and 6");
    let refused = run.heard().iter().filter(|heard| heard.starts_with("refused by winding down")).count();
    assert!(refused >= 2, "it hears of those before its time is over: {:?}", run.heard());
    assert_eq!(run.outcome_of(Phase::CancelPending), "2 cancelled");
}
