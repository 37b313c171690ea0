//! `window_at`: what occurred in the last span of time, at each occurrence.

use super::sliding::Sliding;
use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Aggregate;

/// Operator of [`Windowed::window_at`](super::Windowed::window_at).
#[derive(Debug)]
pub struct WindowAt<T, A, S>(pub(super) Sliding<T, A, S>);

impl<T: State, A: Aggregate<T>> Operator<T> for WindowAt<T, A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "window_at";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.0.span, Self::NAME, at)?;
        self.0.aggregate.check(at)
    }

    #[inline]
    fn apply<E: Env>(&mut self, input: T, env: &E) -> Option<A::Out> {
        let now = env.core().now().at;
        self.0.expire(now);
        self.0.arrive(now, input);
        Some(self.0.out())
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.0.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.0.load(from)
    }
}
