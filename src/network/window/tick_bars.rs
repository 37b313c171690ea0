//! `tick_bars`: one value for every few occurrences.

use super::nonzero_count;
use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::statistic::Fold;

/// Operator of [`Windowed::tick_bars`](super::Windowed::tick_bars).
///
/// Invariant: `open`, how many are in the bar under way, is below `size`.
#[derive(Debug)]
pub struct TickBars<A, S> {
    pub(super) size: u64,
    pub(super) fold: A,
    pub(super) state: S,
    pub(super) open: u64,
}

impl<T, A: Fold<T>> Operator<T> for TickBars<A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "tick_bars";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero_count(self.size, Self::NAME, at)?;
        self.fold.check(at)
    }

    fn apply<E: Env>(&mut self, input: T, _env: &E) -> Option<A::Out> {
        self.fold.enter(&mut self.state, &input);
        self.open += 1;
        if self.open < self.size {
            return None;
        }
        let value = self.fold.out(&self.state);
        self.fold.restart(&mut self.state);
        self.open = 0;
        Some(value)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.open);
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.open = from.take()?;
        self.state = from.take()?;
        Ok(())
    }
}
