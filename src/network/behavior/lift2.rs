//! `lift2`: two behaviors under one function.

use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::core::Moment;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::trail::{Mark, marked};

/// Behavior of [`Behavior::lift2`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a behavior that nobody samples is built for nothing"]
pub struct Lift2<A, B, F> {
    pub(crate) left: A,
    pub(crate) right: B,
    pub(crate) f: F,
    pub(crate) place: Place,
}

/// Reader of [`Lift2`].
#[derive(Debug)]
pub struct ReadLift2<A, B, F> {
    left: A,
    right: B,
    f: F,
}

impl<A, B, C, F> Behavior for Lift2<A, B, F>
where
    A: Behavior,
    B: Behavior,
    C: 'static,
    F: Fn(A::Value, B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;
    type Reader = ReadLift2<A::Reader, B::Reader, F>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Reader, BuildError> {
        let part = builder.open();
        let left = self.left.build(builder)?;
        let right = self.right.build(builder)?;
        builder.close(part, label!("lift2", C), self.place);
        Ok(ReadLift2 { left, right, f: self.f })
    }
}

impl<A: Reader, B: Reader, C, F> Reader for ReadLift2<A, B, F>
where
    F: Fn(A::Value, B::Value) -> C + Send + Sync + 'static,
{
    type Value = C;

    #[inline(always)]
    fn read(&self, moment: Moment<'_>) -> C {
        let left = marked!(Mark::Input(0), self.left.read(moment));
        let right = marked!(Mark::Input(1), self.right.read(moment));
        (self.f)(left, right)
    }
}
