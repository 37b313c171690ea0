//! From a report to a process's exit code: one table.

use serde::{Deserialize, Serialize};

use super::{Cause, ShutdownReport, Verdict};

/// A process's exit code. 0 only for a clean end; what a policy keeps on purpose is clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitCode(pub u8);

impl ExitCode {
    /// Everything asked for was achieved.
    pub const CLEAN: ExitCode = ExitCode(0);
    /// An input is missing or wrong.
    pub const BAD_INPUT: ExitCode = ExitCode(2);
    /// A function of the strategy panicked.
    pub const CRASHED: ExitCode = ExitCode(80);
    /// A connector failed.
    pub const CONNECTOR_FAILED: ExitCode = ExitCode(81);
    /// Orders may still be working.
    pub const ORDERS_LEFT: ExitCode = ExitCode(82);
    /// The state was not saved.
    pub const NOT_SAVED: ExitCode = ExitCode(83);
    /// The strategy did not answer in time.
    pub const TIMED_OUT: ExitCode = ExitCode(89);

    /// The first line of the table that holds.
    #[must_use]
    pub fn of(report: &ShutdownReport) -> ExitCode {
        match report.verdict {
            Verdict::Crashed => ExitCode::CRASHED,
            _ if report.cause == Cause::Connector => ExitCode::CONNECTOR_FAILED,
            _ if report.orders.left_working() > 0 => ExitCode::ORDERS_LEFT,
            _ if report.save_failure.is_some() => ExitCode::NOT_SAVED,
            _ if !report.connector_failures.is_empty() => ExitCode::CONNECTOR_FAILED,
            Verdict::TimedOut => ExitCode::TIMED_OUT,
            // A code that does not fit into a byte must not look clean.
            Verdict::Done(code) => ExitCode(u8::try_from(code.0).unwrap_or(u8::MAX)),
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        std::process::ExitCode::from(code.0)
    }
}
