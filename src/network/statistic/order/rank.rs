//! `rank`: the place of the newest member among all.

use serde::{Deserialize, Serialize};

use super::sorted::Sorted;
use super::tree::has_place;
use crate::network::state::State;
use crate::network::statistic::fold::{Aggregate, Fold};

/// The place of the newest member among all that can be compared, itself included.
///
/// Members that are equal share their places, in one of three ways (the methods of pandas' `rank`; the default there is
/// `average`); places are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rank {
    /// How many are less.
    pub below: u64,
    /// How many are equal, itself included: at least 1.
    pub equal: u64,
    /// How many there are.
    pub count: u64,
}

impl Rank {
    /// The first of the places that equal ones share: below + 1.
    pub fn min(&self) -> u64 {
        self.below + 1
    }

    /// The last of the places that equal ones share: below + equal.
    pub fn max(&self) -> u64 {
        self.below + self.equal
    }

    /// The middle of the places that equal ones share: below + (equal + 1) / 2.
    pub fn average(&self) -> f64 {
        self.below as f64 + (self.equal + 1) as f64 / 2.0
    }

    /// 100 · [`average`](Rank::average) / count: above 0, at most 100.
    ///
    /// Pandas' `rank(pct=True)`, times 100; scipy's `percentileofscore(…, kind="rank")`.
    pub fn percentile(&self) -> f64 {
        100.0 * self.average() / self.count as f64
    }
}

/// Fold of [`rank`](super::rank()).
#[derive(Clone, Copy, Debug)]
pub struct OfNewest;

/// What is known of the members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: State")]
pub struct Ranked<T> {
    members: Sorted<T>,
    newest: Option<T>,
}

impl<T: State + PartialOrd> Fold<T> for OfNewest {
    type State = Ranked<T>;
    type Out = Option<Rank>;

    fn start(&self) -> Ranked<T> {
        Ranked { members: Sorted::new(), newest: None }
    }

    fn restart(&self, all: &mut Ranked<T>) {
        all.members.clear();
        all.newest = None;
    }

    #[inline]
    fn enter(&self, all: &mut Ranked<T>, member: &T) {
        all.members.insert(member);
        all.newest = Some(member.clone());
    }

    #[inline]
    fn out(&self, all: &Ranked<T>) -> Option<Rank> {
        let newest = all.newest.as_ref().filter(|newest| has_place(*newest))?;
        let below = all.members.below(newest) as u64;
        let equal = all.members.not_above(newest) as u64 - below;
        Some(Rank { below, equal, count: all.members.len() as u64 })
    }
}

impl<T: State + PartialOrd> Aggregate<T> for OfNewest {
    #[inline]
    fn leave(&self, all: &mut Ranked<T>, gone: &T, next: Option<&T>) {
        all.members.remove(gone);
        if next.is_none() {
            all.newest = None;
        }
    }
}
