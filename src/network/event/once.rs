//! `once`: the first occurrence, then silence.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};

/// Operator of [`Event::once`](super::Event::once).
#[derive(Debug)]
pub struct Once {
    pub(crate) spent: bool,
}

impl<A: 'static> Operator<A> for Once {
    type Out = A;
    const NAME: &'static str = "once";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        (!std::mem::replace(&mut self.spent, true)).then_some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.spent);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.spent = from.take()?;
        Ok(())
    }
}
