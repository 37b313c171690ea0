//! `count` and `enumerate`: occurrences by number.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};

/// Operator of [`Sequence::count`](super::Sequence::count).
#[derive(Debug)]
pub struct Count {
    pub(crate) seen: u64,
}

impl<A: 'static> Operator<A> for Count {
    type Out = u64;
    const NAME: &'static str = "count";

    #[inline(always)]
    fn apply<E: Env>(&mut self, _input: A, _env: &E) -> Option<u64> {
        self.seen += 1;
        Some(self.seen)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.seen);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.seen = from.take()?;
        Ok(())
    }
}

/// Operator of [`Sequence::enumerate`](super::Sequence::enumerate).
#[derive(Debug)]
pub struct Enumerate {
    pub(crate) seen: u64,
}

impl<A: 'static> Operator<A> for Enumerate {
    type Out = (u64, A);
    const NAME: &'static str = "enumerate";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<(u64, A)> {
        let number = self.seen;
        self.seen += 1;
        Some((number, input))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.seen);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.seen = from.take()?;
        Ok(())
    }
}
