//! `merge_with`: two events of any types become one, by a function for each case.

use crate::network::event::both::Joiner;
use crate::time::Time;

/// Joiner of [`Join::merge_with`](super::Join::merge_with).
#[derive(Debug)]
pub struct MergeWith<F, G, H> {
    pub(crate) left: F,
    pub(crate) right: G,
    pub(crate) both: H,
}

impl<A, B, C, F, G, H> Joiner<A, B> for MergeWith<F, G, H>
where
    C: 'static,
    F: Fn(A) -> C + Send + Sync + 'static,
    G: Fn(B) -> C + Send + Sync + 'static,
    H: Fn(A, B) -> C + Send + Sync + 'static,
{
    type Out = C;
    const NAME: &'static str = "merge_with";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, _now: Time) -> Option<C> {
        match (left, right) {
            (Some(left), Some(right)) => Some((self.both)(left, right)),
            (Some(left), None) => Some((self.left)(left)),
            (None, Some(right)) => Some((self.right)(right)),
            (None, None) => None,
        }
    }
}
