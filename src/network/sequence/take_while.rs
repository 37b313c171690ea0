//! `take_while` and `skip_while`: an event cut at the first occurrence for which a condition fails.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};

/// Operator of [`Sequence::take_while`](super::Sequence::take_while).
#[derive(Debug)]
pub struct TakeWhile<P> {
    pub(crate) keep: P,
    /// Whether the condition has failed.
    pub(crate) failed: bool,
}

impl<A: 'static, P: Fn(&A) -> bool + Send + Sync + 'static> Operator<A> for TakeWhile<P> {
    type Out = A;
    const NAME: &'static str = "take_while";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        self.failed = self.failed || !(self.keep)(&input);
        (!self.failed).then_some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.failed);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.failed = from.take()?;
        Ok(())
    }
}

/// Operator of [`Sequence::skip_while`](super::Sequence::skip_while).
#[derive(Debug)]
pub struct SkipWhile<P> {
    pub(crate) drop: P,
    /// Whether the condition has failed.
    pub(crate) failed: bool,
}

impl<A: 'static, P: Fn(&A) -> bool + Send + Sync + 'static> Operator<A> for SkipWhile<P> {
    type Out = A;
    const NAME: &'static str = "skip_while";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        self.failed = self.failed || !(self.drop)(&input);
        self.failed.then_some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.failed);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.failed = from.take()?;
        Ok(())
    }
}
