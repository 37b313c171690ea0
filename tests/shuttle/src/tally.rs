//! What came of the schedules of a case: a search that never meets what it is for finds nothing.

use std::sync::Mutex;

use tidegate::runtime::{Outcome, RunError};

/// Counted by std's lock, which schedules do not see.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counts>);

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) schedules: u64,
    /// Runs that did not begin.
    pub(crate) unbegun: u64,
    /// Runs with orders, those with orders that waited when the gates were sealed, and those with some of unknown outcome.
    pub(crate) trading: u64,
    pub(crate) swept: u64,
    pub(crate) discarded: u64,
    pub(crate) unknown: u64,
    /// Runs that left connectors or workers behind.
    pub(crate) abandoned: u64,
    pub(crate) left_behind: u64,
    /// Runs that left out trades.
    pub(crate) shed: u64,
}

impl Tally {
    /// A schedule begins.
    pub(crate) fn begin(&self) {
        self.0.lock().expect("nobody panics while it is held").schedules += 1;
    }

    /// Its run has returned.
    pub(crate) fn count(&self, result: &Result<Outcome, RunError>) {
        let mut counts = self.0.lock().expect("nobody panics while it is held");
        let Ok(outcome) = result else {
            counts.unbegun += 1;
            return;
        };
        let orders = &outcome.report.orders;
        counts.trading += u64::from(orders.submitted > 0);
        counts.swept += u64::from(orders.swept > 0);
        counts.discarded += u64::from(orders.discarded > 0);
        counts.unknown += u64::from(orders.unknown > 0);
        counts.abandoned += u64::from(outcome.report.has_abandoned());
        counts.left_behind += u64::from(!outcome.left_behind.is_empty());
        counts.shed += u64::from(outcome.connectors.iter().any(|health| health.left_out > 0));
    }

    pub(crate) fn counts(&self) -> Counts {
        *self.0.lock().expect("nobody panics while it is held")
    }
}
