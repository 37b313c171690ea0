//! `.only(predicate)`: some occurrences are no members.

use std::collections::VecDeque;

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};
use crate::network::state::State;

/// Fold of [`Fold::only`].
#[derive(Clone, Copy, Debug)]
pub struct OnlyThose<A, F> {
    pub(super) fold: A,
    pub(super) predicate: F,
}

impl<T, A, F> Fold<T> for OnlyThose<A, F>
where
    T: State,
    A: Fold<T>,
    F: Fn(&T) -> bool + Send + Sync + 'static,
{
    /// With those that have been taken in and will leave: whoever leaves is told who of them is next.
    type State = (A::State, VecDeque<T>);
    type Out = A::Out;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.fold.check(at)
    }

    fn start(&self) -> Self::State {
        (self.fold.start(), VecDeque::new())
    }

    #[inline]
    fn restart(&self, (state, taken): &mut Self::State) {
        self.fold.restart(state);
        taken.clear();
    }

    #[inline]
    fn enter(&self, (state, _): &mut Self::State, member: &T) {
        if (self.predicate)(member) {
            self.fold.enter(state, member);
        }
    }

    #[inline]
    fn out(&self, (state, _): &Self::State) -> A::Out {
        self.fold.out(state)
    }
}

impl<T, A, F> Aggregate<T> for OnlyThose<A, F>
where
    T: State,
    A: Aggregate<T>,
    F: Fn(&T) -> bool + Send + Sync + 'static,
{
    #[inline]
    fn arrive(&self, (state, taken): &mut Self::State, member: &T) {
        if (self.predicate)(member) {
            self.fold.arrive(state, member);
            taken.push_back(member.clone());
        }
    }

    #[inline]
    fn leave(&self, (state, taken): &mut Self::State, gone: &T, _next: Option<&T>) {
        if (self.predicate)(gone) {
            taken.pop_front();
            self.fold.leave(state, gone, taken.front());
        }
    }
}
