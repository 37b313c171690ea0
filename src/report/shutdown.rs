//! The shutdown report as a table.

use super::{Table, grouped};
use crate::control::ShutdownReport;

/// How a run stopped: cause, answer, phases, every order's fate, and the exit code that follows.
///
/// ```
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
    let orders = &report.orders;
    let mut table = Table::new("Shutdown").row("cause", report.cause).row("strategy", report.verdict);
    if let Some(crash) = &report.crash {
        table = table.row("crash", crash);
    }
    for phase in report.phases.iter().skip(1) {
        table = table.row(phase.phase, &phase.outcome);
    }
    for (fate, count) in [
        ("filled", orders.filled),
        ("cancelled", orders.cancelled),
        ("refused by the venue", orders.rejected),
        ("expired", orders.expired),
        ("refused by the gate", orders.gated),
        ("discarded", orders.discarded),
        ("left open", orders.left_open),
        ("of unknown outcome", orders.unknown),
        ("kept", orders.kept),
    ] {
        if count > 0 {
            table = table.row(format!("orders {fate}"), grouped(count));
        }
    }
    for complaint in &report.complaints {
        table = table.row(format!("complaint {}", complaint.code), &complaint.text);
    }
    if report.more_complaints > 0 {
        table = table.row("more complaints", grouped(report.more_complaints));
    }
    table.row("exit code", report.exit_code().0)
}
