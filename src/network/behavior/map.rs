//! `map` of a behavior: computed where it is sampled.

use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::Moment;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::trail::{Mark, marked};

/// Behavior of [`Behavior::map`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a behavior that nobody samples is built for nothing"]
pub struct MapBehavior<B, F> {
    pub(crate) behavior: B,
    pub(crate) f: F,
    pub(crate) place: Place,
}

/// Reader of [`MapBehavior`].
#[derive(Debug)]
pub struct ReadMap<R, F> {
    behavior: R,
    f: F,
}

impl<B, C, F> Behavior for MapBehavior<B, F>
where
    B: Behavior,
    C: 'static,
    F: Fn(B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;
    type Reader = ReadMap<B::Reader, F>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError> {
        let part = builder.open();
        let behavior = self.behavior.build(builder)?;
        builder.close(part, label!("map", C), self.place);
        Ok(ReadMap { behavior, f: self.f })
    }
}

impl<R: Reader, C, F: Fn(R::Value) -> C + Send + Sync + 'static> Reader for ReadMap<R, F> {
    type Value = C;

    #[inline(always)]
    fn read(&self, moment: Moment<'_>) -> C {
        (self.f)(marked!(Mark::Input(0), self.behavior.read(moment)))
    }
}
