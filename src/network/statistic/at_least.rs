//! `.at_least(n)`: nothing is said of too few.

use std::marker::PhantomData;

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};

/// Fold of [`Fold::at_least`].
#[derive(Clone, Copy, Debug)]
pub struct AtLeast<A, T> {
    pub(super) fold: A,
    pub(super) count: u64,
    /// Of what it is a fold: a fold of several things becomes one of the thing it is used for.
    pub(super) of: PhantomData<fn(&T)>,
}

impl<T: 'static, A: Fold<T>> Fold<T> for AtLeast<A, T> {
    /// With how many are in.
    type State = (A::State, u64);
    type Out = Option<A::Out>;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.fold.check(at)
    }

    fn start(&self) -> Self::State {
        (self.fold.start(), 0)
    }

    #[inline]
    fn restart(&self, (state, members): &mut Self::State) {
        self.fold.restart(state);
        *members = 0;
    }

    #[inline]
    fn enter(&self, (state, members): &mut Self::State, member: &T) {
        self.fold.enter(state, member);
        *members += 1;
    }

    #[inline]
    fn out(&self, (state, members): &Self::State) -> Self::Out {
        (*members >= self.count).then(|| self.fold.out(state))
    }
}

impl<T: 'static, A: Aggregate<T>> Aggregate<T> for AtLeast<A, T> {
    #[inline]
    fn arrive(&self, (state, members): &mut Self::State, member: &T) {
        self.fold.arrive(state, member);
        *members += 1;
    }

    #[inline]
    fn leave(&self, (state, members): &mut Self::State, gone: &T, next: Option<&T>) {
        self.fold.leave(state, gone, next);
        *members -= 1;
    }

    #[inline]
    fn replace(&self, (state, _): &mut Self::State, gone: &T, next: Option<&T>, member: &T) {
        self.fold.replace(state, gone, next, member);
    }
}
