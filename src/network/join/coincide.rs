//! `coincide` and `unless`: one event where another one occurs, and where it does not.

use crate::network::event::both::Joiner;
use crate::time::Time;

/// Joiner of [`Join::coincide`](super::Join::coincide).
#[derive(Debug)]
pub struct Coincide<F>(pub(crate) F);

impl<A, B, C: 'static, F: Fn(A, B) -> C + Send + Sync + 'static> Joiner<A, B> for Coincide<F> {
    type Out = C;
    const NAME: &'static str = "coincide";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, _now: Time) -> Option<C> {
        Some((self.0)(left?, right?))
    }
}

/// Joiner of [`Join::unless`](super::Join::unless).
#[derive(Debug)]
pub struct Unless;

impl<A: 'static, B> Joiner<A, B> for Unless {
    type Out = A;
    const NAME: &'static str = "unless";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, _now: Time) -> Option<A> {
        left.filter(|_| right.is_none())
    }
}
