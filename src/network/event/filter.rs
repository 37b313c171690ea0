//! `filter`: the occurrences that satisfy a condition.

use crate::network::event::via::Operator;
use crate::network::machine::Env;

/// Operator of [`Event::filter`](super::Event::filter).
#[derive(Debug)]
pub struct Filter<F>(pub(crate) F);

impl<A: 'static, F: Fn(&A) -> bool + Send + Sync + 'static> Operator<A> for Filter<F> {
    type Out = A;
    const NAME: &'static str = "filter";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<A> {
        (self.0)(&input).then_some(input)
    }
}
