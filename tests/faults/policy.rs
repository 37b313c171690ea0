//! What is kept on purpose.

use tidegate::control::{Cause, ExitCode, Fate, OnOrders, OnPositions, Phase, Policy, PositionFate};
use tidegate::prelude::*;
use tidegate::runtime::Runtime;

use crate::desk::Desk;
use crate::traders::{limit, market};
use crate::trial::play;

/// Buys one, and leaves two orders working.
fn invested(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let enter = port.trades().once().map(|_| {
        let all = [market(1, Side::Buy), limit(2, Side::Buy), limit(3, Side::Sell)];
        all.into_iter().map(Advice::from).collect()
    });
    (enter, control.done_at_once())
}

/// Fault 28: cancel orders, keep positions.
///
/// Requirements: J2, J3, R5.
#[test]
fn fault_028_a_policy_that_keeps_positions_cancels_orders_and_lists_what_is_held() {
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let keep = Policy { orders: OnOrders::Cancel, positions: OnPositions::Keep };
        (sim.policy(keep), invested, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN, "what is kept on purpose is clean");
    let sweep = [2, 3].map(|id| format!("2 sweep: cancel (order {id}, only)"));
    assert_eq!(run.asked_since_the_cause(), sweep, "no order to close anything");
    let [position] = &run.report().positions[..] else {
        panic!("one position: {:?}", run.report().positions)
    };
    assert_eq!((position.fate, position.quantity.as_str()), (PositionFate::Kept, "1"));
    assert_eq!(run.outcome_of(Phase::ClosePositions), "positions kept");
}

/// The other side of fault 28: with close, the same position is closed once, after the cancels.
///
/// Requirements: J1, L5, Q10, R7.
#[test]
fn fault_028_a_policy_that_closes_does_so_once_and_after_the_cancels() {
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let close = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
        let desk = Desk::new(trail).trades([1, 9]).answers_after(Span::from_millis(500));
        (sim.policy(close), invested, (desk,))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    let expected = [
        "2 sweep: cancel (order 2, only)",
        "2 sweep: cancel (order 3, only)",
        "2.5 closing: market sell 1 (order 4, only)",
    ];
    assert_eq!(run.asked_since_the_cause(), expected);
    assert_eq!(run.report().positions[0].fate, PositionFate::Closed);
}

/// Fault 29: keep orders, for whoever comes next. That the next run adopts them is fault 58.
///
/// Requirements: L6, R3, R12.
#[test]
fn fault_029_a_policy_that_keeps_orders_cancels_none_and_saves_them() {
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let keep = Policy { orders: OnOrders::Keep, positions: OnPositions::Keep };
        (sim.policy(keep), invested, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(run.exit(), ExitCode::CLEAN);
    assert_eq!(run.asked_since_the_cause(), [""; 0], "no cancel");
    let fates: Vec<(u64, Fate)> =
        run.report().open_orders.iter().map(|order| (order.id, order.fate)).collect();
    assert_eq!(fates, [(2, Fate::Kept), (3, Fate::Kept)], "all of them, with the reason that they are kept");
    assert_eq!((run.report().orders.kept, run.report().orders.left()), (2, 0));
    let market = &run.outcome.saved.as_ref().expect("it was saved").markets[0];
    let saved: Vec<(u64, &str)> =
        market.orders.iter().map(|order| (order.id, order.state.as_str())).collect();
    assert_eq!(saved, [(2, "working"), (3, "working")]);
    assert_eq!((market.highest_id, market.positions[0].units), (Some(3), 100_000_000));
}
