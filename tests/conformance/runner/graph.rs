//! Builds the network of a case with the public combinators: a joint for each event, a box for each behavior.

use std::collections::BTreeMap;

use tidegate::network::{Behavior, BoxedBehavior, Event, Shared, never};

use super::case::{Case, Id, Node, Op, Sub};
use super::error::CaseError;
use super::function::{Affine, pick};
use super::references::{self, in_order};

/// A behavior of the graph.
pub(super) type Value = BoxedBehavior<i64>;

/// What a forward reference still has to be given, once all nodes are made.
pub(super) type Duty = Box<dyn FnOnce(&Wires) -> Result<(), CaseError>>;

/// The nodes that have been made so far.
#[derive(Clone)]
pub(crate) struct Wires {
    inputs: BTreeMap<String, Shared<i64>>,
    pub(super) events: BTreeMap<Id, Shared<i64>>,
    pub(super) behaviors: BTreeMap<Id, Value>,
    /// Whether every event goes through a box on its way.
    pub(super) boxed: bool,
    /// The value that triggered the graph.
    pub(super) parameter: i64,
}

/// Makes all nodes of `case` in the open scope.
pub(crate) fn wire(
    case: &Case,
    inputs: BTreeMap<String, Shared<i64>>,
    boxed: bool,
) -> Result<Wires, CaseError> {
    references::check(&case.nodes, &BTreeMap::new())?;
    let mut wires =
        Wires { inputs, events: BTreeMap::new(), behaviors: BTreeMap::new(), boxed, parameter: 0 };
    wires.make_all(&case.nodes)?;
    Ok(wires)
}

impl Wires {
    pub(crate) fn event(&self, id: Id) -> Result<Shared<i64>, CaseError> {
        self.events.get(&id).copied().ok_or_else(|| self.not(id, "an event"))
    }

    pub(crate) fn behavior(&self, id: Id) -> Result<Value, CaseError> {
        self.behaviors.get(&id).cloned().ok_or_else(|| self.not(id, "a behavior"))
    }

    fn not(&self, node: Id, expected: &'static str) -> CaseError {
        match self.events.contains_key(&node) || self.behaviors.contains_key(&node) {
            true => CaseError::Kind { node, expected },
            false => CaseError::Unknown { node },
        }
    }

    fn make_all(&mut self, nodes: &[Node]) -> Result<(), CaseError> {
        let by_id: BTreeMap<Id, &Node> = nodes.iter().map(|node| (node.id, node)).collect();
        let duties: Vec<Duty> = in_order(nodes)?
            .iter()
            .filter_map(|id| by_id.get(id))
            .map(|node| self.make(node))
            .filter_map(Result::transpose)
            .collect::<Result<_, _>>()?;
        duties.into_iter().try_for_each(|duty| duty(self))
    }

    /// What builds the sub-graph, given the value that triggers it.
    pub(super) fn builder(&self, sub: Sub) -> impl Fn(&i64) -> Wires + Send + Sync + use<> {
        let around = self.clone();
        move |parameter| {
            let mut wires = Wires { parameter: *parameter, ..around.clone() };
            wires.make_all(&sub.nodes).expect("references are checked before anything is built");
            wires
        }
    }

    /// Makes one node; what it cannot be given yet is a duty.
    fn make(&mut self, node: &Node) -> Result<Option<Duty>, CaseError> {
        let id = node.id;
        let event = match node.op.clone() {
            Op::Input { name } => match self.inputs.get(&name) {
                Some(input) => *input,
                None => self.keep(never()),
            },
            Op::Never => self.keep(never()),
            Op::MapAffine { x, a, b } => self.keep(self.event(x)?.map(move |x| Affine(a, b).of(x))),
            Op::FilterMod { x, m, r } => {
                self.keep(self.event(x)?.filter(move |x| x.wrapping_rem_euclid(m) == r))
            }
            Op::FilterCmp { x, cmp, c } => self.keep(self.event(x)?.filter(move |x| cmp.holds(*x, c))),
            Op::UnionWith { x, y, f } => {
                self.keep(self.event(x)?.merge(self.event(y)?, move |x, y| f.of(x, y)))
            }
            Op::MergeWith { x, y, a, b, c, d, f } => {
                let (left, right) =
                    (self.event(x)?.map(|x| (Some(x), None)), self.event(y)?.map(|y| (None, Some(y))));
                self.keep(left.merge(right, |x, y| (x.0, y.1)).map(move |both| match both {
                    (Some(x), None) => Affine(a, b).of(x),
                    (None, Some(y)) => Affine(c, d).of(y),
                    (x, y) => f.of(x.unwrap_or_default(), y.unwrap_or_default()),
                }))
            }
            Op::AccumE { x, init, f } => {
                self.keep(self.event(x)?.scan(init.of(self.parameter), move |s, x| f.of(*s, x)))
            }
            Op::AccumFns { x, init, fns } => {
                self.keep(self.event(x)?.scan(init.of(self.parameter), move |s, x| pick(x, &fns).of(*s)))
            }
            Op::UnionsE { xs, init, fns } => {
                self.keep(self.unions(&xs, &fns)?.scan(init.of(self.parameter), |s, f| f.of(*s)))
            }
            Op::MapAccum { x, init, out, next, id2 } => {
                let both = self.event(x)?.map_accum(init.of(self.parameter), move |s, x| {
                    let out = out.of(*s, x);
                    *s = next.of(*s, x);
                    (out, *s)
                });
                let both = if self.boxed { both.boxed().share() } else { both.share() };
                self.behaviors.insert(id2, both.map(|both| both.1).hold(init.of(self.parameter)).boxed());
                self.keep(both.map(|both| both.0))
            }
            Op::SplitParity { x, id2 } => {
                let (even, odd) = self.event(x)?.partition(|x| x % 2 == 0);
                self.events.insert(id2, self.keep(odd));
                self.keep(even)
            }
            Op::Once { x } => self.keep(self.event(x)?.once()),
            Op::Apply { p, x, f } => {
                self.keep(self.event(x)?.sample(self.behavior(p)?, move |x, p| f.of(p, x)))
            }
            Op::Tag { p, x } => self.keep(self.event(x)?.sample(self.behavior(p)?, |_, p| p)),
            Op::FilterApply { p, x, cmp } => {
                let judged = self.event(x)?.sample(self.behavior(p)?, move |x, p| (x, cmp.holds(p, x)));
                self.keep(judged.filter_map(|(x, holds)| holds.then_some(x)))
            }
            Op::WhenE { p, x } => self.keep(self.event(x)?.gate(self.behavior(p)?.map(|p| p > 0))),
            Op::ValueTag { p, x } => self.keep(self.event(x)?.sample(self.behavior(p)?.frozen(), |_, p| p)),
            Op::Observe { p, x, f } => {
                let p = self.behavior(p)?;
                self.keep(self.event(x)?.observe(move |x| p.clone().map(move |p| f.of(p, x))))
            }
            Op::SwitchE { x, sel, xs } => {
                let alternatives: Vec<_> = xs.iter().map(|x| self.event(*x)).collect::<Result<_, _>>()?;
                self.keep(self.event(sel)?.switch(self.event(x)?, move |v| pick(*v, &alternatives)))
            }
            Op::DynSwitchE { x, trig, sub } => {
                let (out, build) = (sub.out, self.builder(sub));
                let event = move |v: &i64| build(v).event(out).expect("checked to be an event");
                self.keep(self.event(trig)?.switch(self.event(x)?, event))
            }
            Op::DynObserve { trig, sub } => {
                let (out, build) = (sub.out, self.builder(sub));
                let behavior = move |v: i64| build(&v).behavior(out).expect("checked to be a behavior");
                self.keep(self.event(trig)?.observe(behavior))
            }
            behavior => {
                let (value, duty) = self.make_behavior(id, behavior)?;
                self.behaviors.insert(id, value);
                return Ok(duty);
            }
        };
        self.events.insert(id, event);
        Ok(None)
    }

    /// Simultaneous functions compose; the last one listed acts first.
    pub(super) fn unions(&self, xs: &[Id], fns: &[Affine]) -> Result<Shared<Affine>, CaseError> {
        let mut all = never().share();
        for (x, f) in xs.iter().zip(fns) {
            let f = *f;
            all = all.merge(self.event(*x)?.map(move |_| f), Affine::after).share();
        }
        Ok(all)
    }

    fn keep(&self, event: impl Event<Item = i64>) -> Shared<i64> {
        if self.boxed { event.boxed().share() } else { event.share() }
    }
}
