//! `window`: what occurred in the last span of time, whenever that changes.

use super::sliding::Sliding;
use crate::network::alarm::Deadline;
use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Aggregate;

/// Operator of [`Windowed::window`](super::Windowed::window).
#[derive(Debug)]
pub struct Window<T, A, S>(pub(super) Sliding<T, A, S>);

impl<T: State, A: Aggregate<T>> TimedOperator<T> for Window<T, A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "window";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.0.span, Self::NAME, at)?;
        self.0.aggregate.check(at)
    }

    #[inline]
    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<A::Out> {
        let left = self.0.expire(now.at);
        let arrives = input.is_some();
        if let Some(member) = input {
            self.0.arrive(now.at, member);
        }
        (left || arrives).then(|| self.0.out())
    }

    fn deadline(&self) -> Option<Deadline> {
        self.0.next().map(Deadline::first)
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.0.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.0.load(from)
    }
}
