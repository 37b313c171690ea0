//! `next_instant`: each occurrence again, in a later instant of the same timestamp.

use std::collections::VecDeque;

use super::delay::Delay;
use crate::network::alarm::Deadline;
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Span;

/// Operator of [`Clock::next_instant`](super::Clock::next_instant): a delay by no time at all.
#[derive(Debug)]
pub struct NextInstant<T>(Delay<T>);

impl<T> NextInstant<T> {
    pub(crate) fn new() -> Self {
        Self(Delay { span: Span::ZERO, waiting: VecDeque::new() })
    }
}

impl<T: State> TimedOperator<T> for NextInstant<T> {
    type Out = T;
    const NAME: &'static str = "next_instant";

    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<T> {
        self.0.step(input, now)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.0.deadline()
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.0.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.0.load(from)
    }
}
