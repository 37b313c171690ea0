//! The last few, and who has to go when one comes.

use crate::network::state::{Loader, Saver, State, StateError};

/// Up to so many members, of which the oldest makes room for a new one.
///
/// Invariants: at most `size` of them; `next` is below `size`, and where there is nobody yet if there are fewer.
#[derive(Debug)]
pub(super) struct Last<T> {
    size: usize,
    members: Vec<T>,
    /// The place of the next one: of the oldest, if there is no room.
    next: usize,
}

impl<T: State> Last<T> {
    pub(super) fn new(size: usize) -> Self {
        Self { size, members: Vec::new(), next: 0 }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.members.len() == self.size
    }

    /// Takes in a member, in place of the oldest if there is no room. Then `change` is told who went, who is the oldest
    /// now, and who came.
    #[inline]
    pub(super) fn push(&mut self, member: T, change: impl FnOnce(Option<(&T, Option<&T>)>, &T)) {
        let at = self.next;
        self.next = if at + 1 == self.size { 0 } else { at + 1 };
        match self.members.get_mut(at) {
            Some(oldest) => {
                let gone = std::mem::replace(oldest, member);
                let second = if self.next == at { None } else { self.members.get(self.next) };
                change(Some((&gone, second)), &self.members[at]);
            }
            None => {
                self.members.push(member);
                change(None, &self.members[at]);
            }
        }
    }

    pub(super) fn save(&self, out: &mut Saver<'_>) {
        let (newer, older) = self.members.split_at(self.next);
        out.put(&[older, newer].concat());
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        let members: Vec<T> = from.take()?;
        if members.len() > self.size {
            let expected = format!("a window of at most {} members", self.size);
            return Err(from.misfit(&expected, members.len().to_string()));
        }
        self.members = members;
        self.next = if self.is_full() { 0 } else { self.members.len() };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Last;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    proptest! {
        #[test]
        fn who_goes_is_who_would_leave_a_queue(size in 1_usize..6, members in prop::collection::vec(any::<u8>(), 0..40)) {
            let (mut last, mut queue) = (Last::new(size), VecDeque::new());
            for member in members {
                let gone = if queue.len() == size { queue.pop_front() } else { None };
                let expected = gone.map(|gone| (gone, queue.front().copied()));
                last.push(member, |leaving, arriving| {
                    assert_eq!(leaving.map(|(gone, next)| (*gone, next.copied())), expected);
                    assert_eq!(*arriving, member);
                });
                queue.push_back(member);
                prop_assert_eq!(last.is_full(), queue.len() == size);
            }
        }
    }
}
