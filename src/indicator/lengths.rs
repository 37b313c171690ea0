//! Lengths and widths without a meaning are refused.

use smallvec::SmallVec;

use crate::network::{Aggregate, BuildError, Fold, Place};

/// An indicator with its name, its lengths, each of which has to be above zero, and the width of its band.
#[derive(Clone, Debug)]
pub(super) struct Lengths<A> {
    name: &'static str,
    lengths: SmallVec<[usize; 3]>,
    width: f64,
    fold: A,
}

impl<A> Lengths<A> {
    pub(super) fn of<const N: usize>(name: &'static str, lengths: [usize; N], fold: A) -> Self {
        Self { name, lengths: SmallVec::from_slice(&lengths), width: 0.0, fold }
    }

    pub(super) fn wide(self, width: f64) -> Self {
        Self { width, ..self }
    }

    fn refuse(&self, expected: &'static str, found: String, used_at: Place) -> Result<(), BuildError> {
        Err(BuildError::OutOfRange { operator: self.name, expected, found, used_at })
    }
}

impl<T, A: Fold<T>> Fold<T> for Lengths<A> {
    type State = A::State;
    type Out = A::Out;

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        if self.lengths.contains(&0) {
            return self.refuse("a length of at least one", "0".to_owned(), used_at);
        }
        if !(self.width >= 0.0 && self.width.is_finite()) {
            return self.refuse("a width that is finite and not below zero", self.width.to_string(), used_at);
        }
        self.fold.check(used_at)
    }

    fn start(&self) -> A::State {
        self.fold.start()
    }

    fn restart(&self, state: &mut A::State) {
        self.fold.restart(state);
    }

    #[inline]
    fn enter(&self, state: &mut A::State, member: &T) {
        self.fold.enter(state, member);
    }

    #[inline]
    fn out(&self, state: &A::State) -> A::Out {
        self.fold.out(state)
    }
}

impl<T, A: Aggregate<T>> Aggregate<T> for Lengths<A> {
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
