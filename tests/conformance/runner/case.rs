//! A case as it stands in the file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::CaseError;
use super::function::{Affine, Compare, Function};
use super::outcome::Outcome;

/// The name of a node.
pub(crate) type Id = i64;

/// One line of a case file.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) lvl: String,
    pub(crate) n: usize,
    #[serde(rename = "in", default)]
    pub(crate) inputs: BTreeMap<String, Vec<(usize, i64)>>,
    pub(crate) nodes: Vec<Node>,
    #[serde(default)]
    pub(crate) ev_out: Vec<Id>,
    #[serde(default)]
    pub(crate) bh_out: Vec<Id>,
    exp: Option<Outcome>,
    exp_inc: Option<Outcome>,
}

/// A node of the graph.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: Id,
    #[serde(flatten)]
    pub(crate) op: Op,
}

/// What a node does. Events are named `x`, `y`, behaviors `p`, `q`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(crate) enum Op {
    Input { name: String },
    Never,
    MapAffine { x: Id, a: i64, b: i64 },
    FilterMod { x: Id, m: i64, r: i64 },
    FilterCmp { x: Id, cmp: Compare, c: i64 },
    UnionWith { x: Id, y: Id, f: Function },
    MergeWith { x: Id, y: Id, a: i64, b: i64, c: i64, d: i64, f: Function },
    AccumE { x: Id, init: i64, f: Function },
    AccumFns { x: Id, init: i64, fns: Vec<Affine> },
    UnionsE { xs: Vec<Id>, init: i64, fns: Vec<Affine> },
    MapAccum { x: Id, init: i64, out: Function, next: Function, id2: Id },
    SplitParity { x: Id, id2: Id },
    Once { x: Id },
    Apply { p: Id, x: Id, f: Function },
    Tag { p: Id, x: Id },
    FilterApply { p: Id, x: Id, cmp: Compare },
    WhenE { p: Id, x: Id },
    Observe { p: Id, x: Id, f: Function },
    ValueTag { p: Id, x: Id },
    Const { c: i64 },
    Stepper { x: Id, init: i64 },
    AccumB { x: Id, init: i64, f: Function },
    UnionsB { xs: Vec<Id>, init: i64, fns: Vec<Affine> },
    MapB { p: Id, a: i64, b: i64 },
    Lift2 { p: Id, q: Id, f: Function },
    SwitchE { x: Id, sel: Id, xs: Vec<Id> },
    SwitchB { p: Id, sel: Id, ps: Vec<Id> },
    DynSwitchE,
    DynSwitchB,
    DynObserve,
}

impl Case {
    /// Whether the library has everything that the graph needs.
    pub(crate) fn is_supported(&self) -> bool {
        let missing = |op: &Op| matches!(op, Op::DynSwitchE | Op::DynSwitchB | Op::DynObserve);
        !self.nodes.iter().any(|node| missing(&node.op))
    }

    /// What must come out, where creation instants count as seen.
    pub(crate) fn expected(&self) -> Option<&Outcome> {
        self.exp.as_ref().or(self.exp_inc.as_ref())
    }

    /// Checks what no type can: ranges, lengths, order of instants.
    pub(crate) fn check(&self) -> Result<(), CaseError> {
        for (name, occurrences) in &self.inputs {
            let rising = occurrences.windows(2).all(|pair| pair[0].0 < pair[1].0);
            if !rising || occurrences.last().is_some_and(|last| last.0 >= self.n) {
                return Err(CaseError::Instants { input: name.clone(), n: self.n });
            }
        }
        self.nodes.iter().try_for_each(Node::check)
    }
}

impl Node {
    fn check(&self) -> Result<(), CaseError> {
        let reason = match &self.op {
            Op::FilterMod { m: 0, .. } => "a remainder by 0",
            Op::AccumFns { fns, .. } if fns.is_empty() => "nothing to pick from",
            Op::SwitchE { xs: among, .. } | Op::SwitchB { ps: among, .. } if among.is_empty() => {
                "nothing to pick from"
            }
            Op::UnionsE { xs, fns, .. } | Op::UnionsB { xs, fns, .. } if xs.len() != fns.len() => {
                "a function for each event is needed"
            }
            _ => return Ok(()),
        };
        Err(CaseError::Constant { node: self.id, reason })
    }
}

impl Op {
    /// The second name under which a node can be used.
    pub(crate) fn second(&self) -> Option<Id> {
        match self {
            Op::MapAccum { id2, .. } | Op::SplitParity { id2, .. } => Some(*id2),
            _ => None,
        }
    }

    /// The events and behaviors whose value in an instant this node needs in the same instant.
    pub(crate) fn needs(&self) -> Vec<Id> {
        match self {
            Op::MapAffine { x, .. }
            | Op::FilterMod { x, .. }
            | Op::FilterCmp { x, .. }
            | Op::AccumE { x, .. }
            | Op::AccumFns { x, .. }
            | Op::MapAccum { x, .. }
            | Op::SplitParity { x, .. }
            | Op::Once { x } => vec![*x],
            Op::UnionWith { x, y, .. } | Op::MergeWith { x, y, .. } => vec![*x, *y],
            Op::UnionsE { xs, .. } => xs.clone(),
            Op::Apply { p, x, .. }
            | Op::Tag { p, x }
            | Op::FilterApply { p, x, .. }
            | Op::WhenE { p, x }
            | Op::Observe { p, x, .. }
            | Op::ValueTag { p, x } => vec![*p, *x],
            Op::MapB { p, .. } => vec![*p],
            Op::Lift2 { p, q, .. } => vec![*p, *q],
            Op::SwitchE { x, xs, .. } => xs.iter().copied().chain([*x]).collect(),
            Op::SwitchB { p, ps, .. } => ps.iter().copied().chain([*p]).collect(),
            // Held events and selectors are not needed at once: their last value is read, and that is older.
            _ => Vec::new(),
        }
    }
}
