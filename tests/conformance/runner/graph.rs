//! Builds the network of a case with the public combinators: a joint for each event, a box for each behavior.

use std::collections::BTreeMap;

use tidegate::network::{Behavior, BoxedBehavior, Event, Shared, never, order};

use super::case::{Case, Id, Node, Op};
use super::error::CaseError;
use super::function::{Affine, pick};

/// A behavior of the graph.
pub(super) type Value = BoxedBehavior<i64>;

/// What a forward reference still has to be given, once all nodes are made.
pub(super) type Duty = Box<dyn FnOnce(&Wires) -> Result<(), CaseError>>;

/// The nodes that have been made so far.
pub(crate) struct Wires {
    /// Occurs at every instant.
    tick: Shared<()>,
    inputs: BTreeMap<String, Shared<i64>>,
    pub(super) events: BTreeMap<Id, Shared<i64>>,
    pub(super) behaviors: BTreeMap<Id, Value>,
    /// Whether every event goes through a box on its way.
    pub(super) boxed: bool,
}

/// Makes all nodes of `case` in the open scope.
pub(crate) fn wire(
    case: &Case,
    tick: Shared<()>,
    inputs: BTreeMap<String, Shared<i64>>,
    boxed: bool,
) -> Result<Wires, CaseError> {
    let mut wires = Wires { tick, inputs, events: BTreeMap::new(), behaviors: BTreeMap::new(), boxed };
    let nodes: BTreeMap<Id, &Node> = case.nodes.iter().map(|node| (node.id, node)).collect();
    let duties: Vec<Duty> = in_order(case)?
        .iter()
        .filter_map(|id| nodes.get(id))
        .map(|node| wires.make(node))
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    duties.into_iter().try_for_each(|duty| duty(&wires))?;
    Ok(wires)
}

/// All names in an order in which they can be built; the second name of a node comes after its first.
fn in_order(case: &Case) -> Result<Vec<Id>, CaseError> {
    let first = case.nodes.iter().map(|node| (node.id, node.op.needs()));
    let second = case.nodes.iter().filter_map(|node| Some((node.op.second()?, vec![node.id])));
    Ok(order(first.chain(second))?)
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
            Op::AccumE { x, init, f } => self.keep(self.event(x)?.scan(init, move |s, x| f.of(*s, x))),
            Op::AccumFns { x, init, fns } => {
                self.keep(self.event(x)?.scan(init, move |s, x| pick(x, &fns).of(*s)))
            }
            Op::UnionsE { xs, init, fns } => self.keep(self.unions(&xs, &fns)?.scan(init, |s, f| f.of(*s))),
            Op::MapAccum { x, init, out, next, id2 } => {
                let both = self.event(x)?.map_accum(init, move |s, x| {
                    let out = out.of(*s, x);
                    *s = next.of(*s, x);
                    (out, *s)
                });
                let both = if self.boxed { both.boxed().share() } else { both.share() };
                self.behaviors.insert(id2, both.map(|both| both.1).hold(init).boxed());
                self.keep(both.map(|both| both.0))
            }
            Op::SplitParity { x, id2 } => {
                let (even, odd) = self.event(x)?.partition(|x| x % 2 == 0);
                self.events.insert(id2, self.keep(odd));
                self.keep(even)
            }
            Op::Once { x } => self.keep(self.event(x)?.once()),
            Op::Apply { p, x, f } | Op::Observe { p, x, f } => {
                self.keep(self.event(x)?.sample(self.behavior(p)?, move |x, p| f.of(p, x)))
            }
            Op::Tag { p, x } => self.keep(self.event(x)?.sample(self.behavior(p)?, |_, p| p)),
            Op::FilterApply { p, x, cmp } => {
                let judged = self.event(x)?.sample(self.behavior(p)?, move |x, p| (x, cmp.holds(p, x)));
                self.keep(judged.filter_map(|(x, holds)| holds.then_some(x)))
            }
            Op::WhenE { p, x } => self.keep(self.event(x)?.gate(self.behavior(p)?.map(|p| p > 0))),
            Op::ValueTag { p, x } => {
                let first = self.tick.sample(self.behavior(p)?, |(), p| p).once();
                self.keep(self.event(x)?.with_latest(first, 0, |_, first| *first))
            }
            Op::SwitchE { x, sel, xs } => {
                let (chosen, duty) = self.chosen(sel, xs.len())?;
                let mut all = self.event(x)?.gate(chosen.clone().map(|chosen| chosen < 0)).share();
                for (place, x) in (0..).zip(xs) {
                    let this = chosen.clone().map(move |chosen| chosen == place);
                    all = all.or(self.event(x)?.gate(this)).share();
                }
                self.events.insert(id, self.keep(all));
                return Ok(duty);
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
