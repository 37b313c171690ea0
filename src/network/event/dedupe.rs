//! `dedupe`: an occurrence equal to the last one let through is dropped.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Event::dedupe`](super::Event::dedupe).
#[derive(Debug)]
pub struct Dedupe<A> {
    pub(crate) last: Option<A>,
}

impl<A: State + PartialEq> Operator<A> for Dedupe<A> {
    type Out = A;
    const NAME: &'static str = "dedupe";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        if self.last.as_ref() == Some(&input) {
            return None;
        }
        self.last = Some(input.clone());
        Some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.last);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.last = from.take()?;
        Ok(())
    }
}
