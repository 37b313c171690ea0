//! `pairwise` and `with_previous`: each occurrence beside the one before.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Sequence::pairwise`](super::Sequence::pairwise).
#[derive(Debug)]
pub struct Pairwise<A> {
    pub(crate) previous: Option<A>,
}

impl<A: State> Operator<A> for Pairwise<A> {
    type Out = (A, A);
    const NAME: &'static str = "pairwise";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<(A, A)> {
        let previous = self.previous.replace(input.clone())?;
        Some((previous, input))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.previous);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.previous = from.take()?;
        Ok(())
    }
}

/// Operator of [`Sequence::with_previous`](super::Sequence::with_previous).
#[derive(Debug)]
pub struct WithPrevious<A> {
    pub(crate) previous: A,
}

impl<A: State> Operator<A> for WithPrevious<A> {
    type Out = (A, A);
    const NAME: &'static str = "with_previous";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<(A, A)> {
        let previous = std::mem::replace(&mut self.previous, input.clone());
        Some((previous, input))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.previous);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.previous = from.take()?;
        Ok(())
    }
}
