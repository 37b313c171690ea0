//! What of a report is worth a line: what it is about, and what there is to say. Text and tables show the same lines.
//!
//! Nothing is told twice: a failure that is a cause, or the end of its connector, has its line as that.

use super::hooks::HookEnd;
use super::log::PartEnd;
use super::{ExitCode, PositionRecord, ShutdownReport};

/// A line: what it is about, and what it says.
pub(super) type Detail = (String, String);

impl ShutdownReport {
    /// Orders that have not ended.
    pub(crate) fn orders_told(&self) -> impl Iterator<Item = Detail> {
        self.open_orders.iter().filter(|order| order.fate.is_open()).map(|order| {
            (format!("order {} on {}", order.id, order.market), format!("{}: {}", order.fate, order.what))
        })
    }

    /// Positions, whatever became of them.
    pub(crate) fn positions_told(&self) -> impl Iterator<Item = Detail> {
        self.positions.iter().map(|position| {
            let PositionRecord { market, instrument, quantity, fate, profit } = position;
            let what = format!("{fate}, {quantity} held, profit {profit} before fees");
            (format!("position on {market} (instrument {instrument})"), what)
        })
    }

    /// Hooks that did not end well.
    pub(crate) fn hooks_told(&self) -> impl Iterator<Item = Detail> {
        let bad = self.hooks.iter().filter(|hook| hook.end != HookEnd::Ended);
        bad.map(|hook| (format!("hook {}", hook.name), hook.end.to_string()))
    }

    /// Connectors that did not end well; and where the run did not either, the stages of all.
    pub(crate) fn connectors_told(&self) -> impl Iterator<Item = Detail> {
        let is_clean = self.exit_code() == ExitCode::CLEAN;
        let told = self.connectors.iter().filter(move |connector| match connector.end {
            PartEnd::Ended => !is_clean && !connector.stages.is_empty(),
            PartEnd::Failed(_) | PartEnd::Abandoned | PartEnd::NeverConnected => true,
        });
        told.map(|connector| {
            let stages: Vec<&str> = connector.stages.iter().map(|stage| stage.stage.as_str()).collect();
            let how = match stages.is_empty() {
                true => connector.end.to_string(),
                false => format!("{}, after: {}", connector.end, stages.join(", ")),
            };
            (connector.name.clone(), how)
        })
    }

    /// What went wrong with connectors, unless it is told already.
    pub(crate) fn failures_told(&self) -> impl Iterator<Item = Detail> {
        let ends = self.connectors.iter().filter_map(|connector| match &connector.end {
            PartEnd::Failed(why) => Some(format!("{}: {why}", connector.name)),
            PartEnd::Ended | PartEnd::Abandoned | PartEnd::NeverConnected => None,
        });
        let ends: Vec<String> = ends.collect();
        let is_told =
            move |failure: &str| self.is_cause(failure) || ends.iter().any(|end| end.as_str() == failure);
        let news = self.connector_failures.iter().filter(move |failure| !is_told(failure));
        news.map(|failure| ("connector".to_owned(), failure.clone()))
    }

    /// What broke in the strategy, unless it is told as a cause.
    pub(crate) fn crash_told(&self) -> Option<Detail> {
        let crash = self.crash.as_ref().filter(|crash| !self.is_cause(crash))?;
        Some(("crash".to_owned(), crash.clone()))
    }

    /// Why the state could not be saved.
    pub(crate) fn save_failure_told(&self) -> Option<Detail> {
        Some(("state not saved".to_owned(), self.save_failure.clone()?))
    }

    /// What is counted only.
    pub(crate) fn counts_told(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let all = |kept: usize, more: u64| kept as u64 + more;
        let counts = [
            ("late actions", all(self.late_actions.len(), self.more_late_actions)),
            ("orders working when done was said", self.live_at_done),
            ("requests that were ignored", all(self.ignored.len(), self.more_ignored)),
            ("alerts that nobody took", self.undelivered_alerts),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0)
    }

    fn is_cause(&self, text: &str) -> bool {
        self.causes.iter().any(|cause| cause.detail == text)
    }
}
