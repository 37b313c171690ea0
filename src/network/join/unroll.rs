//! `unroll`: the elements of lists, one an instant.

use std::collections::VecDeque;

use crate::network::alarm::Deadline;
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// Operator of [`Join::unroll`](super::Join::unroll).
///
/// Invariant: `since` is known exactly while some wait.
#[derive(Debug)]
pub struct Unroll<T> {
    /// The elements whose instants are still to come.
    pub(crate) waiting: VecDeque<T>,
    /// The timestamp of the instant that left them waiting, which the next one shares.
    pub(crate) since: Option<Time>,
}

impl<T> Unroll<T> {
    pub(crate) fn new() -> Self {
        Self { waiting: VecDeque::new(), since: None }
    }
}

impl<L: IntoIterator<Item = T> + 'static, T: State> TimedOperator<L> for Unroll<T> {
    type Out = T;
    const NAME: &'static str = "unroll";

    fn step(&mut self, input: Option<L>, now: Deadline) -> Option<T> {
        if let Some(list) = input {
            self.waiting.extend(list);
        }
        // What waits is due at whatever comes next: there is nothing to compare with `now`.
        let element = self.waiting.pop_front();
        self.since = (!self.waiting.is_empty()).then_some(now.at);
        element
    }

    fn deadline(&self) -> Option<Deadline> {
        self.since.map(Deadline::first)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.waiting);
        out.put(&self.since);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.waiting = from.take()?;
        self.since = from.take()?;
        Ok(())
    }
}
