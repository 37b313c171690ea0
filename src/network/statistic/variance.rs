//! `variance` and `std`.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Squares};

/// Fold of [`variance`](super::variance).
#[derive(Clone, Copy, Debug)]
pub struct Variance;

/// Fold of [`std`](super::std()).
#[derive(Clone, Copy, Debug)]
pub struct Std;

impl<X: Number> Fold<X> for Variance {
    type State = X::Squares;
    type Out = Option<f64>;

    fn start(&self) -> X::Squares {
        X::Squares::default()
    }

    #[inline]
    fn enter(&self, squares: &mut X::Squares, x: &X) {
        squares.enter(*x);
    }

    #[inline]
    fn out(&self, squares: &X::Squares) -> Option<f64> {
        squares.variance()
    }
}

impl<X: Number> Aggregate<X> for Variance {
    #[inline]
    fn leave(&self, squares: &mut X::Squares, gone: &X, _next: Option<&X>) {
        squares.leave(*gone);
    }
}

impl<X: Number> Fold<X> for Std {
    type State = X::Squares;
    type Out = Option<f64>;

    fn start(&self) -> X::Squares {
        Fold::<X>::start(&Variance)
    }

    #[inline]
    fn enter(&self, squares: &mut X::Squares, x: &X) {
        Variance.enter(squares, x);
    }

    #[inline]
    fn out(&self, squares: &X::Squares) -> Option<f64> {
        squares.variance().map(f64::sqrt)
    }
}

impl<X: Number> Aggregate<X> for Std {
    #[inline]
    fn leave(&self, squares: &mut X::Squares, gone: &X, next: Option<&X>) {
        Variance.leave(squares, gone, next);
    }
}
