//! What several sub-networks give in one instant.

use smallvec::{SmallVec, smallvec};

use crate::network::share::Shared;
use crate::network::slot::Collect;

/// Simultaneous results of sub-networks with their keys, in the order in which the keys appeared.
///
/// Never empty. Up to two results lie in place, more on the heap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst<K, T> {
    items: SmallVec<[(K, T); 2]>,
}

/// The event of what all sub-networks give.
pub type Bursts<K, T> = Shared<Burst<K, T>>;

impl<K, T> Burst<K, T> {
    /// The results with their keys.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, T)> {
        self.items.iter()
    }

    /// How many there are; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a burst is never empty")]
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

impl<K, T> Collect<(K, T)> for Burst<K, T> {
    #[inline(always)]
    fn one(item: (K, T)) -> Self {
        Self { items: smallvec![item] }
    }

    #[inline(always)]
    fn begin(&mut self, item: (K, T)) {
        // In place there is no room to keep, and a new value needs no look at the old one's length.
        if self.items.spilled() {
            self.items.clear();
            self.items.push(item);
        } else {
            self.items = smallvec![item];
        }
    }

    fn push(&mut self, item: (K, T)) {
        self.items.push(item);
    }
}

impl<K, T> IntoIterator for Burst<K, T> {
    type Item = (K, T);
    type IntoIter = IntoIter<K, T>;

    fn into_iter(self) -> IntoIter<K, T> {
        IntoIter { items: self.items.into_iter() }
    }
}

impl<'a, K, T> IntoIterator for &'a Burst<K, T> {
    type Item = &'a (K, T);
    type IntoIter = std::slice::Iter<'a, (K, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// The results of a [`Burst`], by value.
#[derive(Debug)]
pub struct IntoIter<K, T> {
    items: smallvec::IntoIter<[(K, T); 2]>,
}

impl<K, T> Iterator for IntoIter<K, T> {
    type Item = (K, T);

    fn next(&mut self) -> Option<(K, T)> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}
