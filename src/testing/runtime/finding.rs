//! What was expected, and what was found.

use std::fmt::Debug;

use crate::control::ExitCode;
use crate::runtime::{Outcome, RunError};

/// Whether a law was kept; if not, why.
pub(super) type Finding = Result<(), String>;

/// Two values that have to be equal.
pub(super) fn equal<T: PartialEq + Debug>(what: &str, expected: T, found: T) -> Finding {
    is_so(what, expected == found, &format!("{expected:?}"), found)
}

/// Something that has to hold.
pub(super) fn is_so(what: &str, holds: bool, expected: &str, found: impl Debug) -> Finding {
    match holds {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected}, found {found:?}")),
    }
}

/// The numbers from 1 to `last`, each once and in order. What is wrong is told by its first place.
pub(super) fn in_order(what: &str, last: u64, found: &[u64]) -> Finding {
    let wrong = (1..).zip(found).find(|(expected, found)| expected != *found);
    match wrong {
        Some((expected, found)) => Err(format!("{what}: expected {expected} next, found {found}")),
        None => equal(&format!("{what}: how many"), last, found.len() as u64),
    }
}

/// The exit code of a run; where it is another one, what the report has to say about that.
pub(super) fn exits(code: ExitCode, outcome: &Outcome) -> Finding {
    let report = &outcome.report;
    equal("the exit code", code, report.exit_code()).map_err(|found| {
        let (cause, verdict, failures) = (report.cause, report.verdict, &report.connector_failures);
        format!("{found}, of a run stopped by {cause}, with its strategy {verdict}, where failures are {failures:?}")
    })
}

/// A run that has to begin.
pub(super) fn begun(ended: Result<Outcome, RunError>) -> Result<Outcome, String> {
    ended.map_err(|error| format!("expected a run and its report, found that it did not begin: {error}"))
}
