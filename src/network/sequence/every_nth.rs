//! `every_nth`: one occurrence of so many.

use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};

/// Operator of [`Sequence::every_nth`](super::Sequence::every_nth).
///
/// Invariant: `seen < n`.
#[derive(Debug)]
pub struct EveryNth {
    pub(crate) n: u64,
    /// How many occurred since the last one that passed.
    pub(crate) seen: u64,
}

impl<A: 'static> Operator<A> for EveryNth {
    type Out = A;
    const NAME: &'static str = "every_nth";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        match self.n {
            0 => Err(BuildError::OutOfRange {
                operator: "every_nth",
                expected: "one of 1 or more",
                found: "0".to_owned(),
                used_at: at,
            }),
            _ => Ok(()),
        }
    }

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        self.seen += 1;
        let passes = self.seen >= self.n;
        if passes {
            self.seen = 0;
        }
        passes.then_some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.seen);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.seen = from.take()?;
        Ok(())
    }
}
