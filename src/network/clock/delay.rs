//! `delay`: each occurrence again, a fixed span later.

use std::collections::VecDeque;

use crate::network::alarm::Deadline;
use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::{Span, Time};

/// Operator of [`Clock::delay`](super::Clock::delay).
///
/// Invariant: `waiting` is sorted by time, since timestamps never decrease.
#[derive(Debug)]
pub struct Delay<T> {
    pub(crate) span: Span,
    pub(crate) waiting: VecDeque<(Time, T)>,
}

impl<T: State> TimedOperator<T> for Delay<T> {
    type Out = T;
    const NAME: &'static str = "delay";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.span, Self::NAME, at)
    }

    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<T> {
        // One occurrence an instant: what is due at the same time waits for the next instant.
        let due = self.waiting.pop_front_if(|(due, _)| Deadline::first(*due) <= now);
        if let Some(value) = input {
            self.waiting.push_back((now.at.after(self.span), value));
        }
        due.map(|(_, value)| value)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.waiting.front().map(|(due, _)| Deadline::first(*due))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.waiting);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.waiting = from.take()?;
        Ok(())
    }
}
