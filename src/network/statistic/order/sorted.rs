//! Members in order, in a tree whose sizes were measured; the record on the catalogue compares it with others.

use serde::{Deserialize, Serialize};

use super::tree::Tree;
use crate::network::state::State;

/// How many a leaf holds. Most windows are no longer; in a sorted vector of so many to move some is not yet what costs.
pub(super) const LEAF: usize = 512;

/// How many an inner node holds, between 64 kids: tens of thousands of members have just one such node.
pub(super) const INNER: usize = 63;

/// Members by value, of equal ones the oldest first. Those that do not even equal themselves have no place: they are
/// not taken in.
///
/// Whatever is done with one of `n` costs O(log n). What is saved does not know the sizes of nodes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "T: State")]
pub struct Sorted<T>(Tree<T, LEAF, INNER>);

impl<T: State + PartialOrd> Sorted<T> {
    pub(super) fn new() -> Self {
        Self(Tree::new())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes in a member, behind its equals; says whether there is none.
    #[inline]
    pub(super) fn insert(&mut self, x: &T) -> bool {
        self.0.insert(x)
    }

    /// Lets go of the oldest of those that equal `x`; says whether it was the only one.
    #[inline]
    pub(super) fn remove(&mut self, x: &T) -> bool {
        self.0.remove(x)
    }

    /// The one before which stand `place` others.
    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&T> {
        self.0.get(place)
    }

    /// How many are less.
    #[inline]
    pub(super) fn below(&self, x: &T) -> usize {
        self.0.below(x)
    }

    /// How many are not greater.
    #[inline]
    pub(super) fn not_above(&self, x: &T) -> usize {
        self.0.not_above(x)
    }
}
