//! Room for as many nodes as the most members there have ever been may need: nothing is allocated unless there are more.

use super::Tree;
use super::balance::least;
use super::node::Node;

impl<T, const LEAF: usize, const INNER: usize> Tree<T, LEAF, INNER> {
    /// A node for that level, without members.
    pub(super) fn node(&mut self, level: usize) -> u32 {
        let kind = level.min(1);
        self.spare[kind].pop().unwrap_or_else(|| self.make(kind))
    }

    /// A node more: of kind 0 a leaf.
    fn make(&mut self, kind: usize) -> u32 {
        self.nodes.push(Node::with_room([LEAF, INNER][kind], [0, INNER + 1][kind]));
        self.made[kind] += 1;
        (self.nodes.len() - 1) as u32
    }

    /// Makes room for some more members than there are. The first leaf grows as it has to: many windows are small.
    #[cold]
    pub(super) fn make_room(&mut self) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
            self.made[0] = 1;
            self.room = LEAF;
            return;
        }
        // If a leaf has at least so many, and there is a member between any two, so many leaves are the most.
        let each = least(LEAF) + 1;
        let leaves = (self.len + 1) / each + 1;
        for (kind, most) in [leaves, inner(leaves, least(INNER) + 1)].into_iter().enumerate() {
            while self.made[kind] < most {
                let node = self.make(kind);
                self.spare[kind].push(node);
            }
            self.spare[kind].reserve(self.made[kind] - self.spare[kind].len());
        }
        self.room = (leaves + 1) * each - 2;
    }

    /// Lets go of all members of a node of that level and of those below it, and keeps the nodes.
    pub(super) fn empty(&mut self, node: u32, level: usize) {
        while let Some(kid) = self.nodes[node as usize].kids.pop() {
            self.empty(kid.node, level - 1);
        }
        self.nodes[node as usize].members.clear();
        self.spare[level.min(1)].push(node);
    }
}

/// How many nodes may stand above so many leaves, if each but the root has at least `kids`.
pub(super) fn inner(leaves: usize, kids: usize) -> usize {
    let (mut level, mut all) = (leaves, 0);
    while level > 1 {
        level = (level / kids).max(1);
        all += level;
    }
    all
}
