//! What passes in each position, and what is in flight.

use crate::say::{LONG, buy, cancel, order};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tidegate::market::{OrderEvent, OrderId, Side};
use tidegate::money::{BtcUsdt, Only};
use tidegate::safety::{Exposure, Gate, KillSwitch, Origin, Position, Posture, ReportCell};
use tidegate::time::Time;

#[test]
fn a_winding_gate_admits_what_reduces_and_not_what_flips() {
    let (gate, keeper) = Gate::open();
    let _keeper = keeper.request("test");
    assert!(gate.admit(order(Side::Sell, 6).into(), LONG).is_ok());
    assert!(gate.admit(order(Side::Sell, 7).into(), LONG).is_err(), "with what is under way it would flip");
    assert!(gate.admit(order(Side::Buy, 1).into(), LONG).is_err());
    assert!(gate.admit(order(Side::Sell, 1).into(), Exposure::FLAT).is_err());
}

/// Fault 8: an opening order after the shutdown event comes back with its rule, as an event.
#[test]
fn fault_008_a_refusal_names_its_rule() {
    let (gate, keeper) = Gate::open();
    let keeper = keeper.request("test");
    let refusal = gate.admit(buy().into(), Exposure::FLAT).expect_err("it adds");
    assert_eq!((refusal.rule, &*refusal.found), ("winding down", "market buy 0.00000001 (order 1, only)"));
    assert!(matches!(refusal.into_event(), OrderEvent::Refused { rule, .. } if rule == "winding down"));
    let _sweep = keeper.seal();
    assert_eq!(gate.admit(order(Side::Sell, 1).into(), LONG).expect_err("sealed").rule, "sealed");
}

#[test]
fn cancels_pass_in_every_position_and_halted() {
    let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
    let (gate, keeper) = Gate::under(&kill);
    let passes = |what: &str| assert!(gate.admit(cancel().into(), Exposure::FLAT).is_ok(), "{what}");
    passes("open");
    kill.halt("test", Time::EPOCH);
    passes("open and halted");
    let keeper = keeper.request("test");
    passes("winding and halted");
    let sweep = keeper.seal();
    passes("sealed and halted");
    assert_eq!(sweep.cancel::<BtcUsdt>(OrderId::new(1), Only).origin(), Origin::SweepCancel);
    let sweep = sweep.finish_closing();
    passes("after closing");
    assert_eq!(sweep.cancel::<BtcUsdt>(OrderId::new(1), Only).origin(), Origin::SweepCancel);
}

#[test]
fn a_sweep_closes_what_it_may_and_never_flips() {
    let (_gate, keeper) = Gate::open();
    let sweep = keeper.seal("test");
    let admitted = sweep.close(order(Side::Sell, 6).into(), LONG).expect("it reduces");
    assert_eq!(admitted.origin(), Origin::ClosingOrder);
    for (wrong, exposure) in
        [(order(Side::Sell, 7), LONG), (buy(), LONG), (buy(), Exposure::FLAT), (cancel(), LONG)]
    {
        assert_eq!(sweep.close(wrong.into(), exposure).expect_err("not closing").rule, "closing");
    }
}

/// R5: the kill switch leaves positions alone unless the operator chose to flatten.
#[test]
fn a_halt_keeps_closing_orders_back_unless_told_to_flatten() {
    let kill = KillSwitch::new(Posture::Halted, Time::EPOCH);
    let (_gate, keeper) = Gate::under(&kill);
    let sweep = keeper.seal("test");
    assert_eq!(sweep.close(order(Side::Sell, 1).into(), LONG).expect_err("halted").rule, "halted");
    let sweep = sweep.flatten();
    assert!(sweep.close(order(Side::Sell, 1).into(), LONG).is_ok());
    assert_eq!(sweep.close(buy().into(), LONG).expect_err("it adds").rule, "closing");
}

#[test]
fn the_first_reason_is_kept() {
    let (gate, keeper) = Gate::open();
    assert_eq!(gate.reason(), None);
    let keeper = keeper.request("SIGTERM");
    let _sweep = keeper.seal();
    assert_eq!(gate.reason().as_deref(), Some("SIGTERM"));
}

#[test]
fn a_gate_is_sealed_when_its_keeper_is_gone() {
    let (gate, keeper) = Gate::open();
    let crashed = catch_unwind(AssertUnwindSafe(|| {
        let _keeper = keeper;
        panic!("the runtime breaks");
    }));
    assert!(crashed.is_err());
    assert_eq!((gate.position(), gate.reason().as_deref()), (Position::Sealed, Some("its keeper is gone")));
    let (gate, keeper) = Gate::open();
    drop(keeper.request("SIGTERM"));
    assert_eq!((gate.position(), gate.reason().as_deref()), (Position::Sealed, Some("SIGTERM")));
}

/// G5: the guard of any other submission passes an open gate only, and counts down also in a panic.
#[test]
fn g5_a_guarded_submission_is_in_flight_until_it_is_over() {
    let (gate, keeper) = Gate::open();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _permit = gate.enter("transfer").expect("an open gate");
        assert_eq!(gate.in_flight(), 1);
        panic!("the venue call breaks");
    }));
    assert!(panicked.is_err());
    assert_eq!(gate.in_flight(), 0);
    let _keeper = keeper.request("SIGTERM");
    let no_entry = gate.enter("transfer").expect_err("winding");
    assert_eq!(no_entry.to_string(), "transfer: expected an open gate, found it winding down (SIGTERM)");
}

#[test]
fn in_flight_counts_living_permits_across_the_seal() {
    let (gate, keeper) = Gate::open();
    let one = gate.admit(buy().into(), Exposure::FLAT);
    let sweep = keeper.seal("test");
    let two = sweep.cancel::<BtcUsdt>(OrderId::new(1), Only);
    assert_eq!(gate.clone().in_flight(), 2);
    drop((one, two));
    assert_eq!(gate.in_flight(), 0);
}

/// Who is not let in learns what it was about, by which rule, and why the gate has moved.
#[test]
fn a_refused_entry_says_what_and_why() {
    let (gate, keeper) = Gate::open();
    assert_eq!(gate.reason(), None);
    let _keeper = keeper.request("an operator");
    let refused = gate.enter("transfer").expect_err("winding");
    assert_eq!(
        (refused.operation(), refused.rule(), refused.reason()),
        ("transfer", "winding down", Some("an operator"))
    );
    let halted = KillSwitch::new(Posture::Halted, Time::EPOCH);
    let (gate, _keeper) = Gate::under(&halted);
    let refused = gate.enter("transfer").expect_err("halted");
    assert_eq!((refused.rule(), refused.reason()), ("halted", None), "the gate has not moved");
}

/// An admitted action carries its reasoning, and a gate that was sealed keeps its first reason when its keeper goes.
#[test]
fn reasons_stay_what_they_were() {
    let (gate, keeper) = Gate::open();
    let admitted = gate.admit(buy().because("fast above slow"), Exposure::FLAT).expect("open");
    assert_eq!(admitted.reason(), "fast above slow");
    let shown = format!("{gate:?}");
    assert!(shown.contains("position: Open, halted: false, in_flight: 1"), "{shown}");
    drop(keeper.request("an operator").seal());
    assert_eq!(gate.reason().as_deref(), Some("an operator"));
    let (gate, keeper) = Gate::open();
    drop(keeper);
    assert_eq!((gate.position(), gate.reason().as_deref()), (Position::Sealed, Some("its keeper is gone")));
}

#[test]
fn clones_of_a_cell_are_one_cell() {
    let cell = ReportCell::new();
    let other = cell.clone();
    assert_eq!(format!("{cell:?}"), "ReportCell(None)");
    assert_eq!(other.set(7), Ok(()));
    assert_eq!((cell.get().as_deref(), format!("{cell:?}").as_str()), (Some(&7), "ReportCell(Some(7))"));
}
