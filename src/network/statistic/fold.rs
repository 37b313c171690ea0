//! What can be made of occurrences one by one: of all there are ([`Fold`]), or of those that have not left
//! again ([`Aggregate`]).

use std::marker::PhantomData;

use super::at_least::AtLeast;
use super::mapped::Mapped;
use super::of::Of;
use super::of_last::OfLast;
use super::of_steps::OfSteps;
use super::only::OnlyThose;
use super::then::Then;
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

    /// The same fold, none of fewer than `count` members: a minimum of samples.
    ///
    /// ```text
    /// fold.at_least(n)(members) = Some(fold(members))  if there are n members or more
    ///                           = None                 otherwise
    /// ```
    ///
    /// What is an option already is one within another: [`Option::flatten`] joins the two. The fold goes on below, only
    /// nothing is said of it; it costs a count.
    ///
    /// ```
    /// use tidegate::network::{mean, simulate, Event, Fold, Windowed};
    /// use tidegate::time::Span;
    /// let means = simulate([(1, 3), (2, 5), (9, 7)], |x| {
    ///     x.window_at(Span::from_secs(4), mean().at_least(2)).filter_map(|mean| mean.flatten())
    /// });
    /// assert_eq!(means, [(2, 4.0)]);
    /// ```
    fn at_least(self, count: u64) -> AtLeast<Self, T>
    where
        Self: Sized,
    {
        AtLeast { fold: self, count, of: PhantomData }
    }

    /// The same fold of those members for which `predicate` holds: the others are as if they had not come.
    ///
    /// `fold.only(p)(members) = fold(members for which p holds)`
    ///
    /// So `.only(|x| !x.is_nan())` is what to do with NaN. Who leaves is asked again, and leaves only if taken in:
    /// `predicate` is a function of its argument and nothing else. The window is not shorter for it: `window_of(5, …)` is of
    /// those of the last five that count. In a window it costs a second copy of each member that counts, for the fold has to
    /// be told which of them is next; bars and totals keep none.
    ///
    /// What stands before `only` sees what counts: `mean().at_least(2).only(p)` asks for two members for which `p` holds,
    /// `mean().only(p).at_least(2)` for two of any kind.
    ///
    /// ```
    /// use tidegate::network::{mean, simulate, Fold, Windowed};
    /// let means = simulate([(1, 3.0), (2, f64::NAN), (3, 5.0)], |x| {
    ///     x.window_of(2, mean().only(|x: &f64| !x.is_nan()))
    /// });
    /// assert_eq!(means, [(1, Some(3.0)), (2, Some(3.0)), (3, Some(5.0))]);
    /// ```
    fn only<F>(self, predicate: F) -> OnlyThose<Self, F>
    where
        Self: Sized,
        F: Fn(&T) -> bool + Send + Sync + 'static,
    {
        OnlyThose { fold: self, predicate }
    }

    /// `function` of what the fold makes: `fold.map(f)(members) = f(fold(members))`.
    ///
    /// ```
    /// use tidegate::network::{max, min, simulate, Fold, Windowed};
    /// let range = |(low, high): (Option<i64>, Option<i64>)| high.zip(low).map(|(high, low)| high - low);
    /// let ranges = simulate([(1, 3), (2, 5), (3, 1)], |x| x.window_of(2, (min(), max()).map(range)).full());
    /// assert_eq!(ranges, [(2, Some(2)), (3, Some(4))]);
    /// ```
    fn map<B, F>(self, function: F) -> Mapped<Self, F, T>
    where
        Self: Sized,
        F: Fn(Self::Out) -> B + Send + Sync + 'static,
    {
        Mapped { fold: self, function, of: PhantomData }
    }

    /// `next` over what this one says: each value that it has, as it has it.
    ///
    /// ```text
    /// fold.then(next)(x₁ … xₙ) = next(those of fold(x₁), fold(x₁ x₂), … , fold(x₁ … xₙ) that are something)
    /// ```
    ///
    /// One that still says what it said is counted again; what `next` says stays while the first says nothing. The value of the first
    /// is made with each member: that costs what it costs.
    ///
    /// ```
    /// use tidegate::network::{max, mean, simulate, Aggregate, Fold, Windowed};
    /// let highest_mean = mean().of_last(2).map(Option::flatten).then(max());
    /// let highest = simulate([(1, 3), (2, 5), (3, 1)], |x| x.total(highest_mean));
    /// assert_eq!(highest, [(1, None), (2, Some(4.0)), (3, Some(4.0))]);
    /// ```
    fn then<U, B>(self, next: B) -> Then<Self, B, T>
    where
        Self: Fold<T, Out = Option<U>> + Sized,
        B: Fold<U>,
    {
        Then { first: self, next, of: PhantomData }
    }

    /// The same fold over what `step` makes of each two that follow each other: changes, returns, intervals.
    ///
    /// `fold.of_steps(f)(x₁ … xₙ) = fold(f(x₁, x₂) … f(xₙ₋₁, xₙ))`
    ///
    /// ```
    /// use tidegate::network::{max, simulate, Fold, Windowed};
    /// let steepest = simulate([(1, 3), (2, 5), (3, 1)], |x| x.total(max().of_steps(|before, now| now - before)));
    /// assert_eq!(steepest, [(1, None), (2, Some(2)), (3, Some(2))]);
    /// ```
    fn of_steps<S, F>(self, step: F) -> OfSteps<Self, F>
    where
        Self: Sized,
        F: Fn(&S, &S) -> T + Send + Sync + 'static,
    {
        OfSteps { fold: self, step }
    }
}

/// A [`Fold`] whose members leave again, in the order in which they came.
///
/// Law: after any arrivals, departures and replacements the value is what it would be if only those still in had ever
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

    /// Lets go of the oldest member, `gone`, and takes in `member`. The oldest of those that stay is `next`; none if nobody does.
    ///
    /// Law: as [`leave`](Aggregate::leave) and then [`arrive`](Aggregate::arrive). To be written where the two together cost less. A full
    /// [`window_of`](crate::network::Windowed::window_of) asks for it, and [`of_last`](Aggregate::of_last); windows of time ask for the others.
    ///
    /// ```
    /// use tidegate::network::{simulate, Aggregate, Fold, Windowed};
    ///
    /// struct Total;
    ///
    /// impl Fold<i64> for Total {
    ///     type State = i64;
    ///     type Out = i64;
    ///     fn start(&self) -> i64 {
    ///         0
    ///     }
    ///     fn enter(&self, total: &mut i64, x: &i64) {
    ///         *total += x;
    ///     }
    ///     fn out(&self, total: &i64) -> i64 {
    ///         *total
    ///     }
    /// }
    ///
    /// impl Aggregate<i64> for Total {
    ///     fn leave(&self, total: &mut i64, gone: &i64, _next: Option<&i64>) {
    ///         *total -= gone;
    ///     }
    ///     fn replace(&self, total: &mut i64, gone: &i64, _next: Option<&i64>, x: &i64) {
    ///         *total += x - gone;
    ///     }
    /// }
    /// assert_eq!(simulate([(1, 3), (2, 4), (3, 5)], |x| x.window_of(2, Total)), [(1, 3), (2, 7), (3, 9)]);
    /// ```
    #[inline]
    fn replace(&self, state: &mut Self::State, gone: &T, next: Option<&T>, member: &T) {
        self.leave(state, gone, next);
        self.arrive(state, member);
    }

    /// The aggregate of the last `size` members alone, none of fewer: a fold that brings its window with it.
    ///
    /// ```text
    /// aggregate.of_last(w)(members) = Some(aggregate(the last w members))  if there are w or more
    ///                               = None                                 otherwise
    /// ```
    ///
    /// So it can stand beside others and behind them: [`window_of`](crate::network::Windowed::window_of) is for one that stands
    /// alone. It keeps the members.
    ///
    /// # Errors
    /// A size of 0 is a [`BuildError::OutOfRange`] where the fold is used.
    ///
    /// ```
    /// use tidegate::network::{simulate, sum, Aggregate, Windowed};
    /// let sums = simulate([(1, 3_i64), (2, 4), (3, 5)], |x| x.total((sum().of_last(2), sum())));
    /// assert_eq!(sums, [(1, (None, 3)), (2, (Some(7), 7)), (3, (Some(9), 12))]);
    /// ```
    fn of_last(self, size: usize) -> OfLast<Self, T>
    where
        Self: Sized,
    {
        OfLast { aggregate: self, size, of: PhantomData }
    }
}
