//! Submissions that are under way, lost or late when the system stops.

use tidegate::control::{ExitCode, Fate, Phase};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use super::case::{Case, at, cancel, limit, market};
use super::exchange::COIN;
use super::knobs::{Knobs, OnPlace};
use super::wire::Ended;

/// Fault 14: a signal comes while a submission is inside the venue's call.
///
/// Requirements: L3, L4, Q6, R4, R10.
#[test]
fn fault_014_a_submission_under_way_is_waited_for_placed_and_then_cancelled() {
    let knobs = Knobs { place: Span::from_secs(2), stream: Span::from_secs(2), ..Knobs::default() };
    let orders = [(9_000, limit(1, Side::Buy, 100)), (9_500, limit(2, Side::Buy, 100))];
    let case = Case { signal_in: Some(1), causes: Vec::new(), ..Case::new(orders).knobs(knobs) };
    let judged = case.judge();
    assert_eq!((judged.report.causes[0].at, judged.fate(1)), (at(9_000), Some(Fate::Cancelled)));
    let cancels = judged.sent(Origin::SweepCancel);
    assert_eq!(
        cancels.iter().map(|(at, _)| *at).collect::<Vec<_>>(),
        [at(11_000)],
        "as soon as it was placed"
    );
    assert!(judged.held(2).is_none(), "nothing new leaves");
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}

/// Fault 14: the stream tells of the end before the call of the cancel returns, which is under way until it does.
///
/// Requirements: R10.
#[test]
fn fault_014_a_cancel_is_under_way_until_its_own_call_returns() {
    let knobs = Knobs { cancel: Span::from_secs(2), stream: Span::from_millis(1), ..Knobs::default() };
    let judged = Case::new([(2_000, limit(1, Side::Buy, 100))]).knobs(knobs).judge();
    assert_eq!((judged.fate(1), judged.entered(Phase::ClosePositions)), (Some(Fate::Cancelled), at(12_000)));
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}

/// Fault 15: a signal comes between the gate's look and its count. There is no such instant: at whatever time it comes,
/// before, inside or after, the order was either counted and has a fate, or refused and never left.
///
/// Requirements: L3, R4, R10.
#[test]
fn fault_015_an_order_is_counted_or_refused_and_never_neither() {
    let mut fates = Vec::new();
    for (inside, stop) in [(false, 8_999), (false, 9_000), (false, 9_001), (true, 20_000)] {
        let mut case = Case::new([(9_000, limit(1, Side::Buy, 100))]).stopped_at(stop);
        case.signal_in = inside.then_some(1);
        // The strategy is done only after the order was wanted.
        case.winding = Some(Span::from_secs(1));
        let judged = case.judge();
        let orders = judged.report.orders;
        assert_eq!(orders.submitted + orders.gated, 1, "one of both");
        assert_eq!(judged.held(1).is_some(), orders.submitted == 1, "the exchange agrees");
        fates.push((orders.gated, judged.fate(1)));
    }
    let swept = (0, Some(Fate::Cancelled));
    assert_eq!(fates, [(1, None), swept, swept, swept]);
}

/// Fault 16: a submission never returns. It is waited for until the drain ends, asked for, and listed as unknown by its
/// client id; it arrives when nobody waits for it any more.
///
/// Requirements: Q7, Q8, R10, R14.
#[test]
fn fault_016_a_submission_that_never_returns_is_unknown_when_the_drain_ends() {
    let knobs = Knobs::default().placing(7, OnPlace::Hangs);
    let case = Case::new([(9_000, limit(7, Side::Buy, 100))]).knobs(knobs);
    let judged = case.judge();
    assert_eq!(judged.fate(7), Some(Fate::Unknown), "by its client id");
    assert_eq!(judged.asked(7).first(), Some(&at(18_000)), "the drain is 8 s");
    assert!(judged.entered(Phase::ClosePositions) >= at(18_000));
    assert!(judged.alerted("order.left"));
    assert_eq!(judged.report.exit_code(), ExitCode::ORDERS_LEFT);
    let keep = case.policy(super::case::KEEP_ORDERS).judge();
    assert_eq!(keep.fate(7), Some(Fate::Unknown), "what nobody knows is not kept");
}

/// Fault 17: a submission is given up after its bytes were sent. It is found by its client id and cancelled, if the
/// exchange has it and answers; else it is unknown.
///
/// Requirements: Q7, Q8, R10.
#[test]
fn fault_017_a_submission_given_up_is_found_by_its_client_id_or_unknown() {
    let lost = |arrives: bool, troubled_queries: u32| {
        let mut knobs = Knobs { troubled_queries, ..Knobs::default() }.placing(3, OnPlace::Lost { arrives });
        knobs.unheard.insert(3);
        Case::new([(9_500, limit(3, Side::Buy, 100))]).knobs(knobs).judge()
    };
    let found = lost(true, 0);
    assert_eq!(
        (found.fate(3), found.held(3).and_then(|held| held.end)),
        (Some(Fate::Cancelled), Some(Ended::Cancelled))
    );
    assert_eq!(found.report.exit_code(), ExitCode::CLEAN);
    let deaf = lost(true, u32::MAX);
    assert_eq!((deaf.fate(3), deaf.held(3).map(|held| held.is_live())), (Some(Fate::Unknown), Some(true)));
    assert_eq!(deaf.report.exit_code(), ExitCode::ORDERS_LEFT);
    let nowhere = lost(false, 0);
    assert_eq!(nowhere.fate(3), Some(Fate::Unknown), "not found is not conclusive");
}

/// Fault 63: the submission of an order times out while the strategy trades. It is asked for at once by its client id,
/// and nothing is sent again; found, it is an order like any other, which its strategy can cancel.
///
/// Requirements: Q5, Q7.
#[test]
fn fault_063_a_lost_submission_is_asked_for_at_once_and_never_sent_again() {
    let knobs = Knobs::default().placing(1, OnPlace::Lost { arrives: true });
    let mut unheard = knobs.clone();
    unheard.unheard.insert(1);
    let orders = [(2_000, limit(1, Side::Buy, 100)), (5_000, cancel(1))];
    let judged = Case::new(orders).knobs(unheard).judge();
    assert_eq!(judged.asked(1), [at(3_000), at(10_040)], "at once; and the sweep, as the stream is silent");
    assert_eq!(judged.sent(Origin::Advised).len(), 2, "one order and its cancel: nothing is sent again");
    assert_eq!(judged.fired()[..2], ["lost (order 1, only)", "placed as 1 (order 1, only)"]);
    assert_eq!(judged.held(1).and_then(|held| held.end), Some(Ended::Cancelled));
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);

    let none = Knobs::default().placing(1, OnPlace::Lost { arrives: false });
    let judged = Case::new([(2_000, limit(1, Side::Buy, 100))]).knobs(none).judge();
    assert_eq!(judged.asked(1)[0], at(3_000));
    assert_eq!((judged.sent(Origin::Advised).len(), judged.fate(1)), (1, Some(Fate::Unknown)));
}

/// Fault 64: the call that placed an order returns long after the stream told that it was filled.
///
/// Requirements: O4, O6, O7, R10.
#[test]
fn fault_064_an_answer_that_comes_late_makes_no_phantom_order() {
    let knobs = Knobs::default().placing(1, OnPlace::AnsweredAfter(Span::from_secs(5)));
    let judged = Case::new([(8_000, market(1, Side::Buy, 300))]).knobs(knobs).judge();
    assert_eq!(judged.fired(), ["placed as 1 (order 1, only)", "fill (order 1)", "done (order 1, only)"]);
    assert_eq!((judged.report.orders.filled, judged.report.orders.swept), (1, 0));
    assert_eq!(judged.entered(Phase::ClosePositions), at(13_020), "its call is waited for like any other");
    assert_eq!(judged.position(), 3 * COIN);
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}
