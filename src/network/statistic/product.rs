//! `product` and `geometric_mean`.

use super::fold::{Aggregate, Fold};
use super::number::{FloatSums, Growth, Number, Running, Stacks, Sums};
use super::stacked::stacked;

/// Fold of [`product`].
#[derive(Clone, Copy, Debug)]
pub struct Product;

/// Fold of [`geometric_mean`].
#[derive(Clone, Copy, Debug)]
pub struct GeometricMean;

/// The product, an `f64`; 1 of nothing. Of growth factors: by how much all have grown together.
///
/// ```text
/// product(members) = x₁ · x₂ · … · xₙ
/// ```
///
/// In the unit of the members to the power of n. It is what comes out if the product is taken exactly and rounded at the end,
/// within 2⁻⁵² of itself for up to 2⁴⁰ members: what is between is kept in two floats and cannot overflow, and nothing is ever
/// divided by, so that a 0 leaves as it came. NaN if a member is NaN, or one is 0 and another infinite; as if none of these had come
/// when they have left. O(1) a member on average: of a window of w, one tick in w costs O(w). It keeps up to 56 bytes a member.
///
/// ```
/// use tidegate::network::{product, simulate, Windowed};
/// let grown = simulate([(1, 1.5), (2, 0.0), (3, 4.0), (4, 2.0)], |x| x.window_of(2, product()));
/// assert_eq!(grown, [(1, 1.5), (2, 0.0), (3, 0.0), (4, 8.0)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn product() -> Product {
    Product
}

/// The root of the product: the growth that, each time the same, would have led as far.
///
/// ```text
/// geometric_mean(members) = (x₁ · x₂ · … · xₙ)^(1/n) = 2^(Σ log₂ x / n)
/// ```
///
/// In the unit of the members; none of nothing. 0 while there is a 0, NaN while there is a negative number or a NaN,
/// infinite while there is an infinity; NaN of a 0 and an infinity; none of these leaves a trace. O(1) a member: a logarithm as it comes
/// and one as it leaves.
///
/// Off by at most (L + 2) · 2⁻⁵¹ of itself, where L is the greatest magnitude of log₂ x, 16 for prices near 60,000; logarithms and
/// powers have the same bits on every machine.
///
/// ```
/// use tidegate::network::{geometric_mean, simulate, Windowed};
/// let means = simulate([(1, 2), (2, 8), (3, 4)], |x| x.window_of(2, geometric_mean()).full());
/// assert_eq!(means[0], (2, Some(4.0)));
/// assert!((means[1].1.unwrap() - 32.0_f64.sqrt()).abs() < 1e-15);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn geometric_mean() -> GeometricMean {
    GeometricMean
}

stacked!(Product: value of Growth, f64);

fn logarithm<X: Number>(x: X) -> f64 {
    libm::log2(x.in_two().value())
}

impl<X: Number> Fold<X> for GeometricMean {
    /// Of logarithms.
    type State = FloatSums;
    type Out = Option<f64>;

    fn start(&self) -> FloatSums {
        FloatSums::default()
    }

    #[inline]
    fn enter(&self, logarithms: &mut FloatSums, x: &X) {
        logarithms.enter(logarithm(*x));
    }

    #[inline]
    fn out(&self, logarithms: &FloatSums) -> Option<f64> {
        logarithms.mean().map(libm::exp2)
    }
}

impl<X: Number> Aggregate<X> for GeometricMean {
    #[inline]
    fn leave(&self, logarithms: &mut FloatSums, gone: &X, _next: Option<&X>) {
        logarithms.leave(logarithm(*gone));
    }

    #[inline]
    fn replace(&self, logarithms: &mut FloatSums, gone: &X, _next: Option<&X>, x: &X) {
        logarithms.replace(logarithm(*gone), logarithm(*x));
    }
}
