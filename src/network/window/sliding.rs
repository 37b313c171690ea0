//! The members of a window of time: who is in, until when, and what they make.

use std::collections::VecDeque;

use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Aggregate;
use crate::time::{Span, Time};

/// A window that reaches `span` back.
///
/// Invariant: `members` is sorted by the time at which they came, since timestamps never decrease.
#[derive(Debug)]
pub(super) struct Sliding<T, A, S> {
    pub(super) span: Span,
    aggregate: A,
    state: S,
    /// Each with the time at which it came.
    members: VecDeque<(Time, T)>,
}

impl<T: State, A: Aggregate<T>> Sliding<T, A, A::State> {
    pub(super) fn new(span: Span, aggregate: A) -> Self {
        let state = aggregate.start();
        Self { span, aggregate, state, members: VecDeque::new() }
    }

    /// Lets go of all that are out at `now`; says whether there were any.
    #[inline]
    pub(super) fn expire(&mut self, now: Time) -> bool {
        let before = self.members.len();
        if let Some(horizon) = self.horizon(now) {
            while let Some((_, gone)) = self.members.pop_front_if(|(came, _)| *came <= horizon) {
                let next = self.members.front().map(|(_, next)| next);
                self.aggregate.leave(&mut self.state, &gone, next);
            }
        }
        self.members.len() < before
    }

    /// Who came then, or before, is out; if there is such a time.
    #[inline]
    fn horizon(&self, now: Time) -> Option<Time> {
        if now == Time::MAX { Some(now) } else { now.checked_sub(self.span) }
    }

    #[inline]
    pub(super) fn arrive(&mut self, now: Time, member: T) {
        // At the end of time nobody is in.
        if now < Time::MAX {
            self.aggregate.arrive(&mut self.state, &member);
            self.members.push_back((now, member));
        }
    }

    #[inline]
    pub(super) fn out(&self) -> A::Out {
        self.aggregate.out(&self.state)
    }

    /// When the oldest member leaves.
    pub(super) fn next(&self) -> Option<Time> {
        self.members.front().map(|(came, _)| came.after(self.span))
    }

    pub(super) fn save(&self, to: &mut Saver<'_>) {
        to.put(&self.members);
        to.put(&self.state);
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.members = from.take()?;
        self.state = from.take()?;
        Ok(())
    }
}
