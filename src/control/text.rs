//! The report in words, for people.

use std::fmt;

use super::log::{PartEnd, PhaseRecord};
use super::{ExitCode, Fate, Orders, Phase, ShutdownReport};
use crate::time::{Span, Time};

impl ShutdownReport {
    /// When the first cause came up.
    fn told_at(&self) -> Time {
        self.causes.first().map_or(Time::EPOCH, |cause| cause.at)
    }
}

/// Some lines: why and how it stopped; causes and phases as they came, counted from the first cause; then only what is
/// worth a line.
impl fmt::Display for ShutdownReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, told) = (self.exit_code(), self.told_at());
        let (exit, name) = (code.0, code.name());
        writeln!(f, "stopped by {} at {told}, strategy {}, exit {exit} ({name})", self.cause, self.verdict)?;
        let causes = self.causes.iter().map(|cause| {
            (cause.at, format!("  {:>9}  {}: {}", self.after(cause.at), cause.cause, cause.detail))
        });
        let phases = self.phases.iter().filter(|record| record.phase > Phase::Running);
        let phases = phases.map(|record| (record.entered, Line(record, told).to_string()));
        let mut lines: Vec<(Time, String)> = causes.chain(phases).collect();
        lines.sort_by_key(|(at, _)| *at);
        lines.iter().try_for_each(|(_, line)| writeln!(f, "{line}"))?;
        writeln!(f, "  orders: {}", self.orders)?;
        f.write_str(&self.details())
    }
}

impl ShutdownReport {
    fn after(&self, at: Time) -> String {
        format!("+{}", at.since(self.told_at()))
    }

    /// What is worth a line each.
    fn details(&self) -> String {
        let complaints = self.complaints.len() as u64 + self.more_complaints;
        let counts = [
            ("discarded before the gate", self.orders.discarded),
            ("complaints of the strategy", complaints),
        ];
        let counts = self.counts_told().chain(counts).filter(|(_, count)| *count > 0);
        let lines = (self.orders_told().chain(self.positions_told()).chain(self.hooks_told()))
            .chain(self.connectors_told())
            .chain(counts.map(|(what, count)| (what.to_owned(), count.to_string())))
            .chain(self.crash_told())
            .chain(self.save_failure_told())
            .chain(self.failures_told());
        lines.map(|(what, says)| format!("  {what}: {says}\n")).collect()
    }
}

/// A phase, with times counted from the first cause.
struct Line<'r>(&'r PhaseRecord, Time);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Line(record, told) = self;
        let (from, took) = (record.entered.since(*told), record.ended.since(record.entered));
        write!(f, "  {:>9}  {:<15} took {took}: {}", plus(from), record.phase, record.outcome)
    }
}

fn plus(span: Span) -> String {
    format!("+{span}")
}

/// Those fates that any order has: `5 submitted: 3 filled, 2 cancelled`.
impl fmt::Display for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} submitted", self.submitted)?;
        let fates = [
            (self.filled, Fate::Filled),
            (self.cancelled, Fate::Cancelled),
            (self.rejected, Fate::Rejected),
            (self.expired, Fate::Expired),
            (self.left_open, Fate::LeftOpen),
            (self.unknown, Fate::Unknown),
            (self.kept, Fate::Kept),
        ];
        for (place, (count, fate)) in fates.iter().filter(|(count, _)| *count > 0).enumerate() {
            write!(f, "{} {count} {fate}", if place == 0 { ":" } else { "," })?;
        }
        match self.gated {
            0 => Ok(()),
            gated => write!(f, "; {gated} refused by a gate"),
        }
    }
}

impl fmt::Display for PartEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartEnd::Ended => f.write_str("ended"),
            PartEnd::Failed(why) => write!(f, "failed: {why}"),
            PartEnd::Abandoned => f.write_str("left behind"),
            PartEnd::NeverConnected => f.write_str("never connected"),
        }
    }
}

impl ExitCode {
    /// The code in a word, as the table of this module has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ExitCode::CLEAN => "clean",
            ExitCode::BAD_INPUT => "bad input",
            ExitCode::CRASHED => "crashed",
            ExitCode::CONNECTOR_FAILED => "connector failed",
            ExitCode::ORDERS_LEFT => "orders left",
            ExitCode::NOT_SAVED => "state not saved",
            ExitCode::CONNECTOR_TIMED_OUT => "connector timed out",
            ExitCode::POSITIONS_LEFT => "positions left",
            ExitCode::FORCED => "forced",
            ExitCode::ABORTED => "aborted",
            ExitCode::STRATEGY_REPORTED => "strategy reported",
            ExitCode::TIMED_OUT => "strategy timed out",
            ExitCode(_) => "unknown",
        }
    }
}
