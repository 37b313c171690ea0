//! Nodes are divided when they are full and joined when little is left in them, of nodes that are kept.
//!
//! A node is divided on the way down, before anything has to go into it or into what is below: so there is room for the
//! member which then stands between the halves. Who has become too small is joined with a neighbour on the way up, or they
//! share what they have.

use std::mem;

use super::node::Kid;
use super::{Step, Tree};

/// Who has less, and is not the root, is joined, or given some: not far below half of what is most, so that whoever was just
/// divided takes many steps to get there.
pub(super) const fn least(most: usize) -> usize {
    most * 3 / 8
}

/// Two who have no more together become one, which takes many steps to be full; those who have more share it, and then many
/// have to leave either.
pub(super) const fn joined(most: usize) -> usize {
    most * 7 / 8
}

impl<T, const LEAF: usize, const INNER: usize> Tree<T, LEAF, INNER> {
    /// How many members a node may have: 0 is the level of leaves.
    #[inline]
    pub(super) const fn most(level: usize) -> usize {
        if level == 0 { LEAF } else { INNER }
    }

    /// Puts a member where `place` says, which is asked in each node on the way, and told its level.
    #[inline]
    pub(super) fn take_in(&mut self, x: T, mut place: impl FnMut(usize, &[T], &T) -> usize) {
        if self.len >= self.room {
            self.make_room();
        }
        if self.nodes[self.root as usize].members.len() == Self::most(self.height) {
            self.grow();
        }
        let mut here = self.root;
        for level in (0..self.height).rev() {
            let node = &self.nodes[here as usize];
            let mut at = place(level + 1, &node.members, &x);
            if self.nodes[node.kids[at].node as usize].members.len() == Self::most(level) {
                self.divide(here, at, level);
                // Only who stands between the halves is asked: in a list that is not in order others might send it elsewhere.
                at += place(level + 1, &self.nodes[here as usize].members[at..=at], &x);
            }
            let kid = &mut self.nodes[here as usize].kids[at];
            kid.count += 1;
            here = kid.node;
        }
        let leaf = &mut self.nodes[here as usize].members;
        leaf.insert(place(0, leaf, &x), x);
        self.len += 1;
    }

    /// A root above the root, which is full: the one kid is then divided.
    #[cold]
    fn grow(&mut self) {
        let above = self.node(1);
        self.nodes[above as usize].kids.push(Kid { node: self.root, count: self.len });
        self.root = above;
        self.height += 1;
    }

    /// Makes two of the kid at `at`, which is of that level, and full.
    #[cold]
    fn divide(&mut self, above: u32, at: usize, level: usize) {
        let lower = self.nodes[above as usize].kids[at].node as usize;
        let node = self.node(level);
        let mut upper = mem::take(&mut self.nodes[node as usize]);
        let between = self.nodes[lower].divide(&mut upper);
        let (below, count) = (self.nodes[lower].count(), upper.count());
        self.nodes[node as usize] = upper;
        let above = &mut self.nodes[above as usize];
        above.members.insert(at, between);
        above.kids[at].count = below;
        above.kids.insert(at + 1, Kid { node, count });
    }

    /// After a member has left the leaf at the end of the way, which begins at the leaf.
    #[cold]
    pub(super) fn tidy(&mut self, way: &[Step]) {
        for (level, &Step { node, at }) in way.iter().enumerate() {
            let kids = &self.nodes[node as usize].kids;
            if self.nodes[kids[at as usize].node as usize].members.len() >= least(Self::most(level)) {
                return;
            }
            let at = (at as usize).min(kids.len() - 2);
            self.even(node, at, level);
        }
        if let [kid] = self.nodes[self.root as usize].kids[..] {
            self.nodes[self.root as usize].kids.clear();
            self.spare[1].push(self.root);
            self.root = kid.node;
            self.height -= 1;
        }
    }

    /// Makes one of the kid at `at` and the next, which are of that level, or lets them share what they have.
    fn even(&mut self, above: u32, at: usize, level: usize) {
        let kids = &self.nodes[above as usize].kids;
        let (low, high) = (kids[at].node as usize, kids[at + 1].node as usize);
        let [mut lower, mut upper] = [low, high].map(|node| mem::take(&mut self.nodes[node]));
        let above = &mut self.nodes[above as usize];
        if lower.members.len() + 1 + upper.members.len() <= joined(Self::most(level)) {
            lower.join(above.members.remove(at), &mut upper);
            above.kids.remove(at + 1);
            self.spare[level.min(1)].push(high as u32);
        } else {
            lower.share(&mut above.members[at], &mut upper);
            above.kids[at + 1].count = upper.count();
        }
        above.kids[at].count = lower.count();
        (self.nodes[low], self.nodes[high]) = (lower, upper);
    }
}
