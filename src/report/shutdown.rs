//! The shutdown report as a table.

use std::cmp::Reverse;

use super::{Table, grouped};
use crate::control::{CauseRecord, ShutdownReport};

/// A label and its value.
type Row = (String, String);

/// Rows of one kind: a table is read at a glance, and the document has all of them.
const SHOWN: usize = 5;

/// How a run stopped: cause, answer, phases, every order's fate, what is left, what went wrong, and the exit code that
/// follows. Of what there may be many, the first few, and how many more.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::prelude::*;
/// use tidegate::report::shutdown_table;
/// use tidegate::testing::Script;
///
/// let silent = uncontrolled(|market: MarketPort<BtcUsdt>| (market.trades().filter_map(|_| None::<Actions<_>>),));
/// let outcome = Script::<BtcUsdt>::new().trade(1, "100", "1").run(&silent);
/// assert!(shutdown_table(&outcome.report).to_string().contains("end of data"));
/// ```
#[must_use]
pub fn shutdown_table(report: &ShutdownReport) -> Table {
    let mut table = Table::new("Shutdown").row("cause", report.cause);
    few(&mut table, "causes", causes(report), report.more_causes);
    table.push(["strategy".to_owned(), report.verdict.to_string()]);
    few(&mut table, "crashes", report.crash_told(), 0);
    for phase in report.phases.iter().skip(1) {
        table.push([phase.phase.name(), &phase.outcome]);
    }
    few(&mut table, "failed saves", report.save_failure_told(), 0);
    for (fate, count) in fates(report).into_iter().filter(|(_, count)| *count > 0) {
        table.push([format!("orders {fate}"), grouped(count)]);
    }
    few(&mut table, "orders", report.orders_told(), 0);
    few(&mut table, "positions", report.positions_told(), 0);
    few(&mut table, "hooks", report.hooks_told(), 0);
    few(&mut table, "connectors", report.connectors_told(), 0);
    few(&mut table, "connector failures", report.failures_told(), 0);
    few(&mut table, "complaints", complaints(report), report.more_complaints);
    for (what, count) in report.counts_told() {
        table.push([what.to_owned(), grouped(count)]);
    }
    table.row("exit code", report.exit_code().0)
}

/// The first rows of a kind, and how many there are beside, `more` that are not here counted in.
fn few(table: &mut Table, kind: &str, rows: impl IntoIterator<Item = Row>, more: u64) {
    let mut rows = rows.into_iter();
    rows.by_ref().take(SHOWN).for_each(|(what, says)| table.push([what, says]));
    let left = rows.count() as u64 + more;
    if left > 0 {
        table.push([format!("more {kind}"), grouped(left)]);
    }
}

/// The causes that cut a run short, the strictest first. One that was over had nothing else to say.
fn causes(report: &ShutdownReport) -> impl Iterator<Item = Row> {
    let mut early: Vec<&CauseRecord> =
        report.causes.iter().filter(|record| record.cause.is_early()).collect();
    early.sort_by_key(|record| Reverse(record.cause));
    early.into_iter().map(|record| (record.cause.to_string(), record.detail.clone()))
}

fn complaints(report: &ShutdownReport) -> impl Iterator<Item = Row> {
    let complaints = report.complaints.iter();
    complaints.map(|complaint| (format!("complaint {}", complaint.code), complaint.text.to_string()))
}

fn fates(report: &ShutdownReport) -> [(&'static str, u64); 9] {
    let orders = &report.orders;
    [
        ("filled", orders.filled),
        ("cancelled", orders.cancelled),
        ("refused by the venue", orders.rejected),
        ("expired", orders.expired),
        ("refused by the gate", orders.gated),
        ("discarded", orders.discarded),
        ("left open", orders.left_open),
        ("of unknown outcome", orders.unknown),
        ("kept", orders.kept),
    ]
}
