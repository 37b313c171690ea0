//! `partition`: one event becomes two that never coincide.

use crate::network::describe::label;
use crate::network::error::Place;
use crate::network::event::Event;
use crate::network::event::via::{Operator, Via};
use crate::network::machine::Env;
use crate::network::share::{ByRef, Shared, Sometimes, share};

/// One side of a [`partition`](Event::partition).
pub type Side<T> = ByRef<(bool, T), Sometimes<fn(&(bool, T)) -> Option<T>>>;

/// Each occurrence with the side on which it belongs.
struct Judge<F>(F);

impl<A: 'static, F: Fn(&A) -> bool + Send + Sync + 'static> Operator<A> for Judge<F> {
    type Out = (bool, A);
    const NAME: &'static str = "partition";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, _env: &E) -> Option<(bool, A)> {
        Some(((self.0)(&input), input))
    }
}

#[track_caller]
pub(crate) fn partition<S, F>(source: S, keep: F, at: Place) -> (Side<S::Item>, Side<S::Item>)
where
    S: Event,
    S::Item: Clone + Send + Sync,
    F: Fn(&S::Item) -> bool + Send + Sync + 'static,
{
    let judged: Shared<(bool, S::Item)> = share(Via::new(source, Judge(keep)), at);
    let kept =
        judged.side(label!("kept", S::Item), kept::<S::Item> as fn(&(bool, S::Item)) -> Option<S::Item>, at);
    (kept, judged.side(label!("dropped", S::Item), dropped::<S::Item>, at))
}

fn kept<T: Clone>(judged: &(bool, T)) -> Option<T> {
    judged.0.then(|| judged.1.clone())
}

fn dropped<T: Clone>(judged: &(bool, T)) -> Option<T> {
    (!judged.0).then(|| judged.1.clone())
}
