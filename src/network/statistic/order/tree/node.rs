//! A node: members in order, and between them what is below.

use std::mem;

/// Members in order. A leaf is no more than that; of others each member stands between two kids, whose members are all on its
/// side.
#[derive(Clone, Debug)]
pub(super) struct Node<T> {
    pub(super) members: Vec<T>,
    /// None, or one more than there are members.
    pub(super) kids: Vec<Kid>,
}

/// What is below a node in one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kid {
    pub(super) node: u32,
    /// How many members it has, with those below it.
    pub(super) count: usize,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { members: Vec::new(), kids: Vec::new() }
    }
}

impl<T> Node<T> {
    pub(super) fn with_room(members: usize, kids: usize) -> Self {
        Self { members: Vec::with_capacity(members), kids: Vec::with_capacity(kids) }
    }

    /// How many members it has, with those below it.
    pub(super) fn count(&self) -> usize {
        self.members.len() + self.kids.iter().map(|kid| kid.count).sum::<usize>()
    }

    /// Gives the upper half to `upper`, which is empty; the member between the two.
    pub(super) fn divide(&mut self, upper: &mut Self) -> T {
        let middle = self.members.len() / 2;
        upper.members.extend(self.members.drain(middle + 1..));
        if !self.kids.is_empty() {
            upper.kids.extend(self.kids.drain(middle + 1..));
        }
        self.members.remove(middle)
    }

    /// Takes in all of `upper`, and the member between the two.
    pub(super) fn join(&mut self, between: T, upper: &mut Self) {
        self.members.push(between);
        self.members.append(&mut upper.members);
        self.kids.append(&mut upper.kids);
    }

    /// As many members here as in `upper`, or one less: through the place between the two.
    pub(super) fn share(&mut self, between: &mut T, upper: &mut Self) {
        let half = (self.members.len() + upper.members.len()) / 2;
        if let Some(missing) = half.checked_sub(self.members.len()) {
            self.members.extend(upper.members.drain(..missing).map(|x| mem::replace(between, x)));
            if !self.kids.is_empty() {
                self.kids.extend(upper.kids.drain(..missing));
            }
        } else {
            let given = self.members.len() - half;
            upper.members.extend(self.members.drain(half + 1..));
            upper.members.extend(self.members.pop().map(|x| mem::replace(between, x)));
            upper.members.rotate_right(given);
            if !self.kids.is_empty() {
                upper.kids.extend(self.kids.drain(half + 1..));
                upper.kids.rotate_right(given);
            }
        }
    }
}

/// Which kid of an inner node with these members comes after all of which this holds: two short searches. In the first, prices
/// that are near each other go the same way, which is foreseen; steps of the second do not wait for each other, as those of a
/// binary search do.
#[inline]
pub(super) fn kid_after<T>(members: &[T], holds: impl Fn(&T) -> bool) -> usize {
    const STRIDE: usize = 8;
    let mut at = 0;
    while members.get(at + STRIDE - 1).is_some_and(&holds) {
        at += STRIDE;
    }
    at + members[at..].iter().take(STRIDE).filter(|member| holds(member)).count()
}
