//! What a run leaves behind.

use crate::connector::ConnectorError;
use crate::control::{Cause, CrashRecord, ExitCode, ShutdownReport};
use crate::journal::JournalError;
use crate::network::{BuildError, Description, Snapshot};
use crate::time::Time;

use super::ConnectorHealth;
use super::lane::Broken;
use super::saved::SavedState;

/// Why a run could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The strategy's network could not be built.
    #[error("the strategy cannot be built: {0}")]
    Build(#[from] BuildError),
    /// A connector did not start.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// Somebody asked to stop before all connectors had started. Nothing was sent; those that had started have ended.
    #[error("stopped by {0} before the run began")]
    Stopped(Cause),
    /// What is asked for cannot be had from these connectors, or not together.
    #[error("the run is not possible as asked: {0}")]
    Refused(String),
    /// The run did not begin, and connectors that had started did not end well.
    #[error("{why}; {}", failures.join("; "))]
    Unended {
        /// Why it did not begin.
        why: Box<RunError>,
        /// What went wrong with the end of each.
        failures: Vec<String>,
    },
}

impl RunError {
    pub(super) fn not_begun(broken: Option<Broken>) -> Self {
        match broken {
            Some(Broken::Failed(error)) => RunError::Connector(error),
            Some(Broken::Stopped(cause)) => RunError::Stopped(cause),
            None => RunError::Refused("a connector gave nothing".to_owned()),
        }
    }

    /// The same error, after what had started has ended so.
    pub(super) fn after(self, failures: Vec<String>) -> Self {
        match failures.is_empty() {
            true => self,
            false => RunError::Unended { why: Box::new(self), failures },
        }
    }

    /// The process's exit code for an error that may be one of these; any other is a bad input.
    #[must_use]
    pub fn code_of(error: &(dyn std::error::Error + 'static)) -> ExitCode {
        error.downcast_ref::<RunError>().map_or(ExitCode::BAD_INPUT, RunError::exit_code)
    }

    /// The process's exit code: a start that was stopped in time is clean.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            RunError::Stopped(_) => ExitCode::CLEAN,
            RunError::Unended { .. } | RunError::Connector(ConnectorError::Failed { .. }) => {
                ExitCode::CONNECTOR_FAILED
            }
            RunError::Build(_) | RunError::Connector(_) | RunError::Refused(_) => ExitCode::BAD_INPUT,
        }
    }
}

/// What a run leaves behind.
#[derive(Debug)]
#[must_use = "a report that nobody reads hides open orders"]
pub struct Outcome {
    /// The shutdown, phase by phase, and every order's fate.
    pub report: ShutdownReport,
    /// The seed that chose the order of what came at one time, if one did.
    pub seed: Option<u64>,
    /// Hash over every instant's inputs and outputs.
    pub trace_hash: u64,
    /// How many instants were run.
    pub instants: u64,
    /// How many events the connectors fired into them.
    pub events: u64,
    /// Time of the first instant.
    pub first: Time,
    /// Time of the last instant.
    pub last: Time,
    /// The network's state at the end; `None` after a crash.
    pub snapshot: Option<Snapshot>,
    /// What was saved, or would have been; `None` if it was not come to.
    pub saved: Option<SavedState>,
    /// The crash record, if a third signal ended the run.
    pub crash_record: Option<CrashRecord>,
    /// How the network looked at the end: its sub-networks, and what was measured if [`Runtime::measure`] asked for it.
    ///
    /// [`Runtime::measure`]: super::Runtime::measure
    pub network: Description,
    /// Why the journal ends before the run does, if it does.
    pub journal_failure: Option<JournalError>,
    /// The connector failure that ended the run, if one did.
    pub failure: Option<ConnectorError>,
    /// How the connectors were at the end.
    pub connectors: Vec<ConnectorHealth>,
    /// Threads and tasks of connectors that did not come to their end, by name: they are left behind, and end with the
    /// process.
    pub left_behind: Vec<String>,
}
