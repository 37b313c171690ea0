//! `map_accum`: a state machine with output.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Event::map_accum`](super::Event::map_accum).
#[derive(Debug)]
pub struct MapAccum<S, F> {
    pub(crate) state: S,
    pub(crate) step: F,
}

impl<A, B: 'static, S: State, F: Fn(&mut S, A) -> B + Send + Sync + 'static> Operator<A> for MapAccum<S, F> {
    type Out = B;
    const NAME: &'static str = "map_accum";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<B> {
        Some((self.step)(&mut self.state, input))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.state = from.take()?;
        Ok(())
    }
}
