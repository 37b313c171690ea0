//! `z_score`: how far the key that has ticked is from the others.

use super::Across;
use super::keys::Summed;
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};
use crate::network::statistic::number::{Number, Spread, Summary, Two};

/// Fold of [`Across::z_score`].
#[derive(Clone, Copy, Debug)]
pub struct ZScore<K, F, G>(pub(super) Across<K, F, G>);

impl<T, K, X, F, G> Fold<T> for ZScore<K, F, G>
where
    K: State + Ord,
    X: Number,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> X + Send + Sync + 'static,
{
    /// With the newest value.
    type State = (Summed<K, Spread>, Option<Two>);
    type Out = Option<f64>;

    fn start(&self) -> Self::State {
        (Summed::new(), None)
    }

    fn restart(&self, (all, newest): &mut Self::State) {
        all.clear();
        *newest = None;
    }

    #[inline]
    fn enter(&self, (all, newest): &mut Self::State, member: &T) {
        let (x, mut latest) = ((self.0.value)(member).in_two(), Spread::default());
        latest.add(x);
        all.enter((self.0.key)(member), latest);
        *newest = Some(x);
    }

    #[inline]
    fn out(&self, (all, newest): &Self::State) -> Option<f64> {
        newest.and_then(|newest| all.summary().score(newest))
    }
}

impl<T, K, X, F, G> Aggregate<T> for ZScore<K, F, G>
where
    K: State + Ord,
    X: Number,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> X + Send + Sync + 'static,
{
    #[inline]
    fn leave(&self, (all, newest): &mut Self::State, gone: &T, next: Option<&T>) {
        all.leave(&(self.0.key)(gone));
        if next.is_none() {
            *newest = None;
        }
    }
}
