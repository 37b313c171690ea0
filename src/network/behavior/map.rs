//! `map` of a behavior: computed where it is sampled.

use crate::network::behavior::{Behavior, Reader};
use crate::network::core::Core;
use crate::network::error::BuildError;
use crate::network::scope::Builder;

/// Behavior and reader of [`Behavior::map`].
#[derive(Clone, Copy, Debug)]
pub struct MapBehavior<B, F> {
    pub(crate) behavior: B,
    pub(crate) f: F,
}

impl<B, C, F> Behavior for MapBehavior<B, F>
where
    B: Behavior,
    C: 'static,
    F: Fn(B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;
    type Reader = MapBehavior<B::Reader, F>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError> {
        Ok(MapBehavior { behavior: self.behavior.build(builder)?, f: self.f })
    }
}

impl<R: Reader, C, F: Fn(R::Value) -> C + Send + Sync + 'static> Reader for MapBehavior<R, F> {
    type Value = C;

    #[inline(always)]
    fn read(&self, core: &Core) -> C {
        (self.f)(self.behavior.read(core))
    }
}
