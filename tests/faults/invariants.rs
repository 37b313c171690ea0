//! What holds in every run, whatever the fault.
//!
//! i12, i13, i14, i17, i20, i22 and i23 are about what no run in here has: a journal, a resend, a recovery, the network's
//! model, money, a fence, a secret.

use std::collections::BTreeSet;

use tidegate::control::{Cause, DoneCode, ExitCode, Fate, OrderRecord, Phase, ShutdownReport, Verdict};
use tidegate::safety::Origin;
use tidegate::time::{Span, Time};

use crate::trail::{Asked, Line};
use crate::trial::Run;

/// Asserts all that can be seen in one run.
#[track_caller]
pub(crate) fn check(run: &Run) {
    submissions_stop(run);
    each_order_has_one_fate(run);
    one_done_is_accepted(run);
    it_ends_in_time(run);
    cancels_pass(run);
    the_exit_code_follows_from_the_report(run);
    markets_keep_the_contract(run);
    submissions_end_or_are_listed(run);
    nothing_is_executed_after_done(run);
    phases_advance(run);
    the_kill_switch_latches(run);
    nothing_is_dropped_unsaid(run);
}

/// i7, i18: the same again.
#[track_caller]
pub(crate) fn are_equal(one: &Run, other: &Run) {
    assert_eq!(one.lines, other.lines, "i7: the trails differ");
    assert_eq!(one.report(), other.report(), "i7: the reports differ");
    assert_eq!(one.outcome.trace_hash, other.outcome.trace_hash, "i18: the traces differ");
}

/// i16: a market hears and is asked the same, whatever another one does.
#[track_caller]
pub(crate) fn is_untouched(market: &str, one: &Run, other: &Run) {
    assert_eq!(one.of_market(market), other.of_market(market), "i16: {market} was touched");
    assert!(!one.of_market(market).is_empty(), "i16: nothing to compare in {market}");
}

/// The lines from the beginning of a phase on.
fn since(run: &Run, wanted: Phase) -> impl Iterator<Item = &Line> {
    run.lines.iter().skip_while(move |line| !matches!(line, Line::Phase { phase, .. } if *phase == wanted))
}

fn asked(line: &Line) -> Option<&Asked> {
    match line {
        Line::Asked(asked) => Some(asked),
        _ => None,
    }
}

/// i1: no submission of the strategy after the seal, and nothing but cancels after ClosePositions.
#[track_caller]
fn submissions_stop(run: &Run) {
    for asked in since(run, Phase::CancelPending).filter_map(asked) {
        assert!(asked.is_cancel || asked.origin != Origin::Advised, "i1: {asked}");
    }
    for asked in since(run, Phase::SaveState).filter_map(asked) {
        assert!(asked.is_cancel, "i1: {asked}");
    }
}

/// i2: the counts, the list and what the markets saw agree.
#[track_caller]
fn each_order_has_one_fate(run: &Run) {
    let ShutdownReport { orders, open_orders, .. } = run.report();
    orders.check_invariants();
    let submitted: Vec<&Asked> = run.asked().filter(|asked| !asked.is_cancel).collect();
    let names: BTreeSet<(&str, u64)> = submitted.iter().map(|asked| (asked.market, asked.id)).collect();
    assert_eq!(names.len(), submitted.len(), "i2: an id was sent twice");
    assert_eq!(names.len() as u64, orders.submitted, "i2: what markets saw is what was submitted");
    let of = |fate: Fate| open_orders.iter().filter(|order| order.fate == fate).count() as u64;
    let open =
        [(Fate::LeftOpen, orders.left_open), (Fate::Unknown, orders.unknown), (Fate::Kept, orders.kept)];
    for (fate, counted) in open {
        assert_eq!(of(fate), counted, "i2: {fate}");
    }
    for (fate, counted) in [(Fate::Filled, orders.filled), (Fate::Cancelled, orders.cancelled)] {
        assert!(of(fate) <= counted, "i2: {fate}");
    }
    assert_eq!(open_orders.len() as u64, orders.swept, "i2: what lived at the seal is listed");
}

/// i3.
#[track_caller]
fn one_done_is_accepted(run: &Run) {
    let causes = &run.report().causes;
    let accepted = causes.iter().filter(|record| record.cause == Cause::Done).count();
    assert!(accepted <= 1, "i3: {causes:?}");
}

/// i4, i19: there is a report within the overall deadline and one tick.
#[track_caller]
fn it_ends_in_time(run: &Run) {
    let limit = run.stopped().after(run.budgets.total()).after(Span::from_nanos(1));
    assert!(run.outcome.last <= limit, "i4: it took {}", run.took());
    let is_over = since(run, Phase::Complete).next().is_some();
    assert!(is_over || run.report().aborted, "i19: it is not over");
}

/// i5: no cancel is held back of a strategy that has not said that it is done, and what is left open was to be cancelled.
#[track_caller]
fn cancels_pass(run: &Run) {
    let ShutdownReport { late_actions, open_orders, verdict, aborted, phases, .. } = run.report();
    // Where connectors take time to end, one that is closed may be wanted for a cancel.
    let is_closed =
        phases.iter().any(|record| record.phase == Phase::Disconnect && record.entered < record.ended);
    let is_over = matches!(verdict, Verdict::Done(_)) || is_closed;
    assert!(is_over || !late_actions.iter().any(|late| late.contains("cancel")), "i5: {late_actions:?}");
    let was_tried = |order: &OrderRecord| {
        run.asked().any(|asked| asked.is_cancel && asked.id == order.id && asked.market == order.market)
    };
    for order in open_orders.iter().filter(|order| order.fate == Fate::LeftOpen) {
        assert!(*aborted || was_tried(order), "i5: no cancel of {order:?}");
    }
}

/// i6: the report can be written, and who reads it comes to the same code.
#[track_caller]
fn the_exit_code_follows_from_the_report(run: &Run) {
    let text = serde_json::to_string(run.report()).expect("a report can be written");
    let read: ShutdownReport = serde_json::from_str(&text).expect("a report can be read");
    assert_eq!(&read, run.report(), "i6: it reads as it was written");
    assert_eq!(read.exit_code(), run.exit(), "i6");
    let is_well = matches!(read.verdict, Verdict::Done(DoneCode::OK) | Verdict::Cut);
    let is_clean = is_well && read.orders.left() == 0 && !read.forced && read.save_failure.is_none();
    assert!(is_clean || run.exit() != ExitCode::CLEAN, "i6: it is not clean");
}

/// i8: place, fills, one end for each order, in what was sent and what was told.
#[track_caller]
fn markets_keep_the_contract(run: &Run) {
    let breaches: Vec<&Line> = run.lines.iter().filter(|line| matches!(line, Line::Breach { .. })).collect();
    assert!(breaches.is_empty(), "i8: {breaches:?}");
}

/// i9: a submission that was not answered is in the list, or in the words about the phase.
#[track_caller]
fn submissions_end_or_are_listed(run: &Run) {
    for line in &run.lines {
        if let Line::Unfinished { market, id } = line {
            let listed = run.report().open_orders.iter();
            let fate =
                listed.filter(|order| order.market == *market && order.id == *id).map(|order| order.fate);
            let fate = fate.collect::<Vec<_>>();
            assert!(matches!(fate[..], [Fate::Unknown | Fate::Kept]), "i9: order {id} is {fate:?}");
        }
    }
}

/// i10: after done nothing of the strategy is carried out, not even a cancel.
#[track_caller]
fn nothing_is_executed_after_done(run: &Run) {
    if let Verdict::Done(_) = run.report().verdict {
        let late = since(run, Phase::CancelPending).filter_map(asked);
        let late: Vec<String> =
            late.filter(|asked| asked.origin == Origin::Advised).map(ToString::to_string).collect();
        assert!(late.is_empty(), "i10: {late:?}");
    }
}

/// i11: phases follow each other without a gap, each within its deadline; a kill leaves out the wind-down and says so.
#[track_caller]
fn phases_advance(run: &Run) {
    let report = run.report();
    let phases: Vec<Phase> = report.phases.iter().map(|record| record.phase).collect();
    assert!(phases.is_sorted_by(|a, b| a < b), "i11: {phases:?}");
    for pair in report.phases.windows(2) {
        assert_eq!(pair[0].ended, pair[1].entered, "i11: {} and {}", pair[0].phase, pair[1].phase);
    }
    for record in &report.phases {
        assert!(record.entered <= record.ended, "i11: {record:?}");
        assert!(record.deadline.is_none_or(|deadline| record.ended <= deadline), "i11: {record:?}");
    }
    let watched = run.lines.iter().filter_map(|line| match line {
        Line::Phase { phase, .. } => Some(*phase),
        _ => None,
    });
    assert!(watched.collect::<Vec<_>>().is_sorted_by(|a, b| a < b), "i11: as it was watched");
    if report.verdict == Verdict::Cut && report.causes[0].cause == Cause::Kill {
        let winding = report.phases.iter().find(|record| record.phase == Phase::StopNewOrders);
        let said = winding.map(|record| (record.entered == record.ended, record.outcome.as_str()));
        assert_eq!(said, Some((true, "cut off")), "i11: a kill skips the wind-down");
    }
}

/// i15: once the kill switch stops a run, no order of the strategy leaves.
#[track_caller]
fn the_kill_switch_latches(run: &Run) {
    let killed = run.report().causes.iter().find(|record| record.cause == Cause::Kill);
    let killed = killed.map_or(Time::MAX, |record| record.at);
    for asked in run.asked().filter(|asked| asked.at > killed) {
        assert!(asked.is_cancel || asked.origin != Origin::Advised, "i15: {asked}");
    }
}

/// i21: what was discarded is listed, and every alert was delivered or counted.
#[track_caller]
fn nothing_is_dropped_unsaid(run: &Run) {
    let report = run.report();
    assert_eq!(report.discarded.len() as u64, report.orders.discarded, "i21: the discarded are listed");
    let delivered = run.lines.iter().filter(|line| matches!(line, Line::Alert(_))).count() as u64;
    let said = (report.alerts.len() + report.complaints.len()) as u64 + report.more_complaints;
    assert_eq!(delivered + report.undelivered_alerts, said, "i21: every alert is delivered or counted");
}
