//! Who reads whom in a description, sub-networks included: what all pictures are made from.

use std::collections::BTreeMap;

use super::description::Description;
use super::part::{Part, Read};

/// Where a joint stands: its number, after those of the joints in whose sub-networks it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(pub(crate) Vec<usize>);

impl Path {
    /// A joint of the sub-network that the joint here has built.
    pub(crate) fn joint(&self, number: usize) -> Path {
        Path(self.0.iter().copied().chain([number]).collect())
    }

    /// The joint that something standing in the scope of this path reads.
    pub(crate) fn read(&self, read: Read) -> Path {
        let outer = self.0.len().saturating_sub(read.up);
        Path(self.0[..outer].to_vec()).joint(read.joint)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(usize::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

/// Something that a picture shows as a box of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    Joint(Path),
    /// What the sub-network of this joint gives.
    Gives(Path),
}

/// How one box depends on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    /// It runs when the other occurs.
    Wakes,
    /// It looks at the other when it runs.
    Looks,
    /// It is a part of what the other builds.
    Builds,
    /// It is a behavior declared ahead, and the other sets it: the way back in a loop.
    Sets,
}

/// One arrow, from what is read to who reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: Node,
    pub(crate) to: Node,
    pub(crate) bond: Bond,
}

/// The joints of a description by where they stand, and the arrows between them.
pub(crate) struct Graph<'a> {
    joints: BTreeMap<Path, &'a Part>,
    pub(crate) edges: Vec<Edge>,
}

impl<'a> Graph<'a> {
    pub(crate) fn of(description: &'a Description) -> Self {
        let mut graph = Graph { joints: BTreeMap::new(), edges: Vec::new() };
        graph.take_in(&Path::default(), &description.joints);
        graph.connect(&Path::default(), &description.joints);
        graph
    }

    /// The joint that stands there.
    pub(crate) fn joint(&self, at: &Path) -> Option<&'a Part> {
        self.joints.get(at).copied()
    }

    fn take_in(&mut self, scope: &Path, joints: &'a [Part]) {
        for (number, part) in joints.iter().enumerate() {
            self.take_in(&scope.joint(number), inner(part));
            self.joints.insert(scope.joint(number), part);
        }
    }

    fn connect(&mut self, scope: &Path, joints: &[Part]) {
        for (number, part) in joints.iter().enumerate() {
            let here = scope.joint(number);
            self.reads(scope, part, &Node::Joint(here.clone()));
            if let Some(binds) = part.binds {
                self.edge(Node::Joint(here.clone()), &Node::Joint(scope.joint(binds)), Bond::Sets);
            }
            if let Some(result) = gives(part) {
                let begins = match inner(part).first() {
                    Some(own) if own.kind == "own" => Node::Joint(here.joint(0)),
                    _ => Node::Gives(here.clone()),
                };
                self.edge(Node::Joint(here.clone()), &begins, Bond::Builds);
                self.connect(&here, inner(part));
                self.reads(&here, result, &Node::Gives(here.clone()));
            }
        }
    }

    fn reads(&mut self, scope: &Path, part: &Part, to: &Node) {
        for read in part.all_reads() {
            let bond = if read.wakes { Bond::Wakes } else { Bond::Looks };
            self.edge(self.source(scope.read(read)), to, bond);
        }
    }

    /// The box from which one takes what a joint gives.
    fn source(&self, joint: Path) -> Node {
        match self.joint(&joint).and_then(gives) {
            Some(_) => Node::Gives(joint),
            None => Node::Joint(joint),
        }
    }

    fn edge(&mut self, from: Node, to: &Node, bond: Bond) {
        self.edges.push(Edge { from, to: to.clone(), bond });
    }
}

/// The joints of the sub-network that a joint has built.
pub(crate) fn inner(part: &Part) -> &[Part] {
    part.inside.split_last().map_or(&[], |(_, joints)| joints)
}

/// What that sub-network gives.
pub(crate) fn gives(part: &Part) -> Option<&Part> {
    part.inside.last()
}
