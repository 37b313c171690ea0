//! `take` and `skip`: an event cut after a number of occurrences.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};

/// Operator of [`Sequence::take`](super::Sequence::take).
#[derive(Debug)]
pub struct Take {
    /// How many more pass.
    pub(crate) left: u64,
}

impl<A: 'static> Operator<A> for Take {
    type Out = A;
    const NAME: &'static str = "take";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        self.left = self.left.checked_sub(1)?;
        Some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.left);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.left = from.take()?;
        Ok(())
    }
}

/// Operator of [`Sequence::skip`](super::Sequence::skip).
#[derive(Debug)]
pub struct Skip {
    /// How many more are dropped.
    pub(crate) left: u64,
}

impl<A: 'static> Operator<A> for Skip {
    type Out = A;
    const NAME: &'static str = "skip";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        match self.left.checked_sub(1) {
            None => Some(input),
            Some(left) => {
                self.left = left;
                None
            }
        }
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.left);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.left = from.take()?;
        Ok(())
    }
}
