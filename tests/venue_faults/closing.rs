//! Closing positions at a venue that does not let one.

use tidegate::connector::Terms;
use tidegate::control::{ExitCode, Fate, PositionFate};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use super::case::{CLOSE, Case, Judged, at, cancel, coins, limit, market};
use super::exchange::COIN;
use super::knobs::Knobs;

fn long(hundredths: i64) -> Case {
    Case::new([(2_000, market(1, Side::Buy, hundredths))]).policy(CLOSE)
}

fn left(judged: &Judged) -> (&str, PositionFate) {
    (&judged.report.positions[0].quantity, judged.report.positions[0].fate)
}

/// Fault 27: the closing order fills in part, then the book is empty.
///
/// Requirements: L5, Q8, Q9, Q10, Q11, R16.
#[test]
fn fault_027_a_close_that_fills_in_part_is_tried_again_and_what_stays_is_reported() {
    let judged = long(500).knobs(Knobs { depth: 7 * COIN, ..Knobs::default() }).judge();
    assert_eq!((left(&judged), judged.position()), (("3", PositionFate::Left), 3 * COIN));
    assert_eq!(judged.report.exit_code(), ExitCode::POSITIONS_LEFT);
    let closes = judged.sent(Origin::ClosingOrder);
    assert!((2..=12).contains(&closes.len()), "within the budget, and no storm: {}", closes.len());
    assert!(
        closes[1..].iter().all(|(_, action)| action.quantity() == Some(coins(300))),
        "never more than is held"
    );
}

/// Fault 31: an order protects a position.
///
/// Requirements: Q6, Q10, R7.
#[test]
fn fault_031_a_protective_order_stays_with_its_position_and_goes_after_it() {
    let run = |reduce_only: bool, case: Case| {
        let stop = limit(2, Side::Sell, 500).protecting();
        let terms = Terms { reduce_only, ..Terms::new() };
        let orders = vec![case.orders[0].clone(), (3_000, stop)];
        Case { orders, ..case.knobs(Knobs { terms, ..Knobs::default() }) }.judge()
    };
    let kept = run(true, Case { policy: Default::default(), ..long(500) });
    assert_eq!((kept.fate(2), left(&kept)), (Some(Fate::Kept), ("5", PositionFate::Kept)));
    assert!(kept.held(2).is_some_and(|held| held.is_live()));
    assert_eq!(kept.report.exit_code(), ExitCode::CLEAN);
    for reduce_only in [true, false] {
        let judged = run(reduce_only, long(500));
        let (close, cancel) = (judged.sent(Origin::ClosingOrder)[0].0, judged.sent(Origin::SweepCancel)[0].0);
        assert_eq!(
            close < cancel,
            reduce_only,
            "close first where nothing can turn it round, else cancel first"
        );
        assert_eq!(judged.held(3).map(|held| held.reduces_only), Some(true), "marked for the connector");
        assert_eq!(judged.held(2).map(|held| held.reduces_only), Some(true), "and so is what protects");
        assert_eq!((judged.fate(2), judged.position()), (Some(Fate::Cancelled), 0));
        assert_eq!(
            (left(&judged), judged.report.exit_code()),
            (("0", PositionFate::Closed), ExitCode::CLEAN)
        );
    }
}

/// Fault 51: market data is gone before positions are closed. Closing orders are market orders and need none.
///
/// Requirements: L5, Q10.
#[test]
fn fault_051_positions_are_closed_without_market_data() {
    let mut case = long(500).knobs(Knobs { ticks: 3, ..Knobs::default() });
    case.orders.push((9_000, cancel(1)));
    let judged = case.judge();
    assert_eq!((left(&judged), judged.position()), (("0", PositionFate::Closed), 0));
    assert_eq!(judged.sent(Origin::ClosingOrder)[0].1, market(2, Side::Sell, 500).action);
    assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
}

/// Fault 102: the symbol goes CANCEL_ONLY while the strategy winds down.
///
/// Requirements: Q6, Q8, Q9, R4.
#[test]
fn fault_102_in_cancel_only_mode_cancels_succeed_and_positions_are_left_without_a_storm() {
    let cancel_only = Some(at(10_500));
    let mut case = long(500).knobs(Knobs { cancel_only, ..Knobs::default() });
    case.winding = Some(Span::from_secs(2));
    case.orders.extend([
        (3_000, limit(2, Side::Buy, 100)),
        (11_000, cancel(2)),
        (11_500, market(3, Side::Sell, 500)),
    ]);
    let judged = case.judge();
    assert_eq!(judged.report.orders.cancelled, 1, "cancels succeed");
    let said = "refused by venue: expected what the venue takes, found the symbol is in CANCEL_ONLY mode";
    let refused = judged.fired().iter().filter(|line| line.starts_with(said)).count();
    let closes = judged.sent(Origin::ClosingOrder).len();
    assert_eq!(refused, closes + 1, "the strategy's own, and each of ours, with the venue's reason");
    assert!((1..=12).contains(&closes), "no storm: {closes}");
    assert_eq!(
        (left(&judged), judged.report.exit_code()),
        (("5", PositionFate::Left), ExitCode::POSITIONS_LEFT)
    );
}

/// Fault 112: what is left to close is less than the venue takes.
///
/// Requirements: L5, Q9, Q10, R12.
#[test]
fn fault_112_dust_is_not_sent_and_listed_apart_from_positions_left() {
    let terms = Terms {
        lot: coins(10),
        min_quantity: coins(20),
        min_notional: "50".parse().expect("an amount"),
        ..Terms::new()
    };
    let run = |bought: i64, sold: i64| {
        // The exchange fills what it likes: odd lots come from partial fills.
        let knobs = Knobs { terms, ..Knobs::default() }.meeting(3_000, 1, bought).meeting(4_000, 2, sold);
        let orders = [(2_000, limit(1, Side::Buy, 200)), (3_500, limit(2, Side::Sell, 200))];
        Case::new(orders).knobs(knobs).policy(CLOSE).judge()
    };
    let too_little = run(113, 100);
    assert_eq!(too_little.sent(Origin::ClosingOrder).len(), 0, "less than the least quantity: not sent");
    assert_eq!(
        (left(&too_little), too_little.report.exit_code()),
        (("0.13", PositionFate::Dust), ExitCode::CLEAN)
    );
    assert!(!too_little.report.has_positions_left());
    let too_cheap = run(140, 100);
    assert_eq!(too_cheap.sent(Origin::ClosingOrder).len(), 0, "worth 40");
    assert_eq!(left(&too_cheap), ("0.4", PositionFate::Dust));
    let rest = run(157, 100);
    assert_eq!(rest.sent(Origin::ClosingOrder)[0].1.quantity(), Some(coins(50)), "whole lots");
    assert_eq!((left(&rest), rest.report.exit_code()), (("0.07", PositionFate::Dust), ExitCode::CLEAN));
}
