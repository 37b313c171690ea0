//! `map`: a function of each occurrence.

use crate::network::event::via::Operator;
use crate::network::machine::Env;

/// Operator of [`Event::map`](super::Event::map).
#[derive(Debug)]
pub struct Map<F>(pub(crate) F);

impl<A, B: 'static, F: Fn(A) -> B + Send + Sync + 'static> Operator<A> for Map<F> {
    type Out = B;
    const NAME: &'static str = "map";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<B> {
        Some((self.0)(input))
    }
}
