//! What a loop did until it ended.

use crate::time::Span;

/// How a loop ended, and what it did until then.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "it says whether the work was done, and what failed"]
pub struct LoopEnd<T, E> {
    /// Why it ended, and what it gives.
    pub ended: T,
    /// What it did.
    pub tally: Tally<E>,
}

/// How often the work of a loop ran, how often it failed, and the last error.
///
/// The work itself meets each of its errors first, and can log or send it before it returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<E> {
    /// How often the work ran, failures included.
    pub runs: u64,
    /// How often it failed.
    pub failures: u64,
    /// How it failed last.
    pub last_error: Option<E>,
}

impl<E> Tally<E> {
    pub(super) fn new() -> Self {
        Self { runs: 0, failures: 0, last_error: None }
    }

    /// Counts one run; the value if there is one.
    pub(super) fn count<T>(&mut self, result: Result<T, E>) -> Option<T> {
        self.runs += 1;
        result.map_err(|error| self.fail(error)).ok()
    }

    pub(super) fn fail(&mut self, error: E) {
        self.failures += 1;
        self.last_error = Some(error);
    }

    pub(super) fn end<T>(self, ended: T) -> LoopEnd<T, E> {
        LoopEnd { ended, tally: self }
    }
}

/// No wait of a loop takes no time at all: it would never let another task run.
pub(super) fn at_least(span: Span) -> Span {
    span.max(Span::from_nanos(1))
}
