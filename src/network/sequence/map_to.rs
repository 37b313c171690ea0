//! `map_to`: the same value at each occurrence.

use crate::network::event::via::Operator;
use crate::network::machine::Env;

/// Operator of [`Sequence::map_to`](super::Sequence::map_to).
#[derive(Debug)]
pub struct MapTo<B>(pub(crate) B);

impl<A, B: Clone + Send + Sync + 'static> Operator<A> for MapTo<B> {
    type Out = B;
    const NAME: &'static str = "map_to";

    #[inline(always)]
    fn apply<E: Env>(&mut self, _input: A, _env: &E) -> Option<B> {
        Some(self.0.clone())
    }
}
