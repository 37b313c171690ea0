//! Saved are the members in order: how they are divided into nodes means nothing.

use serde::de::Deserializer;
use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::Tree;

impl<T, const LEAF: usize, const INNER: usize> Tree<T, LEAF, INNER> {
    /// Shows the members of a node of that level, and those below it, in order, as long as all is well.
    fn each<E>(&self, node: u32, level: usize, show: &mut impl FnMut(&T) -> Result<(), E>) -> Result<(), E> {
        let Some(node) = self.nodes.get(node as usize) else { return Ok(()) };
        if level == 0 {
            return node.members.iter().try_for_each(show);
        }
        node.kids.iter().enumerate().try_for_each(|(at, kid)| {
            self.each(kid.node, level - 1, show)?;
            node.members.get(at).map_or(Ok(()), &mut *show)
        })
    }
}

impl<T: Serialize, const LEAF: usize, const INNER: usize> Serialize for Tree<T, LEAF, INNER> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_seq(Some(self.len))?;
        self.each(self.root, self.height, &mut |member| members.serialize_element(member))?;
        members.end()
    }
}

/// Whatever the list: one that is not in order makes a tree which is not, but is one.
impl<'de, T: Deserialize<'de>, const LEAF: usize, const INNER: usize> Deserialize<'de>
    for Tree<T, LEAF, INNER>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Self::new();
        for member in Vec::deserialize(deserializer)? {
            all.take_in(member, |_, members, _| members.len());
        }
        Ok(all)
    }
}
