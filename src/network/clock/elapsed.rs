//! `elapsed`: how long ago the occurrence before was.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Operator of [`Clock::elapsed`](super::Clock::elapsed).
#[derive(Debug)]
pub struct Elapsed {
    pub(crate) last: Option<Time>,
}

impl<A: 'static> Operator<A> for Elapsed {
    type Out = Span;
    const NAME: &'static str = "elapsed";

    #[inline(always)]
    fn apply<E: Env>(&mut self, _input: A, env: &E) -> Option<Span> {
        let now = env.core().at;
        self.last.replace(now).map(|last| now.since(last))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.last);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.last = from.take()?;
        Ok(())
    }
}
