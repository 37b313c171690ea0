//! `.then(next)`: a fold over what another says.

use std::marker::PhantomData;

use super::fold::Fold;
use crate::network::error::{BuildError, Place};

/// Fold of [`Fold::then`].
#[derive(Clone, Copy, Debug)]
pub struct Then<A, B, T> {
    pub(super) first: A,
    pub(super) next: B,
    /// Of what it is a fold: a fold of several things becomes one of the thing it is used for.
    pub(super) of: PhantomData<fn(&T)>,
}

impl<T, U, A, B> Fold<T> for Then<A, B, T>
where
    T: 'static,
    A: Fold<T, Out = Option<U>>,
    B: Fold<U>,
{
    type State = (A::State, B::State);
    type Out = B::Out;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.first.check(at)?;
        self.next.check(at)
    }

    fn start(&self) -> Self::State {
        (self.first.start(), self.next.start())
    }

    #[inline]
    fn restart(&self, (first, next): &mut Self::State) {
        self.first.restart(first);
        self.next.restart(next);
    }

    #[inline]
    fn enter(&self, (first, next): &mut Self::State, member: &T) {
        self.first.enter(first, member);
        if let Some(said) = self.first.out(first) {
            self.next.enter(next, &said);
        }
    }

    #[inline]
    fn out(&self, (_, next): &Self::State) -> B::Out {
        self.next.out(next)
    }
}
