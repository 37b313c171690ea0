//! From a report to a process's exit code: one table.
//!
//! | code | name | when, and nothing above it |
//! |---|---|---|
//! | 2 | `BAD_INPUT` | an input is missing or wrong; said by the program, before or instead of a report |
//! | 87 | `ABORTED` | a third signal ended it |
//! | 80 | `CRASHED` | a function of the strategy panicked |
//! | 81 | `CONNECTOR_FAILED` | a connector could not go on, and that is why it stopped |
//! | 82 | `ORDERS_LEFT` | orders are left open or unknown |
//! | 85 | `POSITIONS_LEFT` | a position was to be closed and is not |
//! | 83 | `NOT_SAVED` | the state was not saved |
//! | 81 | `CONNECTOR_FAILED` | a connector failed, during the run or at its end |
//! | 84 | `CONNECTOR_TIMED_OUT` | a connector was left behind at its limit |
//! | 86 | `FORCED` | a second signal cut it short, and all was achieved even so |
//! | 89 | `TIMED_OUT` | the strategy did not answer in time |
//! | 88 | `STRATEGY_REPORTED` | the strategy was done with a code of its own, which is in the report |
//! | 0 | `CLEAN` | everything asked for was achieved; what a policy keeps on purpose is clean |
//!
//! Hooks are the program's own: how each ended is in the report and in an alert, and changes no code.

use serde::{Deserialize, Serialize};

use super::{Cause, DoneCode, ShutdownReport, Verdict};

/// A process's exit code. 0 only for a clean end; what a policy keeps on purpose is clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Orders may still be working, against the policy.
    pub const ORDERS_LEFT: ExitCode = ExitCode(82);
    /// The state was not saved.
    pub const NOT_SAVED: ExitCode = ExitCode(83);
    /// A connector did not end in its time.
    pub const CONNECTOR_TIMED_OUT: ExitCode = ExitCode(84);
    /// A position was to be closed and is not.
    pub const POSITIONS_LEFT: ExitCode = ExitCode(85);
    /// A second signal cut the shutdown short.
    pub const FORCED: ExitCode = ExitCode(86);
    /// A third signal ended it at once.
    pub const ABORTED: ExitCode = ExitCode(87);
    /// The strategy was done with a code of its own.
    pub const STRATEGY_REPORTED: ExitCode = ExitCode(88);
    /// The strategy did not answer in time.
    pub const TIMED_OUT: ExitCode = ExitCode(89);

    /// The first line of the table that holds.
    #[must_use]
    pub fn of(report: &ShutdownReport) -> ExitCode {
        let table = [
            (report.aborted, ExitCode::ABORTED),
            (report.verdict == Verdict::Crashed || report.crash.is_some(), ExitCode::CRASHED),
            (began_with(report, Cause::Connector), ExitCode::CONNECTOR_FAILED),
            (report.orders.left() > 0, ExitCode::ORDERS_LEFT),
            (report.has_positions_left(), ExitCode::POSITIONS_LEFT),
            (report.save_failure.is_some(), ExitCode::NOT_SAVED),
            (!report.connector_failures.is_empty(), ExitCode::CONNECTOR_FAILED),
            (report.has_abandoned(), ExitCode::CONNECTOR_TIMED_OUT),
            (report.forced, ExitCode::FORCED),
            (report.verdict == Verdict::TimedOut, ExitCode::TIMED_OUT),
            (reported(report.verdict), ExitCode::STRATEGY_REPORTED),
        ];
        table.iter().find(|(holds, _)| *holds).map_or(ExitCode::CLEAN, |(_, code)| *code)
    }
}

/// Whether this is why it stopped.
fn began_with(report: &ShutdownReport, cause: Cause) -> bool {
    report.causes.first().is_some_and(|first| first.cause == cause)
}

/// Whether the strategy has a code of its own to tell.
fn reported(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Done(code) if code != DoneCode::OK)
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        std::process::ExitCode::from(code.0)
    }
}
