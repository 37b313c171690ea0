//! The last few, and who has to go when one comes.

use crate::network::state::{Loader, Saver, State, StateError};

/// Up to so many members, of which the oldest makes room for a new one.
///
/// Invariants: at most `size` of them; `oldest` is 0 until there are that many.
#[derive(Debug)]
pub(super) struct Last<T> {
    size: usize,
    members: Vec<T>,
    oldest: usize,
}

impl<T: State> Last<T> {
    pub(super) fn new(size: usize) -> Self {
        Self { size, members: Vec::new(), oldest: 0 }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.members.len() == self.size
    }

    /// Takes in a member, in place of the oldest if there is no room. Before that `change` is told who goes, who is the
    /// oldest then, and who comes.
    #[inline]
    pub(super) fn push(&mut self, member: T, change: impl FnOnce(Option<(&T, Option<&T>)>, &T)) {
        if self.members.len() < self.size {
            change(None, &member);
            return self.members.push(member);
        }
        let (newer, older) = self.members.split_at_mut(self.oldest);
        if let Some((gone, others)) = older.split_first_mut() {
            change(Some((gone, others.first().or(newer.first()))), &member);
            *gone = member;
            self.oldest = if others.is_empty() { 0 } else { self.oldest + 1 };
        }
    }

    pub(super) fn save(&self, out: &mut Saver<'_>) {
        let (newer, older) = self.members.split_at(self.oldest);
        out.put(&[older, newer].concat());
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.members = from.take()?;
        self.oldest = 0;
        Ok(())
    }
}
