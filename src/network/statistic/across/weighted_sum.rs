//! `weighted_sum`: of the latest value of each key, by the weight of the key.

use super::Across;
use super::keys::Summed;
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};
use crate::network::statistic::number::{Amount, Number, Summary, Two};

/// Fold of [`Across::weighted_sum`].
#[derive(Clone, Copy, Debug)]
pub struct WeightedSum<K, F, G, W> {
    pub(super) across: Across<K, F, G>,
    pub(super) weight: W,
}

impl<T, K, X, F, G, W> Fold<T> for WeightedSum<K, F, G, W>
where
    K: State + Ord,
    X: Number,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> X + Send + Sync + 'static,
    W: Fn(&K) -> f64 + Send + Sync + 'static,
{
    type State = Summed<K, Amount>;
    type Out = f64;

    fn start(&self) -> Self::State {
        Summed::new()
    }

    fn restart(&self, all: &mut Self::State) {
        all.clear();
    }

    #[inline]
    fn enter(&self, all: &mut Self::State, member: &T) {
        let (key, mut latest) = ((self.across.key)(member), Amount::default());
        let weight = (self.weight)(&key);
        if weight != 0.0 {
            latest.add((self.across.value)(member).in_two().by(Two::of(weight)));
        }
        all.enter(key, latest);
    }

    #[inline]
    fn out(&self, all: &Self::State) -> f64 {
        all.summary().value()
    }
}

impl<T, K, X, F, G, W> Aggregate<T> for WeightedSum<K, F, G, W>
where
    K: State + Ord,
    X: Number,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> X + Send + Sync + 'static,
    W: Fn(&K) -> f64 + Send + Sync + 'static,
{
    #[inline]
    fn leave(&self, all: &mut Self::State, gone: &T, _next: Option<&T>) {
        all.leave(&(self.across.key)(gone));
    }
}
