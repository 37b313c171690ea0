//! `rank`: the place of the key that has ticked among all.

use super::Across;
use super::keys::Keys;
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};
use crate::network::statistic::order::{OfNewest, Rank, Ranked, rank};

/// Fold of [`Across::rank`].
#[derive(Clone, Copy, Debug)]
pub struct RankAcross<K, F, G>(pub(super) Across<K, F, G>);

impl<T, K, V, F, G> Fold<T> for RankAcross<K, F, G>
where
    K: State + Ord,
    V: State + PartialOrd,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> V + Send + Sync + 'static,
{
    /// The latest value of each key, and these values in order, which do not mind in what order they leave.
    type State = (Keys<K, V>, Ranked<V>);
    type Out = Option<Rank>;

    fn start(&self) -> Self::State {
        (Keys::new(), rank().start())
    }

    fn restart(&self, (keys, ranked): &mut Self::State) {
        keys.clear();
        rank().restart(ranked);
    }

    #[inline]
    fn enter(&self, (keys, ranked): &mut Self::State, member: &T) {
        let (key, value) = ((self.0.key)(member), (self.0.value)(member));
        rank().arrive(ranked, &value);
        match keys.again(&key) {
            Some(latest) => {
                let before = std::mem::replace(latest, value);
                rank().leave(ranked, &before, Some(latest));
            }
            None => keys.begin(key, value),
        }
    }

    #[inline]
    fn out(&self, (_, ranked): &Self::State) -> Option<Rank> {
        OfNewest.out(ranked)
    }
}

impl<T, K, V, F, G> Aggregate<T> for RankAcross<K, F, G>
where
    K: State + Ord,
    V: State + PartialOrd,
    F: Fn(&T) -> K + Send + Sync + 'static,
    G: Fn(&T) -> V + Send + Sync + 'static,
{
    #[inline]
    fn leave(&self, (keys, ranked): &mut Self::State, gone: &T, next: Option<&T>) {
        if let Some(latest) = keys.leave(&(self.0.key)(gone)) {
            rank().leave(ranked, &latest, next.map(&self.0.value).as_ref());
        }
    }
}
