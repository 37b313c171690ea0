//! `bars_by`: one value for each so much volume, or whatever else is weighed.

use std::ops::Add;

use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Fold;

/// Operator of [`Windowed::bars_by`](super::Windowed::bars_by).
#[derive(Debug)]
pub struct BarsBy<F, W, A, S> {
    pub(super) weight: F,
    pub(super) size: W,
    pub(super) fold: A,
    pub(super) state: S,
    /// What is in the bar under way weighs together; none if nothing is.
    pub(super) open: Option<W>,
}

impl<T, F, W, A> Operator<T> for BarsBy<F, W, A, A::State>
where
    F: Fn(&T) -> W + Send + Sync + 'static,
    W: State + Add<Output = W> + PartialOrd,
    A: Fold<T>,
{
    type Out = A::Out;
    const NAME: &'static str = "bars_by";

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        match self.size.partial_cmp(&self.size) {
            Some(_) => self.fold.check(used_at),
            None => Err(BuildError::OutOfRange {
                operator: Self::NAME,
                expected: "a size that a weight can reach",
                found: "one that does not equal itself".to_owned(),
                used_at,
            }),
        }
    }

    fn apply<E: Env>(&mut self, input: T, _env: &E) -> Option<A::Out> {
        let weight = (self.weight)(&input);
        let open = match self.open.take() {
            Some(open) => open + weight,
            None => weight,
        };
        self.fold.enter(&mut self.state, &input);
        if open >= self.size {
            let value = self.fold.out(&self.state);
            self.fold.restart(&mut self.state);
            return Some(value);
        }
        self.open = Some(open);
        None
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
