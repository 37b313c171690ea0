//! The keys of members, and something for each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::network::state::State;
use crate::network::statistic::number::{Summary, Tree};

/// What is kept for each key of which there is a member.
///
/// Invariant: each `members` is at least 1.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "K: State + Ord, P: State")]
pub struct Keys<K, P> {
    all: BTreeMap<K, Kept<P>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept<P> {
    of_key: P,
    members: u64,
}

impl<K: State + Ord, P: State> Keys<K, P> {
    pub(super) fn new() -> Self {
        Self { all: BTreeMap::new() }
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// One member more of a key, if it is known.
    #[inline]
    pub(super) fn again(&mut self, key: &K) -> Option<&mut P> {
        let kept = self.all.get_mut(key)?;
        kept.members += 1;
        Some(&mut kept.of_key)
    }

    /// The first member of a key.
    pub(super) fn begin(&mut self, key: K, of_key: P) {
        self.all.insert(key, Kept { of_key, members: 1 });
    }

    /// One member less; what was kept for the key, if that was the last.
    #[inline]
    pub(super) fn leave(&mut self, key: &K) -> Option<P> {
        let kept = self.all.get_mut(key)?;
        kept.members -= 1;
        (kept.members == 0).then(|| self.all.remove(key).map(|kept| kept.of_key)).flatten()
    }
}

/// A summary of something that is known of each key, and may change.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "K: State + Ord, S: Summary")]
pub struct Summed<K, S> {
    /// Each with its place.
    keys: Keys<K, usize>,
    tree: Tree<S>,
}

impl<K: State + Ord, S: Summary> Summed<K, S> {
    pub(super) fn new() -> Self {
        Self { keys: Keys::new(), tree: Tree::default() }
    }

    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.tree.clear();
    }

    /// One member more, after which `latest` is what is known of its key.
    #[inline]
    pub(super) fn enter(&mut self, key: K, latest: S) {
        let place = match self.keys.again(&key) {
            Some(place) => *place,
            None => {
                let place = self.tree.place();
                self.keys.begin(key, place);
                place
            }
        };
        self.tree.put(place, latest);
    }

    /// One member less: nothing is known of its key if it was the last.
    #[inline]
    pub(super) fn leave(&mut self, key: &K) {
        if let Some(place) = self.keys.leave(key) {
            self.tree.leave(place);
        }
    }

    /// Of all keys.
    #[inline]
    pub(super) fn summary(&self) -> S {
        self.tree.summary()
    }
}
