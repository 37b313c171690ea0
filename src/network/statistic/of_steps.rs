//! `.of_steps(f)`: a fold over what lies between one member and the next.

use super::fold::Fold;
use crate::network::error::{BuildError, Place};
use crate::network::state::State;

/// Fold of [`Fold::of_steps`].
#[derive(Clone, Copy, Debug)]
pub struct OfSteps<A, F> {
    pub(super) fold: A,
    pub(super) step: F,
}

impl<S, T, A, F> Fold<S> for OfSteps<A, F>
where
    S: State,
    A: Fold<T>,
    F: Fn(&S, &S) -> T + Send + Sync + 'static,
{
    /// With the member before.
    type State = (A::State, Option<S>);
    type Out = A::Out;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.fold.check(at)
    }

    fn start(&self) -> Self::State {
        (self.fold.start(), None)
    }

    #[inline]
    fn restart(&self, (state, before): &mut Self::State) {
        self.fold.restart(state);
        *before = None;
    }

    #[inline]
    fn enter(&self, (state, before): &mut Self::State, member: &S) {
        if let Some(before) = before.replace(member.clone()) {
            self.fold.enter(state, &(self.step)(&before, member));
        }
    }

    #[inline]
    fn out(&self, (state, _): &Self::State) -> A::Out {
        self.fold.out(state)
    }
}
