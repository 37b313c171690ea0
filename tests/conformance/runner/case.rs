//! A case as it stands in the file.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

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
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: Id,
    #[serde(flatten)]
    pub(crate) op: Op,
}

/// The value with which state begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Init {
    Value(i64),
    /// The value that triggered the sub-graph.
    Param,
}

impl Init {
    pub(crate) fn of(self, parameter: i64) -> i64 {
        match self {
            Init::Value(value) => value,
            Init::Param => parameter,
        }
    }
}

impl<'de> Deserialize<'de> for Init {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Value(i64),
            Word(String),
        }
        match Either::deserialize(from)? {
            Either::Value(value) => Ok(Init::Value(value)),
            Either::Word(word) if word == "param" => Ok(Init::Param),
            Either::Word(word) => {
                Err(D::Error::custom(format!("expected a number or \"param\", found {word:?}")))
            }
        }
    }
}

/// A graph that is built when its trigger occurs.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sub {
    pub(crate) nodes: Vec<Node>,
    pub(crate) out: Id,
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
    AccumE { x: Id, init: Init, f: Function },
    AccumFns { x: Id, init: Init, fns: Vec<Affine> },
    UnionsE { xs: Vec<Id>, init: Init, fns: Vec<Affine> },
    MapAccum { x: Id, init: Init, out: Function, next: Function, id2: Id },
    SplitParity { x: Id, id2: Id },
    Once { x: Id },
    Apply { p: Id, x: Id, f: Function },
    Tag { p: Id, x: Id },
    FilterApply { p: Id, x: Id, cmp: Compare },
    WhenE { p: Id, x: Id },
    Observe { p: Id, x: Id, f: Function },
    ValueTag { p: Id, x: Id },
    Const { c: i64 },
    Stepper { x: Id, init: Init },
    AccumB { x: Id, init: Init, f: Function },
    UnionsB { xs: Vec<Id>, init: Init, fns: Vec<Affine> },
    MapB { p: Id, a: i64, b: i64 },
    Lift2 { p: Id, q: Id, f: Function },
    SwitchE { x: Id, sel: Id, xs: Vec<Id> },
    SwitchB { p: Id, sel: Id, ps: Vec<Id> },
    Param,
    DynSwitchE { x: Id, trig: Id, sub: Sub },
    DynSwitchB { p: Id, trig: Id, sub: Sub },
    DynObserve { trig: Id, sub: Sub },
}

impl Case {
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
            Op::DynSwitchE { sub, .. } | Op::DynSwitchB { sub, .. } | Op::DynObserve { sub, .. } => {
                return sub.nodes.iter().try_for_each(Node::check);
            }
            _ => return Ok(()),
        };
        Err(CaseError::Constant { node: self.id, reason })
    }
}
