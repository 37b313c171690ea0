//! `merge` and `or`: two events of one type become one.

use crate::network::event::both::Joiner;
use crate::time::Time;

/// Joiner of [`Event::merge`](super::Event::merge).
#[derive(Debug)]
pub struct Merge<F>(pub(crate) F);

impl<A: 'static, F: Fn(A, A) -> A + Send + Sync + 'static> Joiner<A, A> for Merge<F> {
    type Out = A;
    const NAME: &'static str = "merge";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<A>, _now: Time) -> Option<A> {
        match (left, right) {
            (Some(left), Some(right)) => Some((self.0)(left, right)),
            (one, None) | (None, one) => one,
        }
    }
}

/// Joiner of [`Event::or`](super::Event::or).
#[derive(Debug)]
pub struct LeftFirst;

impl<A: 'static> Joiner<A, A> for LeftFirst {
    type Out = A;
    const NAME: &'static str = "or";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<A>, _now: Time) -> Option<A> {
        left.or(right)
    }
}
