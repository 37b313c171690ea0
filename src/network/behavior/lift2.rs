//! `lift2`: two behaviors under one function.

use crate::network::behavior::{Behavior, Reader};
use crate::network::core::Core;
use crate::network::error::BuildError;
use crate::network::scope::Builder;

/// Behavior and reader of [`Behavior::lift2`].
#[derive(Clone, Copy, Debug)]
pub struct Lift2<A, B, F> {
    pub(crate) left: A,
    pub(crate) right: B,
    pub(crate) f: F,
}

impl<A, B, C, F> Behavior for Lift2<A, B, F>
where
    A: Behavior,
    B: Behavior,
    C: 'static,
    F: Fn(A::Value, B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;
    type Reader = Lift2<A::Reader, B::Reader, F>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError> {
        Ok(Lift2 { left: self.left.build(builder)?, right: self.right.build(builder)?, f: self.f })
    }
}

impl<A: Reader, B: Reader, C, F> Reader for Lift2<A, B, F>
where
    F: Fn(A::Value, B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;

    #[inline(always)]
    fn read(&self, core: &Core) -> C {
        (self.f)(self.left.read(core), self.right.read(core))
    }
}
