//! Events of results, taken apart: the values on one side, the errors on the other.

use std::panic::Location;

use crate::network::event::Event;
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::share::{ByRef, Shared, Sometimes, share};

/// The values of an event of results. (See [`Sequence::split_result`](super::Sequence::split_result).)
pub type OkSide<B, X> = ByRef<Result<B, X>, Sometimes<fn(&Result<B, X>) -> Option<B>>>;

/// The errors of an event of results.
pub type ErrSide<B, X> = ByRef<Result<B, X>, Sometimes<fn(&Result<B, X>) -> Option<X>>>;

/// Gives results a joint, since both sides use them.
#[track_caller]
pub(crate) fn split<S, B, X>(results: S) -> (OkSide<B, X>, ErrSide<B, X>)
where
    S: Event<Item = Result<B, X>>,
    B: Clone + Send + Sync + 'static,
    X: Clone + Send + Sync + 'static,
{
    let results: Shared<Result<B, X>> = share(results, Location::caller());
    (results.filter_map_ref(value::<B, X>), results.filter_map_ref(error::<B, X>))
}

fn value<B: Clone, X>(result: &Result<B, X>) -> Option<B> {
    result.as_ref().ok().cloned()
}

fn error<B, X: Clone>(result: &Result<B, X>) -> Option<X> {
    result.as_ref().err().cloned()
}

/// Operator of [`Sequence::try_map`](super::Sequence::try_map).
#[derive(Debug)]
pub(crate) struct TryMap<F>(pub(crate) F);

impl<A, B, X, F> Operator<A> for TryMap<F>
where
    B: 'static,
    X: 'static,
    F: Fn(A) -> Result<B, X> + Send + Sync + 'static,
{
    type Out = Result<B, X>;
    const NAME: &'static str = "try_map";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<Result<B, X>> {
        Some((self.0)(input))
    }
}

/// Operator of [`Sequence::try_filter_map`](super::Sequence::try_filter_map).
#[derive(Debug)]
pub(crate) struct TryFilterMap<F>(pub(crate) F);

impl<A, B, X, F> Operator<A> for TryFilterMap<F>
where
    B: 'static,
    X: 'static,
    F: Fn(A) -> Result<Option<B>, X> + Send + Sync + 'static,
{
    type Out = Result<B, X>;
    const NAME: &'static str = "try_filter_map";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<Result<B, X>> {
        (self.0)(input).transpose()
    }
}
