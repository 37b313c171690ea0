//! `constant`: the behavior that never changes.

use crate::network::behavior::{Behavior, Reader};
use crate::network::core::Core;
use crate::network::error::BuildError;
use crate::network::scope::Builder;

/// Behavior and reader of [`constant`].
#[derive(Clone, Copy, Debug)]
pub struct Constant<T>(T);

/// The behavior that is `value` at every time. (FRP: *pure*.)
///
/// ```
/// use tidegate::network::{constant, simulate, Event};
/// assert_eq!(simulate([(1, 3)], |x| x.sample(constant(7), |x, c| x * c)), [(1, 21)]);
/// ```
pub fn constant<T: Clone + Send + 'static>(value: T) -> Constant<T> {
    Constant(value)
}

impl<T: Clone + Send + 'static> Behavior for Constant<T> {
    type Value = T;
    type Reader = Self;

    fn build(self, _builder: &mut Builder<'_>) -> Result<Self, BuildError> {
        Ok(self)
    }
}

impl<T: Clone + Send + 'static> Reader for Constant<T> {
    type Value = T;

    #[inline(always)]
    fn read(&self, _core: &Core) -> T {
        self.0.clone()
    }
}
