//! A window kept as two stacks of summaries: members leave without anything being taken away from a sum.
//!
//! The newer members are on one stack, with one summary of them all. The older ones are gone but for their summaries: each
//! is of one of them and all that came after it, so that the last is of all of them, and who leaves is the last. When none
//! is left, the newer ones are turned over and become the older ones: each member is put into a summary twice.
//! (Tangwongsan, Hirzel, Schneider, *General incremental sliding-window aggregation*, 2015.)

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::two::Two;

/// What is known of some members; the order does not matter.
pub trait Summary: Copy + Default + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// One member more.
    fn add(&mut self, x: Two);
    /// Of both.
    fn joined(&self, other: &Self) -> Self;
}

/// A summary of members of which the oldest can leave.
///
/// Invariant: `sum` is the summary of `newer`, or, where none ever leaves, of all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound = "S: Summary")]
pub struct Stacks<S> {
    older: Vec<S>,
    newer: Vec<Two>,
    sum: S,
}

impl<S: Summary> Stacks<S> {
    /// Keeps the room.
    pub(in crate::network::statistic) fn clear(&mut self) {
        self.older.clear();
        self.newer.clear();
        self.sum = S::default();
    }

    /// Takes in one that will not leave.
    #[inline]
    pub(in crate::network::statistic) fn enter(&mut self, x: Two) {
        self.sum.add(x);
    }

    /// Takes in one that will leave.
    #[inline]
    pub(in crate::network::statistic) fn arrive(&mut self, x: Two) {
        self.sum.add(x);
        self.newer.push(x);
    }

    /// Lets the oldest go.
    #[inline]
    pub(in crate::network::statistic) fn leave(&mut self) {
        if self.older.pop().is_none() {
            self.turn();
        }
    }

    /// All the newer ones but the oldest, who goes, become the older ones.
    #[cold]
    #[inline(never)]
    fn turn(&mut self) {
        let mut sum = S::default();
        for x in self.newer.drain(..).skip(1).rev() {
            sum.add(x);
            self.older.push(sum);
        }
        self.sum = S::default();
    }

    /// What is known of all that are in.
    #[inline]
    pub(in crate::network::statistic) fn summary(&self) -> S {
        self.older.last().map_or(self.sum, |older| older.joined(&self.sum))
    }
}
