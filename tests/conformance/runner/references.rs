//! Which nodes a node refers to, and what it expects of them.

use std::collections::BTreeMap;

use tidegate::network::order;

use super::case::{Id, Node, Op, Sub};
use super::error::CaseError;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Event,
    Behavior,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Event => "an event",
            Kind::Behavior => "a behavior",
        }
    }
}

/// The nodes of an enclosing graph, by what they are.
pub(crate) type Kinds = BTreeMap<Id, Kind>;

/// Checks that all references of `nodes` and of the graphs in them lead to what is expected there.
pub(crate) fn check(nodes: &[Node], around: &Kinds) -> Result<Kinds, CaseError> {
    let mut kinds = around.clone();
    for node in nodes {
        kinds.insert(node.id, node.op.kind());
        kinds.extend(node.op.second());
    }
    in_order(nodes)?;
    for node in nodes {
        for (id, expected) in node.op.references() {
            expect(&kinds, id, expected)?;
        }
        if let Some((sub, expected)) = node.op.sub() {
            let inner = check(&sub.nodes, &kinds)?;
            expect(&inner, sub.out, expected)?;
        }
    }
    Ok(kinds)
}

fn expect(kinds: &Kinds, node: Id, expected: Kind) -> Result<(), CaseError> {
    match kinds.get(&node) {
        Some(kind) if *kind == expected => Ok(()),
        Some(_) => Err(CaseError::Kind { node, expected: expected.name() }),
        None => Err(CaseError::Unknown { node }),
    }
}

/// The names of `nodes` in an order in which they can be built; the second name of a node comes after its first.
pub(crate) fn in_order(nodes: &[Node]) -> Result<Vec<Id>, CaseError> {
    let names: Vec<Id> = nodes
        .iter()
        .flat_map(|node| [Some(node.id), node.op.second().map(|second| second.0)])
        .flatten()
        .collect();
    // What stands around these nodes is there already.
    let own = |needs: Vec<Id>| needs.into_iter().filter(|id| names.contains(id)).collect::<Vec<_>>();
    let first = nodes.iter().map(|node| (node.id, own(node.op.needs())));
    let second = nodes.iter().filter_map(|node| Some((node.op.second()?.0, vec![node.id])));
    Ok(order(first.chain(second))?)
}

impl Op {
    fn kind(&self) -> Kind {
        match self {
            Op::Const { .. }
            | Op::Param
            | Op::Stepper { .. }
            | Op::AccumB { .. }
            | Op::UnionsB { .. }
            | Op::MapB { .. }
            | Op::Lift2 { .. }
            | Op::SwitchB { .. }
            | Op::DynSwitchB { .. } => Kind::Behavior,
            _ => Kind::Event,
        }
    }

    /// The second name under which a node can be used, and what it then is.
    fn second(&self) -> Option<(Id, Kind)> {
        match self {
            Op::MapAccum { id2, .. } => Some((*id2, Kind::Behavior)),
            Op::SplitParity { id2, .. } => Some((*id2, Kind::Event)),
            _ => None,
        }
    }

    /// The graph that this node builds, and what comes out of it.
    pub(crate) fn sub(&self) -> Option<(&Sub, Kind)> {
        match self {
            Op::DynSwitchE { sub, .. } => Some((sub, Kind::Event)),
            Op::DynSwitchB { sub, .. } | Op::DynObserve { sub, .. } => Some((sub, Kind::Behavior)),
            _ => None,
        }
    }

    /// All nodes that this one names, and what it expects of them.
    fn references(&self) -> Vec<(Id, Kind)> {
        use Kind::{Behavior, Event};
        let all = |ids: &[Id], kind| ids.iter().map(|id| (*id, kind)).collect::<Vec<_>>();
        match self {
            Op::Input { .. } | Op::Never | Op::Param | Op::Const { .. } => Vec::new(),
            Op::MapAffine { x, .. }
            | Op::FilterMod { x, .. }
            | Op::FilterCmp { x, .. }
            | Op::AccumE { x, .. }
            | Op::AccumFns { x, .. }
            | Op::MapAccum { x, .. }
            | Op::SplitParity { x, .. }
            | Op::Stepper { x, .. }
            | Op::AccumB { x, .. }
            | Op::Once { x } => all(&[*x], Event),
            Op::UnionWith { x, y, .. } | Op::MergeWith { x, y, .. } => all(&[*x, *y], Event),
            Op::UnionsE { xs, .. } | Op::UnionsB { xs, .. } => all(xs, Event),
            Op::Apply { p, x, .. }
            | Op::Tag { p, x }
            | Op::FilterApply { p, x, .. }
            | Op::WhenE { p, x }
            | Op::Observe { p, x, .. }
            | Op::ValueTag { p, x } => vec![(*p, Behavior), (*x, Event)],
            Op::MapB { p, .. } => all(&[*p], Behavior),
            Op::Lift2 { p, q, .. } => all(&[*p, *q], Behavior),
            Op::SwitchE { x, sel, xs } => [all(&[*x, *sel], Event), all(xs, Event)].concat(),
            Op::SwitchB { p, sel, ps } => {
                [all(&[*p], Behavior), all(&[*sel], Event), all(ps, Behavior)].concat()
            }
            Op::DynSwitchE { x, trig, .. } => all(&[*x, *trig], Event),
            Op::DynSwitchB { p, trig, .. } => vec![(*p, Behavior), (*trig, Event)],
            Op::DynObserve { trig, .. } => all(&[*trig], Event),
        }
    }

    /// The nodes that have to be built before this one.
    fn needs(&self) -> Vec<Id> {
        match self {
            // A held event is read strictly later, so that it may come later.
            Op::Stepper { .. } | Op::AccumB { .. } | Op::UnionsB { .. } => Vec::new(),
            other => {
                let own = other.references().into_iter().map(|reference| reference.0);
                let inner = other.sub().into_iter().flat_map(|(sub, _)| {
                    sub.nodes.iter().flat_map(|node| node.op.every_reference()).chain([sub.out])
                });
                own.chain(inner).collect()
            }
        }
    }

    /// What this node names, and what the graphs in it name.
    fn every_reference(&self) -> Vec<Id> {
        let inner = self.sub().into_iter().flat_map(|(sub, _)| sub.nodes.iter());
        let inner = inner.flat_map(|node| node.op.every_reference());
        self.references().into_iter().map(|reference| reference.0).chain(inner).collect()
    }
}
