//! `ohlc`: open, high, low and close.

use serde::{Deserialize, Serialize};

use super::ends::{First, Last};
use super::extreme::{Candidates, Extreme};
use super::fold::{Aggregate, Fold};
use crate::network::state::State;

/// Open, high, low and close of a stretch in which something occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ohlc<T> {
    /// The first.
    pub open: T,
    /// The greatest.
    pub high: T,
    /// The least.
    pub low: T,
    /// The last.
    pub close: T,
}

/// Fold of [`ohlc`](super::ohlc()): four in one.
#[derive(Clone, Copy, Debug)]
pub struct OpenHighLowClose;

type Four = (First, Extreme<true>, Extreme<false>, Last);
const FOUR: Four = (First, Extreme, Extreme, Last);

impl<T: State + PartialOrd> Fold<T> for OpenHighLowClose {
    type State = (Option<T>, Candidates<T>, Candidates<T>, Option<T>);
    type Out = Option<Ohlc<T>>;

    fn start(&self) -> Self::State {
        FOUR.start()
    }

    #[inline]
    fn restart(&self, state: &mut Self::State) {
        FOUR.restart(state);
    }

    #[inline]
    fn enter(&self, state: &mut Self::State, member: &T) {
        FOUR.enter(state, member);
    }

    #[inline]
    fn out(&self, state: &Self::State) -> Option<Ohlc<T>> {
        let (open, high, low, close) = Fold::<T>::out(&FOUR, state);
        Some(Ohlc { open: open?, high: high?, low: low?, close: close? })
    }
}

impl<T: State + PartialOrd> Aggregate<T> for OpenHighLowClose {
    #[inline]
    fn arrive(&self, state: &mut Self::State, member: &T) {
        FOUR.arrive(state, member);
    }

    #[inline]
    fn leave(&self, state: &mut Self::State, gone: &T, next: Option<&T>) {
        FOUR.leave(state, gone, next);
    }
}
