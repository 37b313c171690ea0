//! The [`Behavior`] trait: values that exist at every time.

pub(crate) mod boxed;
pub(crate) mod constant;
pub(crate) mod forward;
pub(crate) mod hold;
pub(crate) mod lift2;
pub(crate) mod map;

pub use self::boxed::BoxedBehavior;
pub use self::constant::{Constant, constant};
pub use self::forward::{Forward, feedback, forward};
pub use self::hold::Held;

use self::lift2::Lift2;
use self::map::MapBehavior;
use super::core::Core;
use super::error::BuildError;
use super::scope::Builder;

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
    fn map<B, F>(self, f: F) -> MapBehavior<Self, F>
    where
        B: 'static,
        F: Fn(Self::Value) -> B + Send + Sync + 'static,
    {
        MapBehavior { behavior: self, f }
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
    fn lift2<B, C, F>(self, other: B, f: F) -> Lift2<Self, B, F>
    where
        B: Behavior,
        C: 'static,
        F: Fn(Self::Value, B::Value) -> C + Send + Sync + 'static,
    {
        Lift2 { left: self, right: other, f }
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
    fn boxed(self) -> BoxedBehavior<Self::Value>
    where
        Self: Clone + Sync,
        Self::Value: Clone + Send,
    {
        BoxedBehavior::new(self)
    }
}

/// Reads a behavior in a built network.
pub trait Reader: Send + 'static {
    /// What is read.
    type Value;

    /// The value on entry to the running instant.
    fn read(&self, core: &Core) -> Self::Value;
}
