//! Several folds over the same occurrences: a tuple of folds gives the tuple of their values.

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};

macro_rules! tuple {
    ($($fold:ident $at:tt),*) => {
        impl<T, $($fold: Fold<T>),*> Fold<T> for ($($fold,)*) {
            type State = ($($fold::State,)*);
            type Out = ($($fold::Out,)*);

            fn check(&self, at: Place) -> Result<(), BuildError> {
                $(self.$at.check(at)?;)*
                Ok(())
            }

            fn start(&self) -> Self::State {
                ($(self.$at.start(),)*)
            }

            #[inline]
            fn restart(&self, state: &mut Self::State) {
                $(self.$at.restart(&mut state.$at);)*
            }

            #[inline]
            fn enter(&self, state: &mut Self::State, member: &T) {
                $(self.$at.enter(&mut state.$at, member);)*
            }

            #[inline]
            fn out(&self, state: &Self::State) -> Self::Out {
                ($(self.$at.out(&state.$at),)*)
            }
        }

        impl<T, $($fold: Aggregate<T>),*> Aggregate<T> for ($($fold,)*) {
            #[inline]
            fn arrive(&self, state: &mut Self::State, member: &T) {
                $(self.$at.arrive(&mut state.$at, member);)*
            }

            #[inline]
            fn leave(&self, state: &mut Self::State, gone: &T, next: Option<&T>) {
                $(self.$at.leave(&mut state.$at, gone, next);)*
            }

            #[inline]
            fn replace(&self, state: &mut Self::State, gone: &T, next: Option<&T>, member: &T) {
                $(self.$at.replace(&mut state.$at, gone, next, member);)*
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
