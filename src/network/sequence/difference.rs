//! `difference`: each occurrence less the one before.

use std::ops::Sub;

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Sequence::difference`](super::Sequence::difference).
#[derive(Debug)]
pub struct Difference<A> {
    pub(crate) previous: Option<A>,
}

impl<A: State + Sub<Output: 'static>> Operator<A> for Difference<A> {
    type Out = A::Output;
    const NAME: &'static str = "difference";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A::Output> {
        let previous = self.previous.replace(input.clone())?;
        Some(input - previous)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.previous);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.previous = from.take()?;
        Ok(())
    }
}
