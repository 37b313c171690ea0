//! `scan`: a running state, emitted after each step.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Event::scan`](super::Event::scan).
#[derive(Debug)]
pub struct Scan<S, F> {
    pub(crate) state: S,
    pub(crate) step: F,
}

impl<A, S: State, F: Fn(&S, A) -> S + Send + Sync + 'static> Operator<A> for Scan<S, F> {
    type Out = S;
    const NAME: &'static str = "scan";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<S> {
        // In this order, so that what goes on need not be read back from where it was just stored.
        let next = (self.step)(&self.state, input);
        self.state = next.clone();
        Some(next)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.state = from.take()?;
        Ok(())
    }
}
