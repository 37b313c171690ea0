//! Members in order, whatever the order in which they come and leave.
//!
//! They stand in a tree whose leaves are long: up to a leaf's size it is a sorted vector. Inner nodes have members too, one
//! between each two kids, and know how many each kid has: a value and a place are both found on one way from the root to a leaf.
//! To take a place moves part of one leaf. The record on the catalogue compares it with others.
//!
//! | file | idea |
//! |---|---|
//! | `node.rs` | a node: members in order, and between them what is below |
//! | `balance.rs` | nodes are divided when they are full and joined when little is left in them |
//! | `room.rs` | nodes are kept: nothing is allocated unless there are more members than ever |
//! | `saved.rs` | saved are the members in order |

mod balance;
mod node;
mod room;
mod saved;
#[cfg(test)]
mod tests;

use self::balance::least;
use self::node::{Node, kid_after};
use crate::network::state::State;

/// More levels than there can be: each inner node but the root has at least 24 kids, and nodes have numbers of 32 bits.
const LEVELS: usize = 16;

/// Members by value, of equal ones the oldest first. Those that do not even equal themselves have no place: they are
/// not taken in.
///
/// Whatever is done with one of `n` costs `O(log n)`, and the move of at most some hundred others. Where they all are in one leaf
/// nothing else is looked at.
///
/// Room is kept for the nodes that the most members there have ever been may need: nothing is allocated unless there
/// are more.
///
/// Invariants: all leaves are `height` below `root`. Members in a row are sorted, `len` together; none of the nodes has more than
/// `LEAF` or `INNER`, and none but the root less than three eighths of that; a root with kids has two. Each kid is counted.
/// Any node is in the tree or, empty, in `spare`: there leaves and others apart, as in `made`, which counts all.
#[derive(Clone, Debug)]
pub(super) struct Tree<T, const LEAF: usize, const INNER: usize> {
    nodes: Vec<Node<T>>,
    root: u32,
    height: usize,
    len: usize,
    spare: [Vec<u32>; 2],
    made: [usize; 2],
    /// From how many members on there may be too few spare nodes.
    room: usize,
}

/// On the way to a member: the kid at that place of that node.
#[derive(Clone, Copy, Default)]
struct Step {
    node: u32,
    at: u32,
}

impl<T, const LEAF: usize, const INNER: usize> Tree<T, LEAF, INNER> {
    pub(super) fn new() -> Self {
        const { assert!(LEAF > 2 && INNER > 2) };
        Self {
            nodes: Vec::new(),
            root: 0,
            height: 0,
            len: 0,
            spare: [Vec::new(), Vec::new()],
            made: [0; 2],
            room: 0,
        }
    }

    pub(super) fn clear(&mut self) {
        if self.len > 0 {
            self.empty(self.root, self.height);
            (self.root, self.height, self.len) = (self.node(0), 0, 0);
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The one before which stand `place` others.
    #[inline]
    pub(super) fn get(&self, mut place: usize) -> Option<&T> {
        if place >= self.len {
            return None;
        }
        let mut node = &self.nodes[self.root as usize];
        for _ in 0..self.height {
            let mut at = 0;
            while place > node.kids[at].count {
                place -= node.kids[at].count + 1;
                at += 1;
            }
            if place == node.kids[at].count {
                return node.members.get(at);
            }
            node = &self.nodes[node.kids[at].node as usize];
        }
        node.members.get(place)
    }

    /// How many stand before the first of which this does not hold.
    #[inline]
    fn count_while(&self, holds: impl Fn(&T) -> bool) -> usize {
        let Some(mut node) = self.nodes.get(self.root as usize) else { return 0 };
        let mut before = 0;
        for _ in 0..self.height {
            let at = kid_after(&node.members, &holds);
            before += at + node.kids[..at].iter().map(|kid| kid.count).sum::<usize>();
            node = &self.nodes[node.kids[at].node as usize];
        }
        before + node.members.partition_point(holds)
    }

    /// Who stands right behind the leaf at the end of a way, and on which level.
    fn after(&self, way: &[Step]) -> Option<(usize, &T)> {
        let member = |step: &Step| self.nodes[step.node as usize].members.get(step.at as usize);
        way.iter().enumerate().find_map(|(level, step)| Some((level, member(step)?)))
    }

    /// The first member of a node of that level and of those below it.
    fn first(&self, node: u32, level: usize) -> Option<&T> {
        let mut node = &self.nodes[node as usize];
        for _ in 0..level {
            node = &self.nodes[node.kids[0].node as usize];
        }
        node.members.first()
    }
}

impl<T: State + PartialOrd, const LEAF: usize, const INNER: usize> Tree<T, LEAF, INNER> {
    /// Takes in a member, behind its equals; says whether there is none.
    #[inline]
    pub(super) fn insert(&mut self, x: &T) -> bool {
        if !has_place(x) {
            return false;
        }
        let mut new = true;
        self.take_in(x.clone(), |level, members, x| {
            let at = match level {
                0 => members.partition_point(|member| member <= x),
                _ => kid_after(members, |member| member <= x),
            };
            // Who stands right before it is the last one before it on the way.
            if at > 0 {
                new = members[at - 1] != *x;
            }
            at
        });
        new
    }

    /// Lets go of the oldest of those that equal `x`; says whether it was the only one.
    #[inline]
    pub(super) fn remove(&mut self, x: &T) -> bool {
        let mut way = [Step::default(); LEVELS];
        let way = &mut way[..self.height];
        let mut here = self.root;
        for step in way.iter_mut().rev() {
            let node = &self.nodes[here as usize];
            let at = kid_after(&node.members, |member| member < x);
            *step = Step { node: here, at: at as u32 };
            here = node.kids[at].node;
        }
        let Some(leaf) = self.nodes.get_mut(here as usize) else { return false };
        let leaf = &mut leaf.members;
        let place = leaf.partition_point(|member| member < x);
        let only = if place < leaf.len() {
            if leaf[place] != *x {
                return false;
            }
            leaf.remove(place);
            let next = self.nodes[here as usize]
                .members
                .get(place)
                .or_else(|| self.after(way).map(|(_, next)| next));
            next != Some(x)
        } else {
            let Some(only) = self.remove_after(here, way, x) else { return false };
            only
        };
        self.len -= 1;
        for step in &*way {
            self.nodes[step.node as usize].kids[step.at as usize].count -= 1;
        }
        if self.height > 0 && self.nodes[here as usize].members.len() < least(LEAF) {
            self.tidy(way);
        }
        only
    }

    /// Lets go of who stands right behind a leaf, if that one equals `x`; says whether it was the only one. The last of the leaf
    /// takes its place.
    fn remove_after(&mut self, leaf: u32, way: &[Step], x: &T) -> Option<bool> {
        let (level, _) = self.after(way).filter(|(_, next)| *next == x)?;
        let Step { node, at } = way[level];
        let last = self.nodes[leaf as usize].members.pop()?;
        let above = &mut self.nodes[node as usize];
        above.members[at as usize] = last;
        let next = above.kids[at as usize + 1].node;
        Some(self.first(next, level) != Some(x))
    }

    /// How many are less.
    #[inline]
    pub(super) fn below(&self, x: &T) -> usize {
        self.count_while(|member| member < x)
    }

    /// How many are not greater.
    #[inline]
    pub(super) fn not_above(&self, x: &T) -> usize {
        self.count_while(|member| member <= x)
    }
}

/// Whether it can be compared at least with itself.
#[inline(always)]
pub(super) fn has_place<T: PartialOrd>(x: &T) -> bool {
    x.partial_cmp(x).is_some()
}
