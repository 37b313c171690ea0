//! `constant`: the behavior that never changes.

use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::Moment;
use crate::network::describe::label;
use crate::network::error::BuildError;

/// Behavior and reader of [`constant`].
#[derive(Clone, Copy, Debug)]
pub struct Constant<T>(T);

/// The behavior that is `value` at every time. (FRP: *pure*.)
///
/// ```
/// use tidegate::network::{constant, simulate, Event};
/// assert_eq!(simulate([(1, 3)], |x| x.sample(constant(7), |x, c| x * c)), [(1, 21)]);
/// ```
pub fn constant<T: Clone + Send + Sync + 'static>(value: T) -> Constant<T> {
    Constant(value)
}

impl<T: Clone + Send + Sync + 'static> Behavior for Constant<T> {
    type Value = T;
    type Reader = Self;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self, BuildError> {
        builder.leaf(label!("constant", T));
        Ok(self)
    }
}

impl<T: Clone + Send + Sync + 'static> Reader for Constant<T> {
    type Value = T;

    #[inline(always)]
    fn read(&self, _moment: Moment<'_>) -> T {
        self.0.clone()
    }
}
