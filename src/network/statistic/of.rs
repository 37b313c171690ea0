//! `.of(projection)`: a fold over a function of each occurrence.

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};

/// Fold of [`Fold::of`].
#[derive(Clone, Copy, Debug)]
pub struct Of<A, F> {
    pub(super) fold: A,
    pub(super) projection: F,
}

impl<S, T, A, F> Fold<S> for Of<A, F>
where
    A: Fold<T>,
    F: Fn(&S) -> T + Send + Sync + 'static,
{
    type State = A::State;
    type Out = A::Out;

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
    fn enter(&self, state: &mut A::State, member: &S) {
        self.fold.enter(state, &(self.projection)(member));
    }

    #[inline]
    fn out(&self, state: &A::State) -> A::Out {
        self.fold.out(state)
    }
}

impl<S, T, A, F> Aggregate<S> for Of<A, F>
where
    A: Aggregate<T>,
    F: Fn(&S) -> T + Send + Sync + 'static,
{
    #[inline]
    fn arrive(&self, state: &mut A::State, member: &S) {
        self.fold.arrive(state, &(self.projection)(member));
    }

    #[inline]
    fn leave(&self, state: &mut A::State, gone: &S, next: Option<&S>) {
        self.fold.leave(state, &(self.projection)(gone), next.map(&self.projection).as_ref());
    }

    #[inline]
    fn replace(&self, state: &mut A::State, gone: &S, next: Option<&S>, member: &S) {
        let [gone, member] = [gone, member].map(&self.projection);
        self.fold.replace(state, &gone, next.map(&self.projection).as_ref(), &member);
    }
}
