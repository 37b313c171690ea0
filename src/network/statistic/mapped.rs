//! `.map(f)`: a function of what a fold makes.

use std::marker::PhantomData;

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};

/// Fold of [`Fold::map`].
#[derive(Clone, Copy, Debug)]
pub struct Mapped<A, F, T> {
    pub(super) fold: A,
    pub(super) function: F,
    /// Of what it is a fold: a fold of several things becomes one of the thing it is used for.
    pub(super) of: PhantomData<fn(&T)>,
}

impl<T, B, A, F> Fold<T> for Mapped<A, F, T>
where
    T: 'static,
    B: 'static,
    A: Fold<T>,
    F: Fn(A::Out) -> B + Send + Sync + 'static,
{
    type State = A::State;
    type Out = B;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.fold.check(at)
    }

    fn start(&self) -> A::State {
        self.fold.start()
    }

    #[inline]
    fn restart(&self, state: &mut A::State) {
        self.fold.restart(state);
    }

    #[inline]
    fn enter(&self, state: &mut A::State, member: &T) {
        self.fold.enter(state, member);
    }

    #[inline]
    fn out(&self, state: &A::State) -> B {
        (self.function)(self.fold.out(state))
    }
}

impl<T, B, A, F> Aggregate<T> for Mapped<A, F, T>
where
    T: 'static,
    B: 'static,
    A: Aggregate<T>,
    F: Fn(A::Out) -> B + Send + Sync + 'static,
{
    #[inline]
    fn arrive(&self, state: &mut A::State, member: &T) {
        self.fold.arrive(state, member);
    }

    #[inline]
    fn leave(&self, state: &mut A::State, gone: &T, next: Option<&T>) {
        self.fold.leave(state, gone, next);
    }

    #[inline]
    fn replace(&self, state: &mut A::State, gone: &T, next: Option<&T>, member: &T) {
        self.fold.replace(state, gone, next, member);
    }
}
