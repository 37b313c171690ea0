//! Which orders a venue was ever asked for: so it knows an order that has ended from one that never came.
//!
//! Ids rise, mostly by one. What is kept is each run of ids without a gap: one run for a strategy that skips
//! none, and 16 bytes more for each gap, which is what a refusal by our own gate leaves.

use crate::market::OrderId;
use crate::money::Market;

/// Runs of ids, rising, each with its first and its last.
#[derive(Debug)]
pub(super) struct TakenIn<M: Market> {
    runs: Vec<(OrderId<M>, OrderId<M>)>,
}

impl<M: Market> TakenIn<M> {
    pub(super) const fn new() -> Self {
        Self { runs: Vec::new() }
    }

    /// The highest id so far.
    pub(super) fn highest(&self) -> Option<OrderId<M>> {
        self.runs.last().map(|&(_, last)| last)
    }

    /// An order came. One whose id does not rise was here before, or is refused and forgotten.
    pub(super) fn note(&mut self, id: OrderId<M>) {
        match self.runs.last_mut() {
            Some((_, last)) if id <= *last => {}
            Some((_, last)) if last.next() == Some(id) => *last = id,
            _ => self.runs.push((id, id)),
        }
    }

    pub(super) fn has(&self, id: OrderId<M>) -> bool {
        let after = self.runs.partition_point(|&(first, _)| first <= id);
        self.runs[..after].last().is_some_and(|&(_, last)| id <= last)
    }
}
