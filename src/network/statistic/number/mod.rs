//! Numbers that can be added up, taken away again, and squared.

mod amount;
mod carried;
mod correlations;
mod faded;
mod float;
mod float_squares;
mod growth;
mod integer;
mod integer_squares;
#[cfg(test)]
mod laws;
mod members;
mod moments;
mod near;
mod newest;
mod pairs;
mod ramp;
mod spread;
mod squared_weights;
mod stacks;
mod tree;
mod two;
mod twos;
mod weights;
mod wide;

use self::correlations::{FloatCorrelations, IntegerCorrelations};
use self::float_squares::FloatSquares;
use self::integer::{Integer, IntegerSums};
use self::integer_squares::IntegerSquares;
use self::near::{Gridded, WholeCorrelations, WholeProducts, WholeSquares};
use self::pairs::{FloatProducts, IntegerProducts};
use self::squared_weights::{FloatSquaredWeights, IntegerSquaredWeights};
use self::weights::{FloatWeights, IntegerWeights};
use crate::network::state::State;

pub(super) use self::amount::Amount;
pub(super) use self::faded::{Faded, Left};
pub(super) use self::float::FloatSums;
pub(super) use self::growth::Growth;
pub(super) use self::moments::Moments;
pub(super) use self::ramp::Ramp;
pub(super) use self::spread::Spread;
pub(super) use self::stacks::{Stacks, Summary};
pub(super) use self::tree::Tree;
pub(super) use self::two::Two;

/// A number of which [`sum`](super::sum), [`mean`](super::mean), [`variance`](super::variance) and [`std`](super::std()) can be made,
/// and what is akin to them; those say for themselves how exact they are where it is not said here.
///
/// # Integers
///
/// Of integers, and so of fixed point by its units, everything is kept exactly, as 128 bits (256 for squares):
/// nothing is lost whatever enters and leaves. The sum is an `i128`; mean and variance are within one part in
/// 2⁵¹ of the exact ones, which is the rounding of the division. Of `i128` itself the sums have to fit, else
/// they wrap, and are right again when they fit again; for the variance that is sure below 2⁹⁵ and for up to
/// 2³² members.
///
/// ```
/// use tidegate::money::{BtcUsdt, Quantity};
/// use tidegate::network::{simulate, sum, Fold, Windowed};
/// use tidegate::time::Span;
///
/// let size = |text: &str| text.parse::<Quantity<BtcUsdt>>().unwrap();
/// let volumes = simulate([(1, size("0.1")), (2, size("0.2")), (4, size("0.3"))], |sizes| {
///     sizes.window_at(Span::from_secs(3), sum().of(|size: &Quantity<BtcUsdt>| size.units()))
/// });
/// assert_eq!(volumes, [(1, 10_000_000), (2, 30_000_000), (4, 50_000_000)]);
/// ```
///
/// # Floats
///
/// Sums of floats are kept in two floats each, 106 digits of base two instead of 53, and rounded when they are asked for. Let N
/// be how many members have ever come, w the most at once, n how many there are, and M the greatest magnitude of
/// all that have ever come, below 2⁴⁰⁰:
///
/// | | is off by at most | the second part for N = 10⁸, w = 1,000 |
/// |---|---|---|
/// | sum | 2⁻⁵³ of itself + N · w · M · 2⁻¹⁰³ | 9.9e-21 · M |
/// | mean | 2⁻⁵² of itself + N · w · M · 2⁻¹⁰³ / n | 9.9e-21 · M / n |
/// | variance | 2⁻⁵¹ of itself + N · w · M² · 2⁻¹⁰¹ | 3.9e-20 · M² |
/// | variance of what is near | 2⁻⁵¹ of itself | 0 |
///
/// *Near* are up to 2²⁴ members within an eighth of the one with which the sums began (it may have left), as prices mostly are: of
/// these a variance (a covariance, a correlation) is kept in whole numbers, exactly, and costs less. If one comes that is not near,
/// all go on in two floats. From then on the newest members are kept as whole numbers, too, around the first of them; when they are all
/// there are, nothing else is needed, so that a window comes back when it has been filled anew. Whoever is not near the others ends such a
/// try; the next waits for twice as many to leave, 2²⁰ at most. A total, which nobody leaves, does not come back.
///
/// (Squares below 2⁻⁹⁶⁰, where floats have fewer digits, are off by up to two units of their last digit.) When a window is empty,
/// N, w and M begin anew. Magnitudes of 2⁴⁰⁰ and more are kept apart and leave no trace when they leave.
///
/// If all members are equal, the mean is that value and the variance is 0, exactly. A variance is never
/// negative. NaN and infinities are counted: while they are members, the result is what float arithmetic over
/// the members gives, and when they have left, it is as if they had not come.
#[diagnostic::on_unimplemented(
    message = "no sum, mean or variance is made of `{Self}`",
    label = "expected a fold of `{Self}`",
    note = "they are made of integers and of `f64`: project what is to be added up, \
            as in `sum().of(|trade: &Trade<_>| trade.quantity.units())`"
)]
pub trait Number: Copy + Send + Sync + 'static {
    /// What a sum of them is.
    type Total: 'static;
    /// What is kept for a sum.
    #[doc(hidden)]
    type Sums: Sums<Self>;
    /// What is kept for a variance.
    #[doc(hidden)]
    type Squares: Squares<Self>;
    /// What is kept for a covariance.
    #[doc(hidden)]
    type Products: Products<Self>;
    /// What is kept for a correlation.
    #[doc(hidden)]
    type Correlations: Correlations<Self>;
    /// What is kept for a weighted mean.
    #[doc(hidden)]
    type Weights: Weights<Self>;
    /// What is kept for a weighted variance.
    #[doc(hidden)]
    type SquaredWeights: SquaredWeights<Self>;
    /// The number in two floats; of integers exactly below 2¹⁰⁶.
    #[doc(hidden)]
    fn in_two(self) -> Two;
}

/// What runs along: members come in, and are taken away again.
pub trait Running<M>: State + Default {
    /// Adds a member.
    fn enter(&mut self, member: M);
    /// Takes one away that has been added: of those that are in, the first.
    fn leave(&mut self, gone: M);
    /// Takes one away as another is added.
    #[inline]
    fn replace(&mut self, gone: M, member: M) {
        self.leave(gone);
        self.enter(member);
    }
}

/// A running sum.
pub trait Sums<X: Number>: Running<X> {
    /// The sum; 0 of nothing.
    fn total(&self) -> X::Total;
    /// The sum over the count.
    fn mean(&self) -> Option<f64>;
}

/// Running sums of numbers and of their squares.
pub trait Squares<X: Number>: Running<X> {
    /// How many there are.
    fn count(&self) -> u64;
    /// The sum over the count.
    fn mean(&self) -> Option<f64>;
    /// With one degree of freedom spent.
    fn variance(&self) -> Option<f64>;
}

/// Running sums of pairs and of their products.
pub trait Products<X: Number>: Running<(X, X)> {
    /// With one degree of freedom spent.
    fn covariance(&self) -> Option<f64>;
}

/// Running sums of pairs, of their products and of their squares.
pub trait Correlations<X: Number>: Running<(X, X)> {
    /// The covariance over both deviations.
    fn correlation(&self) -> Option<f64>;
}

/// Running sums of values, each with its weight.
pub trait Weights<X: Number>: Running<(X, X)> {
    /// The weighted sum over the sum of weights.
    fn mean(&self) -> Option<f64>;
}

/// The same, with the squares of values and of weights.
pub trait SquaredWeights<X: Number>: Running<(X, X)> {
    /// With one degree of freedom spent, the weights taken for how reliable each member is.
    fn variance(&self) -> Option<f64>;
}

impl Number for f64 {
    type Total = f64;
    type Sums = FloatSums;
    type Squares = Gridded<WholeSquares, FloatSquares>;
    type Products = Gridded<WholeProducts, FloatProducts>;
    type Correlations = Gridded<WholeCorrelations, FloatCorrelations>;
    type Weights = FloatWeights;
    type SquaredWeights = FloatSquaredWeights;

    #[inline(always)]
    fn in_two(self) -> Two {
        Two::of(self)
    }
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        impl Integer for $integer {}

        impl Number for $integer {
            type Total = i128;
            type Sums = IntegerSums;
            type Squares = IntegerSquares;
            type Products = IntegerProducts;
            type Correlations = IntegerCorrelations;
            type Weights = IntegerWeights;
            type SquaredWeights = IntegerSquaredWeights;

            #[inline(always)]
            fn in_two(self) -> Two {
                Integer::in_two(self)
            }
        }
    )* };
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64);
