//! `total`: everything so far.

use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::statistic::Fold;

/// Operator of [`Windowed::total`](super::Windowed::total).
#[derive(Debug)]
pub struct Total<A, S> {
    pub(super) fold: A,
    pub(super) state: S,
}

impl<T, A: Fold<T>> Operator<T> for Total<A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "total";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.fold.check(at)
    }

    #[inline]
    fn apply<E: Env>(&mut self, input: T, _env: &E) -> Option<A::Out> {
        self.fold.enter(&mut self.state, &input);
        Some(self.fold.out(&self.state))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.state = from.take()?;
        Ok(())
    }
}
