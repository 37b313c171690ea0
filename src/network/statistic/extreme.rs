//! `min` and `max`: the members that may yet be the extreme one, in order.
//!
//! A member is out of the running as soon as a better one comes after it, for that one stays longer. The
//! others form a queue from best to worst, oldest first, and each enters and leaves it once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::fold::{Aggregate, Fold};
use crate::network::state::State;

/// Fold of [`min`](super::min) and of [`max`](super::max).
#[derive(Clone, Copy, Debug)]
pub struct Extreme<const GREATEST: bool>;

/// What is known of the members.
///
/// Invariants: no element of `running` is better than the one before it; both queues are sorted by number, and
/// no number is below `left`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Candidates<T> {
    /// How many have arrived: the number of the next.
    arrived: u64,
    /// How many have left: the number of the oldest.
    left: u64,
    running: VecDeque<(u64, T)>,
    /// Those that do not even equal themselves. Nothing is better than one of them, nor is one better than
    /// anything: it counts while it is the oldest.
    unordered: VecDeque<(u64, T)>,
}

impl<T> Candidates<T> {
    /// The extreme one, with its number.
    #[inline]
    pub(super) fn best(&self) -> Option<(u64, &T)> {
        let oldest = self.unordered.front().filter(|(number, _)| *number == self.left);
        oldest.or(self.running.front()).map(|(number, best)| (*number, best))
    }

    #[inline]
    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }
}

impl<const GREATEST: bool> Extreme<GREATEST> {
    #[inline(always)]
    fn better<T: PartialOrd>(x: &T, than: &T) -> bool {
        if GREATEST { x > than } else { x < than }
    }
}

impl<T: State + PartialOrd, const GREATEST: bool> Fold<T> for Extreme<GREATEST> {
    type State = Candidates<T>;
    type Out = Option<T>;

    fn start(&self) -> Candidates<T> {
        Candidates { arrived: 0, left: 0, running: VecDeque::new(), unordered: VecDeque::new() }
    }

    fn restart(&self, all: &mut Candidates<T>) {
        (all.arrived, all.left) = (0, 0);
        all.running.clear();
        all.unordered.clear();
    }

    #[inline]
    fn enter(&self, all: &mut Candidates<T>, member: &T) {
        // Who stays for good need not be remembered behind a better one.
        if all.running.front().is_none_or(|(_, best)| Self::better(member, best)) {
            all.running.clear();
            all.running.push_back((all.arrived, member.clone()));
        }
        all.arrived += 1;
    }

    #[inline]
    fn out(&self, all: &Candidates<T>) -> Option<T> {
        all.best().map(|(_, best)| best.clone())
    }
}

impl<T: State + PartialOrd, const GREATEST: bool> Aggregate<T> for Extreme<GREATEST> {
    #[inline]
    fn arrive(&self, all: &mut Candidates<T>, member: &T) {
        let entry = (all.arrived, member.clone());
        all.arrived += 1;
        if member.partial_cmp(member).is_none() {
            all.unordered.push_back(entry);
            return;
        }
        while all.running.pop_back_if(|(_, last)| Self::better(member, last)).is_some() {}
        all.running.push_back(entry);
    }

    #[inline]
    fn leave(&self, all: &mut Candidates<T>, _gone: &T, _next: Option<&T>) {
        let left = all.left;
        all.left += 1;
        all.running.pop_front_if(|(number, _)| *number == left);
        all.unordered.pop_front_if(|(number, _)| *number == left);
    }
}
