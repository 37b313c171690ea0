//! `try_scan`: a running state whose step may fail and then changes nothing.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Sequence::try_scan`](super::Sequence::try_scan).
#[derive(Debug)]
pub(crate) struct TryScan<S, F> {
    pub(crate) state: S,
    pub(crate) step: F,
}

impl<A, S, X, F> Operator<A> for TryScan<S, F>
where
    S: State,
    X: 'static,
    F: Fn(&S, A) -> Result<S, X> + Send + Sync + 'static,
{
    type Out = Result<S, X>;
    const NAME: &'static str = "try_scan";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<Result<S, X>> {
        let stepped = (self.step)(&self.state, input);
        if let Ok(state) = &stepped {
            self.state = state.clone();
        }
        Some(stepped)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.state = from.take()?;
        Ok(())
    }
}
