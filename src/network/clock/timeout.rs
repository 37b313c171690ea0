//! `timeout`: that something has not occurred for a while.

use super::timer::nonzero;
use crate::network::alarm::Deadline;
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Operator of [`Clock::timeout`](super::Clock::timeout).
#[derive(Debug)]
pub struct Timeout {
    span: Span,
    /// When the silence began, if it has not been told.
    silent_since: Option<Time>,
}

impl Timeout {
    pub(crate) fn new(span: Span) -> Self {
        Self { span, silent_since: None }
    }
}

impl<A: 'static> TimedOperator<A> for Timeout {
    type Out = Time;
    const NAME: &'static str = "timeout";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.span, "timeout", at)
    }

    fn start(&mut self, start: Time) {
        self.silent_since = Some(start);
    }

    fn step(&mut self, input: Option<A>, now: Deadline) -> Option<Time> {
        // Looked at first: an occurrence in the alarm's own instant wins.
        if input.is_some() {
            self.silent_since = Some(now.at);
            return None;
        }
        self.silent_since.take_if(|since| Deadline::last(since.after(self.span)) <= now)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.silent_since.map(|since| Deadline::last(since.after(self.span)))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.silent_since);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.silent_since = from.take()?;
        Ok(())
    }
}
