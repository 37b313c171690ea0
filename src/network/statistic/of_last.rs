//! `.of_last(n)`: a fold that forgets all but the last few.

use std::collections::VecDeque;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::fold::{Aggregate, Fold};
use crate::network::error::{BuildError, Place};
use crate::network::state::State;

/// Fold of [`Aggregate::of_last`].
#[derive(Clone, Copy, Debug)]
pub struct OfLast<A, T> {
    pub(super) aggregate: A,
    pub(super) size: usize,
    /// Of what it is a fold: a fold of several things becomes one of the thing it is used for.
    pub(super) of: PhantomData<fn(&T)>,
}

/// The last few, and what is known of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recent<T, S> {
    members: VecDeque<T>,
    state: S,
}

impl<T: State, A: Aggregate<T>> Fold<T> for OfLast<A, T> {
    type State = Recent<T, A::State>;
    type Out = Option<A::Out>;

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        match self.size {
            0 => Err(BuildError::OutOfRange {
                operator: "of_last",
                expected: "at least one occurrence",
                found: self.size.to_string(),
                used_at,
            }),
            _ => self.aggregate.check(used_at),
        }
    }

    fn start(&self) -> Self::State {
        Recent { members: VecDeque::new(), state: self.aggregate.start() }
    }

    fn restart(&self, recent: &mut Self::State) {
        recent.members.clear();
        self.aggregate.restart(&mut recent.state);
    }

    #[inline]
    fn enter(&self, Recent { members, state }: &mut Self::State, member: &T) {
        // Of a longer memory more may have been put back.
        while members.len() > self.size {
            let Some(gone) = members.pop_front() else { break };
            self.aggregate.leave(state, &gone, members.front());
        }
        let gone = if members.len() == self.size { members.pop_front() } else { None };
        match gone {
            Some(gone) => self.aggregate.replace(state, &gone, members.front(), member),
            None => self.aggregate.arrive(state, member),
        }
        members.push_back(member.clone());
    }

    #[inline]
    fn out(&self, recent: &Self::State) -> Self::Out {
        (recent.members.len() >= self.size).then(|| self.aggregate.out(&recent.state))
    }
}
