//! Members in the order in which they came, who leave in that order.

use crate::network::state::{Loader, Saver, State, StateError};

/// A queue in one piece: to look at its front, and to join it, costs little. Who has left is cleared away when they are
/// half of it, so that each member is moved once on average.
///
/// Invariant: `front` is at most the length of `members`; who stands before it has left.
#[derive(Debug)]
pub(super) struct Line<T> {
    members: Vec<T>,
    front: usize,
}

impl<T: State> Line<T> {
    pub(super) fn new() -> Self {
        Self { members: Vec::new(), front: 0 }
    }

    #[inline]
    pub(super) fn front(&self) -> Option<&T> {
        self.members.get(self.front)
    }

    /// Lets the front leave if `goes` says so: `left` is told who that was, and who is the front then.
    #[inline]
    pub(super) fn leave_if(
        &mut self,
        goes: impl FnOnce(&T) -> bool,
        left: impl FnOnce(&T, Option<&T>),
    ) -> bool {
        let Some(front) = self.members.get(self.front).filter(|front| goes(front)) else {
            return false;
        };
        left(front, self.members.get(self.front + 1));
        self.front += 1;
        true
    }

    #[inline]
    pub(super) fn push(&mut self, member: T) {
        // Only where room would have to be made, so that it costs nothing where there is some.
        if self.members.len() == self.members.capacity() && 2 * self.front >= self.members.len() {
            self.clear_away();
        }
        self.members.push(member);
    }

    #[cold]
    #[inline(never)]
    fn clear_away(&mut self) {
        self.members.drain(..self.front);
        self.front = 0;
    }

    pub(super) fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.members[self.front..].to_vec());
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.members = from.take()?;
        self.front = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        #[test]
        fn it_is_a_queue(steps in prop::collection::vec((any::<u8>(), 0_u8..=255), 0..200)) {
            let (mut line, mut queue) = (Line::new(), VecDeque::new());
            for (member, limit) in steps {
                line.push(member);
                queue.push_back(member);
                while line.leave_if(|front| *front < limit, |gone, next| {
                    assert_eq!(Some(*gone), queue.pop_front());
                    assert_eq!(next, queue.front());
                }) {}
                prop_assert_eq!(line.front(), queue.front());
                prop_assert!(queue.front().is_none_or(|front| *front >= limit));
                prop_assert_eq!(line.members.len() - line.front, queue.len());
            }
        }
    }

    #[test]
    fn room_is_bounded_by_how_many_stand_in_it_at_once() {
        let mut line = Line::new();
        for i in 0..100_000_u32 {
            line.push(i);
            line.leave_if(|front| front + 10 <= i, |_, _| {});
        }
        assert!(line.members.capacity() <= 64, "{} places for 10 members", line.members.capacity());
    }
}
