//! `total_in`: everything since the stretch of time began.

use crate::network::clock::stretch::{Near, Stretches};
use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::statistic::Fold;
use crate::time::Time;

/// Operator of [`Windowed::total_in`](super::Windowed::total_in).
#[derive(Debug)]
pub struct TotalIn<C, A, S> {
    pub(super) stretches: Near<C>,
    pub(super) fold: A,
    pub(super) state: S,
    /// When the stretch of what is in the state began.
    pub(super) since: Option<Time>,
}

impl<T, C: Stretches, A: Fold<T>> Operator<T> for TotalIn<C, A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "total_in";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.stretches.check(at)?;
        self.fold.check(at)
    }

    fn apply<E: Env>(&mut self, input: T, env: &E) -> Option<A::Out> {
        let stretch = self.stretches.containing(env.core().at)?;
        if self.since != Some(stretch.start) {
            self.since = Some(stretch.start);
            self.fold.restart(&mut self.state);
        }
        self.fold.enter(&mut self.state, &input);
        Some(self.fold.out(&self.state))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.since);
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.since = from.take()?;
        self.state = from.take()?;
        Ok(())
    }
}
