//! `filter_map`: a partial function of each occurrence.

use crate::network::event::via::Operator;
use crate::network::machine::Env;

/// Operator of [`Event::filter_map`](super::Event::filter_map).
#[derive(Debug)]
pub struct FilterMap<F>(pub(crate) F);

impl<A, B: 'static, F: Fn(A) -> Option<B> + Send + Sync + 'static> Operator<A> for FilterMap<F> {
    type Out = B;
    const NAME: &'static str = "filter_map";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<B> {
        (self.0)(input)
    }
}
