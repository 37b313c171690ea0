//! `delay_n`: at each occurrence the value some occurrences ago.

use std::collections::VecDeque;

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Sequence::delay_n`](super::Sequence::delay_n).
///
/// Invariant: at most `n` wait.
#[derive(Debug)]
pub struct DelayN<A> {
    pub(crate) n: usize,
    /// The last occurrences, oldest first.
    pub(crate) waiting: VecDeque<A>,
}

impl<A: State> Operator<A> for DelayN<A> {
    type Out = A;
    const NAME: &'static str = "delay_n";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        self.waiting.push_back(input);
        let full = self.waiting.len() > self.n;
        if full { self.waiting.pop_front() } else { None }
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.waiting);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.waiting = from.take()?;
        Ok(())
    }
}
