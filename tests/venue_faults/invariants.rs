//! What holds in every run, judged from the exchange's own ledger, from what reached the connector, and from the report.

use tidegate::control::{ExitCode, Fate, OnPositions, Phase, PositionFate};
use tidegate::prelude::*;
use tidegate::runtime::Outcome;
use tidegate::safety::Origin;

use super::case::{Case, at, sent};
use super::exchange::OURS;
use super::venue::{Desk, Line};
use super::wire::{Ended, Held};

/// All of them.
#[track_caller]
pub(crate) fn check(case: &Case, outcome: &Outcome, desk: &Desk) {
    i1_nothing_leaves_that_may_not(desk);
    i2_every_order_has_the_fate_it_has_at_the_exchange(outcome, desk);
    i4_i11_i19_phases_advance_and_end_in_time(case, outcome);
    i5_i21_nothing_that_was_wanted_is_dropped_in_silence(case, outcome, desk);
    i6_the_exit_code_follows_and_zero_is_earned(case, outcome, desk);
    i8_the_contract_holds(outcome, desk);
    i9_nothing_is_under_way_when_it_is_called_drained(case, outcome, desk);
    i20_positions_are_the_exchange_s(outcome, desk);
    closing_never_turns_a_position_round(desk);
}

fn phase_place(desk: &Desk, wanted: Phase) -> Option<usize> {
    desk.log.iter().position(|line| matches!(line, Line::Phase { phase, .. } if *phase == wanted))
}

#[track_caller]
fn i1_nothing_leaves_that_may_not(desk: &Desk) {
    let sealed = phase_place(desk, Phase::CancelPending).expect("the gates were sealed");
    let closed = phase_place(desk, Phase::SaveState).expect("closing has ended");
    for (place, line) in desk.log.iter().enumerate() {
        let Line::Sent { origin, action, .. } = line else { continue };
        let is_cancel = matches!(action, Action::Cancel { .. });
        let of_strategy = *origin == Origin::Advised;
        assert!(is_cancel || !of_strategy || place < sealed, "i1: {action} after the seal");
        assert!(is_cancel || place < closed, "i1: {action} after closing");
        assert!(of_strategy || place > sealed, "i1: {origin:?} before the seal");
        let ours = desk.sent();
        assert!(of_strategy || ours.contains(&action.id().number()), "an order that is not ours: {action}");
    }
    for (name, held) in desk.exchange.orders.iter().filter(|(name, _)| !name.starts_with(OURS)) {
        assert!(held.is_live(), "{name} is somebody else's");
    }
}

#[track_caller]
fn i2_every_order_has_the_fate_it_has_at_the_exchange(outcome: &Outcome, desk: &Desk) {
    let report = &outcome.report;
    report.orders.check_invariants();
    let ids = desk.sent();
    assert_eq!(report.orders.submitted, ids.len() as u64, "i2: each order once");
    for id in ids {
        let held = desk.exchange.orders.get(&format!("{OURS}{id}"));
        let end = held.map(|held| held.end);
        let records: Vec<_> = report.open_orders.iter().filter(|record| record.id == id).collect();
        assert!(records.len() <= 1, "i2: order {id} has one record");
        match records.first().map(|record| record.fate) {
            None => assert!(held.is_none_or(|held| !held.is_live()), "i2: order {id} lives unseen"),
            Some(Fate::LeftOpen | Fate::Kept | Fate::Unknown) => {}
            Some(Fate::Rejected) => assert!(end.is_none(), "i2: order {id} was never refused: {held:?}"),
            Some(fate) => assert_eq!(end, Some(Some(ended(fate))), "i2: order {id} is {fate} for us"),
        }
    }
    let open = |fate| report.open_orders.iter().filter(|record| record.fate == fate).count() as u64;
    let of_records = (open(Fate::LeftOpen), open(Fate::Unknown), open(Fate::Kept));
    assert_eq!(
        (report.orders.left_open, report.orders.unknown, report.orders.kept),
        of_records,
        "i2: counts"
    );
}

fn ended(fate: Fate) -> Ended {
    match fate {
        Fate::Cancelled => Ended::Cancelled,
        Fate::Expired => Ended::Expired,
        _ => Ended::Filled,
    }
}

#[track_caller]
fn i4_i11_i19_phases_advance_and_end_in_time(case: &Case, outcome: &Outcome) {
    let report = &outcome.report;
    let first = report.causes.first().expect("something stopped it").at;
    let took = outcome.last.since(first);
    assert!(took <= case.budgets.total(), "i4: it took {took}");
    assert!(report.phases.is_sorted_by(|a, b| a.phase < b.phase), "i11: each phase once, in order");
    for record in &report.phases {
        let is_in_time = record.deadline.is_none_or(|deadline| record.ended <= deadline.max(record.entered));
        assert!(is_in_time, "i4: {record:?}");
    }
}

#[track_caller]
fn i5_i21_nothing_that_was_wanted_is_dropped_in_silence(case: &Case, outcome: &Outcome, desk: &Desk) {
    let report = &outcome.report;
    let is_cancel = |advice: &Advice<BtcUsdt>| matches!(advice.action, Action::Cancel { .. });
    let came = |millis: u64| at(millis) <= outcome.last;
    let late = |cancels: bool| {
        report.late_actions.iter().filter(|line| line.contains(": cancel ") == cancels).count()
    };
    let wanted = |cancels: bool| {
        case.orders.iter().filter(|(millis, advice)| came(*millis) && is_cancel(advice) == cancels).count()
    };
    let reached = |cancels: bool| {
        let sent = sent(desk, Origin::Advised);
        sent.iter().filter(|(_, action)| matches!(action, Action::Cancel { .. }) == cancels).count()
    };
    let refused = usize::try_from(report.orders.gated).expect("few") + report.discarded.len();
    // What is stamped at the very end may or may not have been heard.
    let at_the_end = case.orders.iter().filter(|(millis, _)| at(*millis) == outcome.last).count();
    let (cancels, orders) = (reached(true) + late(true), reached(false) + late(false) + refused);
    let (all_cancels, all_orders) = (wanted(true), wanted(false));
    assert!(cancels <= all_cancels && all_cancels <= cancels + at_the_end, "i5: {cancels} of {all_cancels}");
    assert!(orders <= all_orders && all_orders <= orders + at_the_end, "i21: {orders} of {all_orders}");
    let notice = report.causes.first().expect("something stopped it").at;
    let done = case.winding.map_or(notice, |wait| notice.after(wait));
    for (millis, advice) in case.orders.iter().filter(|(millis, _)| at(*millis) < done) {
        let line = format!(": {}", advice.action);
        let is_late = report.late_actions.iter().any(|late| late.ends_with(&line));
        let is_forced = report.forced || report.verdict == tidegate::control::Verdict::TimedOut;
        assert!(!is_cancel(advice) || !is_late || is_forced, "i5: the cancel at {millis} ms was held back");
    }
}

#[track_caller]
fn i6_the_exit_code_follows_and_zero_is_earned(case: &Case, outcome: &Outcome, desk: &Desk) {
    let report = &outcome.report;
    assert_eq!(report.exit_code(), ExitCode::of(report), "i6: from the report alone");
    if report.exit_code() != ExitCode::CLEAN {
        return;
    }
    let fate = |id: u64| report.open_orders.iter().find(|record| record.id == id).map(|record| record.fate);
    let kills = report.causes.iter().any(|cause| cause.cause == Cause::Kill);
    for id in desk.sent() {
        let held = desk.exchange.orders.get(&format!("{OURS}{id}"));
        match fate(id) {
            Some(Fate::Kept) => assert!(held.is_some(), "i6: order {id} is called kept and never was there"),
            _ => assert!(held.is_none_or(|held| !held.is_live()), "i6: order {id} lives"),
        }
    }
    let is_told = desk.exchange.knobs.unheard.iter().all(|id| is_told_of(desk, *id));
    if case.policy.positions == OnPositions::Close && !kills && is_told {
        let dust = report.positions.iter().any(|position| position.fate == PositionFate::Dust);
        let held = held_when_we_left(desk);
        assert!(held == 0 || dust, "i6: {held} are held");
    }
}

/// Where the stream swallows an order's lines, a query tells of what happened before it, if it is answered.
fn is_told_of(desk: &Desk, order: u64) -> bool {
    let last = desk.exchange.positions.last().map(|(at, _)| *at);
    let asked = desk.log.iter().rev().find_map(|line| match line {
        Line::Asked { at, id } if *id == order => Some(*at),
        _ => None,
    });
    desk.exchange.knobs.troubled_queries == 0 && (last.is_none() || last <= asked)
}

/// What an order that is kept does after we left is for whoever comes next.
fn held_when_we_left(desk: &Desk) -> i64 {
    let left = desk.log.iter().find_map(|line| match line {
        Line::LoggedOut { at } => Some(*at),
        _ => None,
    });
    let until = left.unwrap_or(Time::MAX);
    desk.exchange.positions.iter().rfind(|(at, _)| *at <= until).map_or(0, |(_, units)| *units)
}

#[track_caller]
fn i8_the_contract_holds(outcome: &Outcome, desk: &Desk) {
    assert_eq!(desk.breaches, [""; 0], "i8: what the connector fires");
    assert_eq!(outcome.report.connector_failures, [""; 0], "i8: what the runtime makes of it");
}

#[track_caller]
fn i9_nothing_is_under_way_when_it_is_called_drained(case: &Case, outcome: &Outcome, desk: &Desk) {
    let sealed = outcome.report.phases.iter().find(|record| record.phase == Phase::CancelPending);
    let sealed = sealed.expect("the gates were sealed");
    for line in &desk.log {
        if let Line::Phase { phase: Phase::ClosePositions, under_way, .. } = line {
            let waited = sealed.ended.since(sealed.entered) >= case.budgets.drain || outcome.report.forced;
            assert!(*under_way == 0 || waited, "i9: {under_way} under way");
            // One that returns in the very instant that ends the phase is still named.
            let is_named = sealed.outcome.contains("still under way");
            assert!(is_named || *under_way == 0, "i9: {}", sealed.outcome);
        }
    }
}

#[track_caller]
fn i20_positions_are_the_exchange_s(outcome: &Outcome, desk: &Desk) {
    let report = &outcome.report;
    // Orders of unknown fate may have fills that nobody told.
    let is_open = |held: &Held, id: u64| {
        let fate = report.open_orders.iter().find(|record| record.id == id).map(|record| record.fate);
        held.is_live() || fate.is_some_and(Fate::is_open)
    };
    let orders = desk
        .sent()
        .into_iter()
        .filter_map(|id| Some((id, desk.exchange.orders.get(&format!("{OURS}{id}"))?)));
    if orders.into_iter().any(|(id, held)| is_open(held, id)) {
        return;
    }
    let held: Vec<&str> = report
        .positions
        .iter()
        .map(|position| position.quantity.as_str())
        .filter(|held| *held != "0")
        .collect();
    let quantity = |units: i64| Quantity::<BtcUsdt>::from_units(units.abs()).expect("a quantity").to_string();
    let told = held.first().copied().unwrap_or("0");
    let position = desk.exchange.position();
    assert_eq!(told.trim_start_matches('-'), quantity(position), "i20: the position");
    assert_eq!(told.starts_with('-'), position < 0, "i20: its side");
}

/// A position that the shutdown closes never changes its sign.
#[track_caller]
fn closing_never_turns_a_position_round(desk: &Desk) {
    let closing = sent(desk, Origin::ClosingOrder);
    let Some((first, _)) = closing.first() else { return };
    let before = desk.exchange.positions.iter().rfind(|(at, _)| at <= first).map_or(0, |(_, units)| *units);
    for (at, units) in desk.exchange.positions.iter().filter(|(at, _)| at > first) {
        assert!(units.signum() * before.signum() >= 0, "turned round at {at}: from {before} to {units}");
    }
}
