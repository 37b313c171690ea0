//! What is on its way, by the time at which it arrives.

use std::collections::BTreeMap;

use crate::time::Time;

/// What is on its way, by the time at which it arrives; at equal times, in the order in which it left.
#[derive(Debug)]
pub(super) struct Queue<T> {
    items: BTreeMap<(Time, u64), T>,
    left: u64,
}

impl<T> Queue<T> {
    pub(super) const fn new() -> Self {
        Self { items: BTreeMap::new(), left: 0 }
    }

    pub(super) fn push(&mut self, at: Time, item: T) {
        self.left += 1;
        self.items.insert((at, self.left), item);
    }

    pub(super) fn first_at(&self) -> Option<Time> {
        self.items.first_key_value().map(|((at, _), _)| *at)
    }

    pub(super) fn pop(&mut self) -> Option<(Time, T)> {
        self.items.pop_first().map(|((at, _), item)| (at, item))
    }

    /// The first, if it has arrived by `now`.
    pub(super) fn pop_by(&mut self, now: Time) -> Option<T> {
        let first = self.items.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove())
    }

    /// All of it, in order.
    pub(super) fn take(&mut self) -> Vec<(Time, T)> {
        std::mem::take(&mut self.items).into_iter().map(|((at, _), item)| (at, item)).collect()
    }
}
