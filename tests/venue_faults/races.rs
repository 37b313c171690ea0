//! Fills that race with cancels and with closing.

use tidegate::connector::Terms;
use tidegate::control::{ExitCode, Fate, OnOrders, Policy, PositionFate};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use super::case::{CLOSE, Case, Judged, at, cancel, limit, market};
use super::exchange::COIN;
use super::knobs::{Knobs, OnCancel, OnPlace};

/// The one position in the report: what is held, what became of it, what it earned.
fn position(judged: &Judged) -> (&str, PositionFate, &str) {
    let position = &judged.report.positions[0];
    (&position.quantity, position.fate, &position.profit)
}

fn closing_orders(judged: &Judged) -> Vec<String> {
    judged.sent(Origin::ClosingOrder).iter().map(|(_, action)| action.to_string()).collect()
}

/// Fault 24: the order fills fully while its cancel is under way.
///
/// Requirements: O2, O7, Q7, Q9, Q10.
#[test]
fn fault_024_done_wins_over_a_cancel_under_way_and_the_position_is_closed() {
    let knobs = Knobs::default().meeting(10_010, 1, 500);
    let judged = Case::new([(2_000, limit(1, Side::Buy, 500))]).knobs(knobs).policy(CLOSE).judge();
    let fired = judged.fired();
    assert!(fired.contains(&"done (order 1, only)".to_owned()));
    assert!(!fired.iter().any(|line| line.starts_with("cancelled")), "{fired:?}");
    assert_eq!(judged.fate(1), Some(Fate::Filled));
    assert_eq!(closing_orders(&judged), ["market sell 5 (order 2, only)"]);
    assert_eq!(
        (position(&judged), judged.report.exit_code()),
        (("0", PositionFate::Closed, "0"), ExitCode::CLEAN)
    );
}

/// Fault 25: a part of the order fills, then it is cancelled.
///
/// Requirements: O5, Q7, Q9, Q10, R10.
#[test]
fn fault_025_what_filled_before_the_cancel_is_closed_exactly_once() {
    let knobs = Knobs::default().meeting(10_010, 1, 200);
    let judged = Case::new([(2_000, limit(1, Side::Buy, 500))]).knobs(knobs).policy(CLOSE).judge();
    let fired = judged.fired();
    let place = |what: &str| fired.iter().position(|line| line == what);
    assert!(place("fill (order 1)") < place("cancelled (order 1, only)"), "{fired:?}");
    assert_eq!((judged.fate(1), closing_orders(&judged).len()), (Some(Fate::Cancelled), 1));
    assert_eq!(closing_orders(&judged), ["market sell 2 (order 2, only)"]);
    assert_eq!((judged.position(), judged.report.exit_code()), (0, ExitCode::CLEAN));
}

/// Fault 26: a fill arrives after the closing order was sized, of an order of which nobody knew.
///
/// Requirements: Q9, Q10, R16.
#[test]
fn fault_026_a_fill_after_the_close_was_sized_is_closed_by_a_second_order() {
    let late = |side: Side, hundredths: i64| {
        // The second order cannot be cancelled, and fills while the first close is on its way.
        let knobs = Knobs { place: Span::from_secs(4), ..Knobs::default() };
        let knobs = knobs.cancelling(2, vec![OnCancel::Silent; 50]).meeting(161_000, 2, hundredths);
        let orders = [(1_000, market(1, Side::Buy, 500)), (2_000, limit(2, side, 300))];
        Case::new(orders).knobs(knobs).policy(CLOSE).judge()
    };
    let more = late(Side::Buy, 300);
    assert_eq!(
        closing_orders(&more),
        ["market sell 5 (order 3, only)", "market sell 3 (order 4, only)"],
        "a second one for the rest"
    );
    assert_eq!((more.position(), more.report.exit_code()), (0, ExitCode::CLEAN));
    let less = late(Side::Sell, 300);
    assert_eq!(
        closing_orders(&less),
        ["market sell 2 (order 3, only)"],
        "what could fill beside is left out"
    );
    assert_eq!(less.position(), 0);
}

/// Fault 26: beside a protective order a kept one could fill as well, after both had brought the position to zero.
///
/// Requirements: Q10, R7.
#[test]
fn fault_026_a_close_leaves_room_for_orders_that_could_turn_the_position_round() {
    let terms = Terms { reduce_only: true, ..Terms::new() };
    let knobs = Knobs { terms, stream: Span::from_secs(2), ..Knobs::default() };
    let knobs = knobs.meeting(12_030, 2, 100).meeting(12_040, 3, 100);
    let stop = limit(2, Side::Sell, 100).protecting();
    let orders = [(1_000, market(1, Side::Buy, 500)), (2_000, stop), (3_000, limit(3, Side::Sell, 100))];
    let keep_and_close = Policy { orders: OnOrders::Keep, ..CLOSE };
    let judged = Case::new(orders).knobs(knobs).policy(keep_and_close).judge();
    assert_eq!(closing_orders(&judged)[0], "market sell 3 (order 4, only)", "5, less 1 and 1");
    assert_eq!(judged.position(), 0);
}

/// Fault 106: a fill is embedded in the answer to the order and told again on the stream.
///
/// Requirements: O8, Q9, R16.
#[test]
fn fault_106_a_fill_told_twice_is_one_fill() {
    let knobs = Knobs::default().placing(1, OnPlace::Repeated);
    let judged = Case::new([(9_000, market(1, Side::Buy, 500)), (9_001, cancel(1))])
        .knobs(knobs)
        .policy(CLOSE)
        .judge();
    let told = judged.fired().iter().filter(|line| *line == "fill (order 1)").count();
    assert_eq!(told, 2, "the connector told it twice");
    assert_eq!(closing_orders(&judged), ["market sell 5 (order 2, only)"]);
    assert_eq!((judged.position(), judged.report.exit_code()), (0, ExitCode::CLEAN));
    assert_eq!(judged.sent(Origin::Advised)[1].0, at(9_001));
    let kept = Case::new([(9_000, market(1, Side::Buy, 500))])
        .knobs(Knobs::default().placing(1, OnPlace::Repeated))
        .judge();
    assert_eq!((kept.position(), position(&kept)), (5 * COIN, ("5", PositionFate::Kept, "0")));
}
