//! The laws, in the order in which they are tried: first those that others build on.

mod actions;
mod breakage;
mod edges;
mod ends;
mod events;
mod hooks;
mod isolation;
mod kill;
mod leaving;
mod seal;
mod signals;
mod starts;
mod stops;
mod sweep;
mod terminators;

use super::LONG;
use super::probe::{Line, Record};
use super::trial::{Demand, Make};
use crate::control::Budgets;
use crate::runtime::Runtime;
use crate::time::Span;

/// All of them.
pub(super) fn all<R: Runtime + 'static>() -> Vec<Demand<R>> {
    let groups = [
        ends::laws(),
        events::laws(),
        actions::laws(),
        stops::laws(),
        seal::laws(),
        sweep::laws(),
        signals::laws(),
        terminators::laws(),
        hooks::laws(),
        edges::laws(),
        kill::laws(),
        breakage::laws(),
        leaving::laws(),
        starts::laws(),
        isolation::laws(),
    ];
    groups.into_iter().flatten().collect()
}

/// Enough for whoever does answer, also on a busy machine, and little enough for the limit of a law.
const AMPLE: Budgets = Budgets {
    strategy: Span::from_secs(5),
    cancel: Span::from_secs(5),
    close: Span::from_secs(5),
    save: Span::from_secs(5),
    connectors: Span::from_secs(5),
    overall: Span::from_secs(25),
    drain: Span::from_secs(2),
    patience: Span::from_secs(1),
    hook: Span::from_secs(2),
    forced: Span::from_secs(2),
};

/// What somebody gets who will not answer.
const SHORT: Span = Span::from_millis(40);

/// A new runtime, whose phases are put on record.
fn watched<R: Runtime>(make: &Make<R>, record: &Record, budgets: Budgets) -> R {
    let record = record.clone();
    make().budgets(budgets).watch(move |phase, _| record.note(Line::Phase(phase)))
}
