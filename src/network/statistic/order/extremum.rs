//! `argmin` and `argmax`: the extreme member, and when it came.

use serde::{Deserialize, Serialize};

use crate::network::state::State;
use crate::network::statistic::extreme::{Candidates, Extreme};
use crate::network::statistic::fold::{Aggregate, Fold};

/// An extreme member, and when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Extremum<T> {
    /// The member.
    pub value: T,
    /// How many members have come after it: 0 if it is the newest.
    pub ago: u64,
}

/// Fold of [`argmin`](super::argmin) and of [`argmax`](super::argmax).
#[derive(Clone, Copy, Debug)]
pub struct Dated<const GREATEST: bool>;

impl<T: State + PartialOrd, const GREATEST: bool> Fold<T> for Dated<GREATEST> {
    type State = Candidates<T>;
    type Out = Option<Extremum<T>>;

    fn start(&self) -> Candidates<T> {
        Extreme::<GREATEST>.start()
    }

    #[inline]
    fn restart(&self, all: &mut Candidates<T>) {
        Extreme::<GREATEST>.restart(all);
    }

    #[inline]
    fn enter(&self, all: &mut Candidates<T>, member: &T) {
        Extreme::<GREATEST>.enter(all, member);
    }

    #[inline]
    fn out(&self, all: &Candidates<T>) -> Option<Extremum<T>> {
        all.best().map(|(number, best)| Extremum { value: best.clone(), ago: all.arrived() - 1 - number })
    }
}

impl<T: State + PartialOrd, const GREATEST: bool> Aggregate<T> for Dated<GREATEST> {
    #[inline]
    fn arrive(&self, all: &mut Candidates<T>, member: &T) {
        Extreme::<GREATEST>.arrive(all, member);
    }

    #[inline]
    fn leave(&self, all: &mut Candidates<T>, gone: &T, next: Option<&T>) {
        Extreme::<GREATEST>.leave(all, gone, next);
    }
}
