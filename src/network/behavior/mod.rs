//! The [`Behavior`] trait: values that exist at every time.

pub(crate) mod boxed;
pub(crate) mod changes;
pub(crate) mod constant;
pub(crate) mod erased;
pub(crate) mod forward;
pub(crate) mod frozen;
pub(crate) mod hold;
pub(crate) mod lift2;
pub(crate) mod map;
pub(crate) mod named;

pub use self::boxed::BoxedBehavior;
pub use self::constant::{Constant, constant};
pub use self::forward::{Forward, feedback, forward};
pub use self::frozen::Frozen;
pub use self::hold::Held;

use std::borrow::Cow;
use std::panic::Location;

use self::changes::Changes;
use self::lift2::Lift2;
use self::map::MapBehavior;
use self::named::NamedBehavior;
use super::builder::Builder;
use super::core::Moment;
use super::error::BuildError;
use super::state::State;

/// A value at every instant, constant between instants.
///
/// `b(t)` is the value **on entry** to instant `t`, before anything that happens at `t`. Behaviors
/// are computed where they are sampled and keep nothing themselves; all change comes from
/// [`hold`](super::Event::hold).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a behavior",
    label = "expected a behavior here",
    note = "an event becomes a behavior with `.hold(initial)`; a fixed value is `constant(value)`"
)]
pub trait Behavior: Sized + Send + 'static {
    /// What it is a value of.
    type Value: 'static;
    /// What reads it in a built network.
    type Reader: Reader<Value = Self::Value>;

    /// Resolves handles and gives the reader; called by the network, once.
    ///
    /// # Errors
    /// [`BuildError::Foreign`] if a handle belongs to another network.
    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError>;

    /// Pointwise `f`: `map(f, b)(t) = f(b(t))`.
    ///
    /// ```
    /// use tidegate::network::{simulate, Behavior, Event};
    /// let doubled = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     x.sample(x.hold(10).map(|b| 2 * b), |_, b| b)
    /// });
    /// assert_eq!(doubled, [(1, 20), (2, 6)]);
    /// ```
    #[track_caller]
    fn map<B, F>(self, f: F) -> MapBehavior<Self, F>
    where
        B: 'static,
        F: Fn(Self::Value) -> B + Send + Sync + 'static,
    {
        MapBehavior { behavior: self, f, place: Location::caller() }
    }

    /// Pointwise `f` of two: `lift2(f, a, b)(t) = f(a(t), b(t))`.
    ///
    /// ```
    /// use tidegate::network::{constant, simulate, Behavior, Event};
    /// let shifted = simulate([(1, 3), (2, 4)], |x| {
    ///     let x = x.share();
    ///     x.sample(x.hold(0).lift2(constant(100), |a, b| a + b), |_, b| b)
    /// });
    /// assert_eq!(shifted, [(1, 100), (2, 103)]);
    /// ```
    #[track_caller]
    fn lift2<B, C, F>(self, other: B, f: F) -> Lift2<Self, B, F>
    where
        B: Behavior,
        C: 'static,
        F: Fn(Self::Value, B::Value) -> C + Send + Sync + 'static,
    {
        Lift2 { left: self, right: other, f, place: Location::caller() }
    }

    /// The value on entry to the instant in which this part of the network comes into being, for ever.
    ///
    /// `frozen(b)(t) = b(c)`, where `c` is the instant that builds the sub-network, or the first one of the
    /// network. (FRP: *valueB*.) One joint.
    ///
    /// ```
    /// use tidegate::network::{simulate, Behavior, Event};
    /// // What each key first saw of a running count.
    /// let seen = simulate([(1, 'a'), (2, 'b'), (3, 'a')], |x| {
    ///     let count = x.scan(0, |n, _| n + 1).hold(0);
    ///     let keyed = x.per_key(|key| *key, move |_, own| {
    ///         let first = count.frozen();
    ///         own.sample(first, |key, first| (key, first))
    ///     });
    ///     keyed.map(|burst| burst.into_iter().map(|(_, seen)| seen).collect::<Vec<_>>())
    /// });
    /// assert_eq!(seen, [(1, vec![('a', 0)]), (2, vec![('b', 1)]), (3, vec![('a', 0)])]);
    /// ```
    #[track_caller]
    fn frozen(self) -> Frozen<Self::Value>
    where
        Self::Value: State,
    {
        frozen::frozen(self, Location::caller())
    }

    /// Occurs where the behavior becomes another value, with that value.
    ///
    /// `changes(b)@t = b(t+1)` where `b(t+1) ≠ b(t)`. An update to an equal value is no change: behaviors do not
    /// show how they were made. Who wants each update keeps the event that was held.
    ///
    /// # Errors
    /// [`BuildError::Ahead`] inside the loop of a `forward` or `feedback`, where the next value is not known yet.
    ///
    /// ```
    /// use tidegate::network::{simulate, Behavior, Event};
    /// let signs = simulate([(1, 3), (2, 4), (3, -1)], |x| x.hold(0).map(|x| x > 0).changes());
    /// assert_eq!(signs, [(1, true), (3, false)]);
    /// ```
    #[track_caller]
    fn changes(self) -> Changes<Self>
    where
        Self::Value: PartialEq,
    {
        Changes { behavior: self, place: Location::caller() }
    }

    /// The same behavior with a name, for descriptions and messages. Costs nothing.
    fn named(self, name: impl Into<Cow<'static, str>>) -> NamedBehavior<Self> {
        NamedBehavior { behavior: self, name: name.into() }
    }

    /// The same behavior with a type that says only what it is a value of; clone it to use it again.
    ///
    /// It is computed once an instant, however often it is read.
    ///
    /// ```
    /// use tidegate::network::{constant, simulate, Behavior, Event};
    /// let sums = simulate([(1, 3), (2, 4)], |x| {
    ///     let parts = vec![constant(100).boxed(), x.hold(0).boxed(), x.hold(10).map(|b| 2 * b).boxed()];
    ///     let sum = parts.into_iter().reduce(|a, b| a.lift2(b, |a, b| a + b).boxed());
    ///     x.sample(sum.expect("three parts"), |_, sum| sum)
    /// });
    /// assert_eq!(sums, [(1, 120), (2, 109)]);
    /// ```
    #[track_caller]
    fn boxed(self) -> BoxedBehavior<Self::Value>
    where
        Self: Clone + Sync,
        Self::Value: Clone + Send,
    {
        BoxedBehavior::new(self)
    }
}

/// Reads a behavior in a built network.
pub trait Reader: Send + Sync + 'static {
    /// What is read.
    type Value;

    /// The value at `moment`.
    fn read(&self, moment: Moment<'_>) -> Self::Value;
}
