//! `dedupe_by` and `dedupe_by_key`: an occurrence like the last one let through is dropped.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};

/// Operator of [`Sequence::dedupe_by`](super::Sequence::dedupe_by).
#[derive(Debug)]
pub struct DedupeBy<A, F> {
    pub(crate) last: Option<A>,
    pub(crate) same: F,
}

impl<A: State, F: Fn(&A, &A) -> bool + Send + Sync + 'static> Operator<A> for DedupeBy<A, F> {
    type Out = A;
    const NAME: &'static str = "dedupe_by";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        if self.last.as_ref().is_some_and(|last| (self.same)(last, &input)) {
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

/// Operator of [`Sequence::dedupe_by_key`](super::Sequence::dedupe_by_key).
#[derive(Debug)]
pub struct DedupeByKey<K, F> {
    pub(crate) last: Option<K>,
    pub(crate) key: F,
}

impl<A, K, F> Operator<A> for DedupeByKey<K, F>
where
    A: 'static,
    K: State + PartialEq,
    F: Fn(&A) -> K + Send + Sync + 'static,
{
    type Out = A;
    const NAME: &'static str = "dedupe_by_key";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        let key = Some((self.key)(&input));
        if self.last == key {
            return None;
        }
        self.last = key;
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
