//! The members of a window of time: who is in, until when, and what they make.

use super::line::Line;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Aggregate;
use crate::time::{Span, Time};

/// A window that reaches `span` back.
///
/// Invariant: `members` is sorted by the time at which they came, since timestamps never decrease.
#[derive(Debug)]
pub(super) struct Sliding<T, A, S> {
    pub(super) span: Span,
    pub(super) aggregate: A,
    state: S,
    /// Each with the time at which it came.
    members: Line<(Time, T)>,
}

impl<T: State, A: Aggregate<T>> Sliding<T, A, A::State> {
    pub(super) fn new(span: Span, aggregate: A) -> Self {
        let state = aggregate.start();
        Self { span, aggregate, state, members: Line::new() }
    }

    /// Lets go of all that are out at `now`; says whether there were any.
    #[inline]
    pub(super) fn expire(&mut self, now: Time) -> bool {
        let Some(horizon) = self.horizon(now) else {
            return false;
        };
        let Self { aggregate, state, members, .. } = self;
        let mut left = false;
        while members.leave_if(
            |(came, _)| *came <= horizon,
            |gone, next| aggregate.leave(state, &gone.1, next.map(|next| &next.1)),
        ) {
            left = true;
        }
        left
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
            self.members.push((now, member));
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
        self.members.save(to);
        to.put(&self.state);
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.members.load(from)?;
        self.state = from.take()?;
        Ok(())
    }
}
