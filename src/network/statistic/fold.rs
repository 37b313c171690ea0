//! What can be made of occurrences one by one: of all there are ([`Fold`]), or of those that have not left
//! again ([`Aggregate`]).

use super::of::Of;
use crate::network::error::{BuildError, Place};
use crate::network::state::State;

/// Makes one value of occurrences that enter one by one.
///
/// The fold is a function; what it has so far is its [`State`](Fold::State), which the combinator keeps.
/// Folds are made by [`count`](super::count), [`sum`](super::sum), [`mean`](super::mean) and their like; a tuple of up to four
/// folds is the fold of the tuple of their values.
///
/// A fold of one's own that only ever takes in fits [`total`](crate::network::Windowed::total) and
/// [`bars`](crate::network::Windowed::bars):
///
/// ```
/// use tidegate::network::{simulate, Fold, Windowed};
///
/// struct Product;
///
/// impl Fold<i64> for Product {
///     type State = i64;
///     type Out = i64;
///     fn start(&self) -> i64 {
///         1
///     }
///     fn enter(&self, product: &mut i64, x: &i64) {
///         *product *= x;
///     }
///     fn out(&self, product: &i64) -> i64 {
///         *product
///     }
/// }
/// assert_eq!(simulate([(1, 3), (2, 5)], |x| x.total(Product)), [(1, 3), (2, 15)]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a fold of `{T}`",
    label = "expected a fold here",
    note = "folds are `count()`, `sum()`, `mean()` and their like, `.of(projection)` of one, and tuples of two to four; \
            tuples may be nested"
)]
pub trait Fold<T>: Send + Sync + 'static {
    /// What is known of those that have entered.
    type State: State;
    /// What is made of them.
    type Out: 'static;

    /// Refuses parameters that are out of range; `at` is where the author wrote the window or the bar.
    ///
    /// # Errors
    /// [`BuildError::OutOfRange`].
    fn check(&self, _at: Place) -> Result<(), BuildError> {
        Ok(())
    }

    /// What is known of nothing.
    fn start(&self) -> Self::State;

    /// Back to the start. To be written where that keeps the room of a collection.
    #[inline]
    fn restart(&self, state: &mut Self::State) {
        *state = self.start();
    }

    /// Takes in an occurrence, for good.
    fn enter(&self, state: &mut Self::State, member: &T);

    /// The value of what is in.
    fn out(&self, state: &Self::State) -> Self::Out;

    /// The same fold over `projection` of each occurrence.
    ///
    /// A member that leaves is projected again: `projection` is a function of its argument and nothing else.
    ///
    /// ```
    /// use tidegate::network::{max, simulate, Fold, Windowed};
    /// let longest = simulate([(1, "ab"), (2, "a")], |x| x.total(max().of(|text: &&str| text.len())));
    /// assert_eq!(longest, [(1, Some(2)), (2, Some(2))]);
    /// ```
    fn of<S, F>(self, projection: F) -> Of<Self, F>
    where
        Self: Sized,
        F: Fn(&S) -> T + Send + Sync + 'static,
    {
        Of { fold: self, projection }
    }
}

/// A [`Fold`] whose members leave again, in the order in which they came.
///
/// Law: after any arrivals and departures the value is what it would be if only those still in had ever
/// come; for floats within [the bound](crate::network::Number#floats).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an aggregate of `{T}`: its members could not leave",
    label = "expected an aggregate here",
    note = "aggregates are `count()`, `sum()`, `mean()` and their like, `.of(projection)` of one, and tuples of two to \
            four; tuples may be nested. A `Fold` of one's own fits `total` and bars"
)]
pub trait Aggregate<T>: Fold<T> {
    /// Takes in a member that will leave. Unless it says otherwise, like one that stays.
    #[inline]
    fn arrive(&self, state: &mut Self::State, member: &T) {
        self.enter(state, member);
    }

    /// Lets go of the oldest member, `gone`. The oldest of the others is `next`.
    fn leave(&self, state: &mut Self::State, gone: &T, next: Option<&T>);
}
