//! Connectors that end late, badly or not at all, and what comes while they do.

use tidegate::control::{
    Budgets, Cause, ExitCode, Facts, Fate, Input, Inventory, Output, PartEnd, PartNews, Phase, Plan, Port,
    Protocol,
};
use tidegate::prelude::*;

use crate::desk::{Desk, Leaving};
use crate::invariants::is_untouched;
use crate::traders::{cancel, limit, market, pair, rest, resting};
use crate::trail::Line;
use crate::trial::{Run, play, play_within};

/// Two markets with a working order in each; the first one leaves in some way.
fn two(leaving: Leaving) -> Run {
    play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let delay = Span::from_millis(100);
        let btc = Desk::<BtcUsdt>::new(trail).trades([1, 9]).leaves(leaving);
        let eth =
            Desk::<EthUsdt>::new(trail).trades([1, 9]).answers_after(delay).leaves(Leaving::After(delay));
        (sim, pair, (btc, eth))
    })
}

/// Fault 35: a connector panics in its terminator.
///
/// Requirements: A11, C3, C7, N2, T9, T11.
#[test]
fn fault_035_a_panic_in_a_terminator_is_recorded_and_phases_go_on() {
    let (run, well) = (two(Leaving::Panics), two(Leaving::AtOnce));
    assert_eq!((run.exit(), well.exit()), (ExitCode::CONNECTOR_FAILED, ExitCode::CLEAN));
    let ends: Vec<&PartEnd> = run.report().connectors.iter().map(|connector| &connector.end).collect();
    assert_eq!(ends, [&PartEnd::Failed("its terminator panicked".into()), &PartEnd::Ended]);
    assert_eq!(run.phases(), well.phases(), "the same phases at the same times");
    assert_eq!(run.outcome_of(Phase::Disconnect), "1 connector did not end well");
    assert!(run.report().alerts.iter().any(|alert| alert.code == "connector.failed"));
    is_untouched(EthUsdt::NAME, &run, &well);
}

/// A terminator that hangs, and one that says that it cannot: the same for the other market, whose end is not waited for.
///
/// Requirements: C4, C7, N2.
#[test]
fn fault_035_a_terminator_that_fails_or_hangs_touches_no_other_market() {
    let well = two(Leaving::AtOnce);
    let failed = two(Leaving::Fails);
    assert_eq!(failed.exit(), ExitCode::CONNECTOR_FAILED);
    is_untouched(EthUsdt::NAME, &failed, &well);
    let hangs = two(Leaving::Never);
    assert_eq!(hangs.exit(), ExitCode::CONNECTOR_TIMED_OUT);
    assert_eq!(hangs.report().connectors[0].end, PartEnd::Abandoned);
    assert_eq!(hangs.took(), Span::from_millis(30_100), "its own limit of 30 s, and no more");
    is_untouched(EthUsdt::NAME, &hangs, &well);
}

/// Fault 36: a connector that never connected. A simulation starts all of its connectors or none, so this is shown on the
/// protocol: a runtime says `NeverConnected`, and nobody waits.
///
/// Requirements: C3.
#[test]
fn fault_036_a_connector_that_never_connected_is_not_waited_for() {
    let at = Time::from_secs(2);
    let plan = Plan { ports: vec!["A".into(), "B".into()], ..Plan::default() };
    let mut protocol = Protocol::new(plan, Time::EPOCH);
    let inputs = [
        Input::Cause(Cause::Signal, "SIGTERM".into()),
        Input::Done(DoneCode::OK),
        Input::Inventory(Inventory::default()),
        Input::Saved(Ok("somewhere".into())),
        Input::Part(Port(0), PartNews::NeverConnected),
        Input::Part(Port(1), PartNews::Ended),
    ];
    let mut asked = Vec::new();
    for input in inputs {
        assert!(!protocol.is_over());
        let (next, outputs) = protocol.step(at, input);
        protocol = next;
        asked.extend(outputs);
    }
    assert!(protocol.is_over(), "in the same instant");
    assert!(!asked.contains(&Output::Abandon(Port(0))));
    let report = protocol.report(Facts::default()).expect("it is over");
    assert_eq!(report.exit_code(), ExitCode::CLEAN);
    assert_eq!(report.connectors[0].end, PartEnd::NeverConnected);
    let disconnect = report.phases.last().expect("the last phase");
    assert_eq!((disconnect.phase, disconnect.ended), (Phase::Disconnect, at));
    assert_eq!(disconnect.outcome, "all connectors ended");
}

/// Fault 37: nothing is pending at all.
///
/// Requirements: G6.
#[test]
fn fault_037_with_nothing_pending_no_time_passes() {
    for cause in [Cause::Signal, Cause::Kill, Cause::Request, Cause::Breaker, Cause::Timeout] {
        let run = play(|sim, trail| {
            let sim = sim.cause_at(Time::from_secs(2), cause, "now");
            (sim, resting::<0>, (Desk::new(trail).trades([1, 9]),))
        });
        assert_eq!(
            (run.took(), run.exit()),
            (Span::ZERO, ExitCode::CLEAN),
            "{cause}: no fixed sleep anywhere"
        );
        assert_eq!(run.phases().len(), 5);
    }
}

/// Fault 52: a fill is told while connectors end.
///
/// Requirements: J1, L6, Q3.
#[test]
fn fault_052_a_fill_while_disconnecting_is_in_the_position_and_in_the_saved_state() {
    let budgets = Budgets { strategy: Span::from_secs(1), cancel: Span::from_secs(5), ..Budgets::default() };
    let run = play_within(budgets, |sim, trail| {
        let desk = Desk::new(trail).trades([1]).hears_no_cancels().fills_at(15, 1);
        let sim = sim.cause_at(Time::from_secs(1), Cause::Signal, "SIGTERM");
        (sim, resting::<1>, (desk.leaves(Leaving::After(Span::from_secs(20))),))
    });
    let report = run.report();
    assert_eq!(run.outcome_of(Phase::CancelPending), "1 left open");
    assert_eq!(run.phases()[4], (Phase::Disconnect, 7.0));
    assert_eq!(run.outcome.last, Time::from_secs(27), "the fill came while it was ending");
    assert_eq!(run.exit(), ExitCode::CLEAN, "what was left open at the sweep has ended after all");
    assert_eq!((report.orders.filled, report.orders.left()), (1, 0));
    assert_eq!(report.open_orders[0].fate, Fate::Filled);
    assert_eq!(report.positions[0].quantity, "1");
    let saved = run.outcome.saved.as_ref().expect("it was saved");
    assert!(saved.at >= Time::from_secs(15), "saved again, after the fill");
    assert_eq!(saved.markets[0].positions[0].units, 100_000_000);
    assert_eq!(saved.markets[0].orders[0].state, "filled");
}

/// Trades in a second market on what it hears in the first one.
fn across(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let later = eth.trades().map(|_| {
        let both = [cancel(1), market(2, Side::Buy)];
        both.into_iter().map(Advice::from).collect::<Actions<BtcUsdt>>()
    });
    let first = btc.trades().once().map(|_| Actions::from(limit(1, Side::Buy)));
    let told = control.shutdown().map(|_| Actions::<EthUsdt>::new());
    (first.or(later), rest::<1, EthUsdt>(&eth).or(told), control.done_when(never()))
}

/// Fault 53: a command while connectors end. The strategy never said done, so that its cancels pass to the last: but not
/// to a client that is closed.
///
/// Requirements: G1, L7, L8, R9.
#[test]
fn fault_053_a_command_while_disconnecting_is_listed_and_never_sent_to_a_closed_client() {
    let budgets = Budgets { strategy: Span::from_secs(3), ..Budgets::default() };
    let run = play_within(budgets, |sim, trail| {
        let sim = sim.cause_at(Time::from_secs(1), Cause::Signal, "SIGTERM");
        let btc = Desk::<BtcUsdt>::new(trail).trades([1]).hears_no_cancels();
        let eth = Desk::<EthUsdt>::new(trail).trades([1, 50]).leaves(Leaving::After(Span::from_secs(25)));
        (sim, across, (btc, eth))
    });
    let closed = run
        .lines
        .iter()
        .position(|line| matches!(line, Line::Ended { market, .. } if *market == BtcUsdt::NAME));
    let closed = closed.expect("the first one has ended");
    let after = run.lines[closed..].iter().filter(|line| matches!(line, Line::Asked(_))).count();
    assert_eq!(after, 0, "nothing is sent to a closed client");
    let late = &run.report().late_actions;
    assert!(late.iter().any(|late| late.ends_with("market buy 1 (order 2, only)")), "{late:?}");
    assert_eq!(run.exit(), ExitCode::ORDERS_LEFT);
}
