//! Cancels that are refused, accepted and not done, not answered, or told under another name.

use tidegate::control::{ExitCode, Fate, Phase};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use super::case::{Case, Judged, at, cancel, limit};
use super::exchange::COIN;
use super::knobs::{Knobs, OnCancel};
use super::wire::Ended;

fn one(knobs: Knobs) -> Judged {
    Case::new([(2_000, limit(1, Side::Buy, 100))]).knobs(knobs).judge()
}

fn is_left(judged: &Judged) {
    assert_eq!(judged.fate(1), Some(Fate::LeftOpen));
    assert!(judged.held(1).is_some_and(|held| held.is_live()));
    assert!(judged.alerted("order.left"));
    assert_eq!(judged.report.exit_code(), ExitCode::ORDERS_LEFT);
}

/// Fault 21: a cancel is rejected as of an unknown order. A query tells what is the matter.
///
/// Requirements: L4, Q7, Q8, O11.
#[test]
fn fault_021_a_rejected_cancel_is_followed_by_a_query() {
    let mut filled = Knobs::default().meeting(5_000, 1, 100);
    filled.unheard.insert(1);
    let judged = one(filled);
    assert_eq!(judged.fate(1), Some(Fate::Filled), "what the stream has not told, the answer does");
    assert_eq!((judged.position(), judged.report.exit_code()), (COIN, ExitCode::CLEAN));
    assert!(judged.fired().iter().any(|line| line.starts_with("cancel refused: unknown order")));

    let stubborn = Knobs::default().cancelling(1, vec![OnCancel::Refused("unknown order"); 50]);
    let judged = one(stubborn);
    is_left(&judged);
    let tries = judged.sent(Origin::SweepCancel).len();
    assert!((2..=12).contains(&tries), "again and again, and no storm: {tries}");

    let once = one(Knobs::default().cancelling(1, [OnCancel::Refused("unknown order")]));
    assert_eq!((once.fate(1), once.report.exit_code()), (Some(Fate::Cancelled), ExitCode::CLEAN));
}

/// Fault 22: a cancel is accepted, and no confirmation comes in time.
///
/// Requirements: L4, Q7, Q8, R12.
#[test]
fn fault_022_an_unconfirmed_cancel_leaves_the_order_open() {
    let judged = one(Knobs::default().cancelling(1, vec![OnCancel::Ignored; 50]));
    is_left(&judged);
    assert_eq!(judged.entered(Phase::ClosePositions), at(160_000), "all of the phase's time");
    assert!(
        judged.report.open_orders[0].what.contains("buy 1 @ 100, 1 left"),
        "{:?}",
        judged.report.open_orders
    );
    is_left(&one(Knobs::default().cancelling(1, vec![OnCancel::Silent; 50])));
}

/// Fault 23: one request cancels all, is answered with success, and one order stays.
///
/// Requirements: L4, Q6, Q7, Q8.
#[test]
fn fault_023_an_order_that_outlives_the_cancel_of_all_is_found_and_cancelled_again() {
    let run = |faults: usize| {
        let knobs = Knobs { bulk: true, ..Knobs::default() }.cancelling(2, vec![OnCancel::Ignored; faults]);
        let orders = [1, 2, 3].map(|id| (2_000 + id, limit(id, Side::Buy, 100)));
        Case::new(orders).knobs(knobs).judge()
    };
    let judged = run(1);
    assert_eq!([1, 2, 3].map(|id| judged.fate(id)), [Some(Fate::Cancelled); 3]);
    let cancels: Vec<u64> =
        judged.sent(Origin::SweepCancel).iter().map(|(_, action)| action.id().number()).collect();
    assert_eq!((cancels, judged.asked(2)), (vec![1, 2, 3, 2], vec![at(11_000)]), "found by the query");
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
    let stays = run(50);
    assert_eq!(
        [1, 2, 3].map(|id| stays.fate(id)),
        [Fate::Cancelled, Fate::LeftOpen, Fate::Cancelled].map(Some)
    );
    assert_eq!(stays.report.exit_code(), ExitCode::ORDERS_LEFT);
}

/// Fault 66: the exchange is in trouble during the sweep: what became of a cancel is unknown, it is asked for, and the
/// cancel is sent again with longer and longer waits.
///
/// Requirements: L4, Q7, Q8, R2.
#[test]
fn fault_066_trouble_during_the_sweep_is_asked_after_and_tried_again_within_the_budget() {
    let trouble = |times: usize, troubled_queries: u32| {
        one(Knobs { troubled_queries, ..Knobs::default() }
            .cancelling(1, vec![OnCancel::Refused("503"); times]))
    };
    let judged = trouble(3, 2);
    assert_eq!((judged.fate(1), judged.report.exit_code()), (Some(Fate::Cancelled), ExitCode::CLEAN));
    let waits: Vec<Span> =
        judged.sent(Origin::SweepCancel).windows(2).map(|pair| pair[1].0.since(pair[0].0)).collect();
    assert!(waits.is_sorted() && waits[0] >= Span::from_secs(1), "{waits:?}");
    is_left(&trouble(50, 4));

    let mut done = Knobs { troubled_queries: 2, ..Knobs::default() }.cancelling(1, [OnCancel::ToldAsFailed]);
    done.unheard.insert(1);
    let judged = one(done);
    assert_eq!(
        (judged.fate(1), judged.sent(Origin::SweepCancel).len()),
        (Some(Fate::Cancelled), 1),
        "it was done"
    );
}

/// Fault 66: the answer to a query crosses a fill on its way; it tells of less than was told, which is no breach.
///
/// Requirements: O9, Q7.
#[test]
fn fault_066_an_answer_that_crosses_a_fill_is_no_breach() {
    let knobs = Knobs { query: Span::from_secs(2), stream: Span::from_millis(1), ..Knobs::default() };
    let knobs = knobs.cancelling(1, [OnCancel::Refused("503")]).meeting(11_500, 1, 20);
    let judged = one(knobs);
    assert_eq!((judged.fate(1), judged.position()), (Some(Fate::Cancelled), COIN / 5));
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}

/// Fault 105: the report of a cancel carries the cancel's own client id where other reports have the order's.
///
/// Requirements: O3, O7, O10, Q7.
#[test]
fn fault_105_a_cancel_told_under_its_own_name_is_the_end_of_its_order() {
    let orders = [(2_000, limit(1, Side::Buy, 100)), (3_000, limit(2, Side::Buy, 100)), (4_000, cancel(1))];
    let judged = Case::new(orders).judge();
    let fired = judged.fired();
    let ends: Vec<&str> =
        fired.iter().filter(|line| line.starts_with("cancelled")).map(String::as_str).collect();
    assert_eq!(
        ends,
        ["cancelled (order 1, only)", "cancelled (order 2, only)"],
        "by the strategy and by the sweep"
    );
    assert_eq!(
        (judged.report.orders.submitted, judged.report.orders.cancelled),
        (2, 2),
        "no order beside these"
    );
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}

/// Fault 108: a batch of cancels is accepted, and the orders are open still, much later.
///
/// Requirements: L4, Q7, Q8.
#[test]
fn fault_108_accepted_is_not_cancelled() {
    let knobs = Knobs { bulk: true, ..Knobs::default() };
    let knobs = knobs.cancelling(1, vec![OnCancel::Ignored; 2]).cancelling(2, vec![OnCancel::Ignored; 50]);
    let orders = [1, 2, 3].map(|id| (2_000 + id, limit(id, Side::Sell, 100)));
    let judged = Case::new(orders).knobs(knobs).judge();
    assert_eq!(
        [1, 2, 3].map(|id| judged.fate(id)),
        [Fate::Cancelled, Fate::LeftOpen, Fate::Cancelled].map(Some)
    );
    assert_eq!(judged.held(1).and_then(|held| held.end), Some(Ended::Cancelled));
    assert_eq!((judged.report.orders.cancelled, judged.report.orders.left()), (2, 1));
    assert_eq!(judged.report.exit_code(), ExitCode::ORDERS_LEFT);
}
