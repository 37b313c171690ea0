//! `sum` and `mean`.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Sums};

/// Fold of [`sum`](super::sum).
#[derive(Clone, Copy, Debug)]
pub struct Sum;

/// Fold of [`mean`](super::mean).
#[derive(Clone, Copy, Debug)]
pub struct Mean;

macro_rules! of_sums {
    ($fold:ident gives $out:ty: $result:ident) => {
        impl<X: Number> Fold<X> for $fold {
            type State = X::Sums;
            type Out = $out;

            fn start(&self) -> X::Sums {
                X::Sums::default()
            }

            #[inline]
            fn enter(&self, sums: &mut X::Sums, x: &X) {
                sums.enter(*x);
            }

            #[inline]
            fn out(&self, sums: &X::Sums) -> $out {
                sums.$result()
            }
        }

        impl<X: Number> Aggregate<X> for $fold {
            #[inline]
            fn leave(&self, sums: &mut X::Sums, gone: &X, _next: Option<&X>) {
                sums.leave(*gone);
            }

            #[inline]
            fn replace(&self, sums: &mut X::Sums, gone: &X, _next: Option<&X>, member: &X) {
                sums.replace(*gone, *member);
            }
        }
    };
}

of_sums!(Sum gives X::Total: total);
of_sums!(Mean gives Option<f64>: mean);
