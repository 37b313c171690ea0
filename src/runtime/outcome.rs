//! What a run leaves behind.

use crate::connector::ConnectorError;
use crate::control::{Cause, CrashRecord, ExitCode, ShutdownReport};
use crate::network::{BuildError, Description, Snapshot};
use crate::time::Time;

use super::attach::Broken;
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
    #[error("stopped by {cause} before the run began{}", listed(failures))]
    Stopped {
        /// Who asked.
        cause: Cause,
        /// Which of those that had started did not end well.
        failures: Vec<String>,
    },
    /// What is asked for cannot be had from these connectors, or not together.
    #[error("the run is not possible as asked: {0}")]
    Refused(String),
}

impl RunError {
    pub(super) fn not_begun(broken: Option<Broken>, failures: Vec<ConnectorError>) -> Self {
        match broken {
            Some(Broken::Failed(error)) => RunError::Connector(error),
            Some(Broken::Stopped(cause)) => {
                RunError::Stopped { cause, failures: failures.iter().map(ToString::to_string).collect() }
            }
            None => RunError::Refused("a connector gave nothing".to_owned()),
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
            RunError::Stopped { failures, .. } if failures.is_empty() => ExitCode::CLEAN,
            RunError::Stopped { .. } | RunError::Connector(ConnectorError::Failed { .. }) => {
                ExitCode::CONNECTOR_FAILED
            }
            RunError::Build(_) | RunError::Connector(_) | RunError::Refused(_) => ExitCode::BAD_INPUT,
        }
    }
}

fn listed(failures: &[String]) -> String {
    match failures.is_empty() {
        true => String::new(),
        false => format!("; {}", failures.join("; ")),
    }
}

/// What a run leaves behind.
#[derive(Debug)]
#[must_use = "a report that nobody reads hides open orders"]
pub struct Outcome {
    /// The shutdown, phase by phase, and every order's fate.
    pub report: ShutdownReport,
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
    /// How the network looked at the end: its sub-networks, and what was measured if [`Sim::measure`] asked for it.
    ///
    /// [`Sim::measure`]: super::Sim::measure
    pub network: Description,
    /// The connector failure that ended the run, if one did.
    pub failure: Option<ConnectorError>,
}
