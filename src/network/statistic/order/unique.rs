//! `unique`: how many different ones there are.

use serde::{Deserialize, Serialize};

use super::sorted::Sorted;
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};

/// Fold of [`unique`](super::unique()).
#[derive(Clone, Copy, Debug)]
pub struct Unique;

/// What is known of the members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: State")]
pub struct Different<T> {
    members: Sorted<T>,
    unique: u64,
}

impl<T: State + PartialOrd> Fold<T> for Unique {
    type State = Different<T>;
    type Out = u64;

    fn start(&self) -> Different<T> {
        Different { members: Sorted::new(), unique: 0 }
    }

    fn restart(&self, all: &mut Different<T>) {
        all.members.clear();
        all.unique = 0;
    }

    #[inline]
    fn enter(&self, all: &mut Different<T>, member: &T) {
        // Who stays for good stands for all equal ones to come.
        if all.members.below(member) == all.members.not_above(member) {
            self.arrive(all, member);
        }
    }

    #[inline]
    fn out(&self, all: &Different<T>) -> u64 {
        all.unique
    }
}

impl<T: State + PartialOrd> Aggregate<T> for Unique {
    #[inline]
    fn arrive(&self, all: &mut Different<T>, member: &T) {
        all.unique += u64::from(all.members.insert(member));
    }

    #[inline]
    fn leave(&self, all: &mut Different<T>, gone: &T, _next: Option<&T>) {
        all.unique = all.unique.saturating_sub(u64::from(all.members.remove(gone)));
    }
}
