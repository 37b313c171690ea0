//! All graphs of so many nodes.

/// The place of an event or a behavior among those before it.
pub(crate) type Place = usize;

/// A node and what it works on: `x`, `y` and `s` are events, `p` is a behavior.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node {
    Map { x: Place },
    Filter { x: Place },
    Merge { x: Place, y: Place },
    Scan { x: Place },
    Dedupe { x: Place },
    Once { x: Place },
    Hold { x: Place },
    Sample { p: Place, x: Place },
    WithLatest { x: Place, y: Place },
    Changes { p: Place },
    PerKey { x: Place },
    Switch { s: Place, x: Place },
    SwitchBehavior { s: Place, p: Place },
}

impl Node {
    pub(crate) fn is_event(self) -> bool {
        !matches!(self, Node::Hold { .. } | Node::SwitchBehavior { .. })
    }
}

/// How many events and behaviors there are, and which of them nobody uses yet: those are nodes.
#[derive(Clone, Default)]
struct Known {
    events: usize,
    behaviors: usize,
    /// Events are counted from zero, behaviors from a hundred.
    unused: Vec<usize>,
}

const BEHAVIORS: usize = 100;

/// All graphs of `nodes` nodes over so many inputs in which every node but the last is used.
pub(crate) fn graphs(sources: usize, nodes: usize) -> Vec<Vec<Node>> {
    let mut all = Vec::new();
    grow(&mut Vec::new(), &Known { events: sources, ..Known::default() }, nodes, &mut all);
    all
}

fn grow(graph: &mut Vec<Node>, known: &Known, left: usize, all: &mut Vec<Vec<Node>>) {
    if left == 0 {
        all.push(graph.clone());
        return;
    }
    for (node, uses) in choices(known) {
        let mut known = known.clone();
        known.unused.retain(|unused| !uses.contains(unused));
        // A node joins two at most, so that more could never all be used.
        if known.unused.len() >= left {
            continue;
        }
        let new = if node.is_event() { &mut known.events } else { &mut known.behaviors };
        *new += 1;
        known.unused.push(if node.is_event() { known.events - 1 } else { BEHAVIORS + known.behaviors - 1 });
        graph.push(node);
        grow(graph, &known, left - 1, all);
        graph.pop();
    }
}

/// All nodes that can come next, with what they use.
fn choices(known: &Known) -> Vec<(Node, Vec<usize>)> {
    let mut all = Vec::new();
    for x in 0..known.events {
        for node in [
            Node::Map { x },
            Node::Filter { x },
            Node::Scan { x },
            Node::Dedupe { x },
            Node::Once { x },
            Node::Hold { x },
            Node::PerKey { x },
        ] {
            all.push((node, vec![x]));
        }
        for y in 0..known.events {
            let pairs = [Node::Merge { x, y }, Node::WithLatest { x, y }, Node::Switch { s: x, x: y }];
            all.extend(pairs.map(|node| (node, vec![x, y])));
        }
    }
    for p in 0..known.behaviors {
        all.push((Node::Changes { p }, vec![BEHAVIORS + p]));
        for x in 0..known.events {
            let pairs = [Node::Sample { p, x }, Node::SwitchBehavior { s: x, p }];
            all.extend(pairs.map(|node| (node, vec![BEHAVIORS + p, x])));
        }
    }
    all
}
