//! How a fold is made of a [`Summary`](super::number::Summary): one that is kept on stacks, for its members cannot be taken
//! out again.

macro_rules! stacked {
    ($fold:ident: $value:ident of $summary:ty, $out:ty) => {
        impl<X: Number> Fold<X> for $fold {
            type State = Stacks<$summary>;
            type Out = $out;

            fn start(&self) -> Self::State {
                Stacks::default()
            }

            fn restart(&self, stacks: &mut Self::State) {
                stacks.clear();
            }

            #[inline]
            fn enter(&self, stacks: &mut Self::State, x: &X) {
                stacks.enter(x.in_two());
            }

            #[inline]
            fn out(&self, stacks: &Self::State) -> $out {
                stacks.summary().$value()
            }
        }

        impl<X: Number> Aggregate<X> for $fold {
            #[inline]
            fn arrive(&self, stacks: &mut Self::State, x: &X) {
                stacks.arrive(x.in_two());
            }

            #[inline]
            fn leave(&self, stacks: &mut Self::State, _gone: &X, _next: Option<&X>) {
                stacks.leave();
            }
        }
    };
}

pub(super) use stacked;
