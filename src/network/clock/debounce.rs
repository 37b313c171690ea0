//! `debounce`: an occurrence after which it has become quiet.

use super::timer::nonzero;
use crate::network::alarm::Deadline;
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::{Span, Time};

/// Operator of [`Clock::debounce`](super::Clock::debounce).
#[derive(Debug)]
pub struct Debounce<T> {
    pub(crate) span: Span,
    /// The last occurrence, if it has not been given, with the time at which it will be.
    pub(crate) waiting: Option<(Time, T)>,
}

impl<T: State> TimedOperator<T> for Debounce<T> {
    type Out = T;
    const NAME: &'static str = "debounce";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.span, Self::NAME, at)
    }

    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<T> {
        // Looked at first: an occurrence in the alarm's own instant wins.
        if let Some(value) = input {
            self.waiting = Some((now.at.after(self.span), value));
            return None;
        }
        let due = self.waiting.take_if(|(due, _)| Deadline::last(*due) <= now);
        due.map(|(_, value)| value)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.waiting.as_ref().map(|(due, _)| Deadline::last(*due))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.waiting);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.waiting = from.take()?;
        Ok(())
    }
}
