//! The lists of a graph that is read from data, by the functions of the model.

use std::collections::BTreeMap;

use serde_json::Value;
use tidegate::model::run::Run;
use tidegate::model::{Occurrences, Values, behavior, dynamic, event, join};

use super::runner::case::{Case, Id, Node, Op};
use super::runner::function::{Affine, pick};
use super::runner::outcome::Outcome;

/// The lists of the nodes that are known.
#[derive(Clone, Debug, Default, PartialEq)]
struct Lists {
    events: BTreeMap<Id, Occurrences<i64>>,
    behaviors: BTreeMap<Id, Values<i64>>,
}

/// The instants and inputs of a case.
struct Graph {
    run: Run,
    inputs: BTreeMap<String, Occurrences<i64>>,
}

/// What comes out of a case.
pub(crate) fn run(case: &Case, nodes: &[Value]) -> Outcome {
    let list = |input: &Vec<(usize, i64)>| {
        let mut list = event::never(case.n);
        input.iter().for_each(|(t, value)| list[*t] = Some(*value));
        list
    };
    let inputs = case.inputs.iter().map(|(name, input)| (name.clone(), list(input))).collect();
    let lists = Graph { run: Run::untimed(case.n), inputs }.lists(0, nodes, &Lists::default());
    let mut outcome = Outcome::default();
    for id in &case.ev_out {
        outcome.ev.entry(*id).or_default();
        let occurrences = lists.events[id].iter().enumerate();
        occurrences.for_each(|(t, x)| x.iter().for_each(|x| outcome.occurs(*id, t, *x)));
    }
    for id in &case.bh_out {
        let entries = lists.behaviors[id][..case.n].iter().enumerate();
        entries.for_each(|(t, value)| outcome.stands(*id, t, *value));
    }
    outcome
}

impl Graph {
    /// The lists of `nodes` that come into being at `c`, besides those around them.
    ///
    /// Nodes may hold events that come later, so this is a loop: the lists follow from guesses of
    /// themselves, and each round makes one more instant right.
    fn lists(&self, c: usize, nodes: &[Value], around: &Lists) -> Lists {
        let mut guess = around.clone();
        for _ in 0..=self.run.instants().len() + 1 {
            let mut lists = around.clone();
            nodes
                .iter()
                .for_each(|node| Scope { graph: self, c, guess: &guess, lists: &mut lists }.make(node));
            if lists == guess {
                return lists;
            }
            guess = lists;
        }
        panic!("a graph has one solution");
    }

    /// The lists of a sub-graph that is built at `c` with a parameter: its text with the parameter put in.
    fn part(&self, c: usize, sub: &Value, parameter: i64, around: &Lists) -> Lists {
        let nodes = sub["nodes"].as_array().expect("a sub-graph has nodes");
        let nodes: Vec<Value> = nodes.iter().map(|node| with_parameter(node, parameter)).collect();
        self.lists(c, &nodes, around)
    }
}

fn with_parameter(node: &Value, parameter: i64) -> Value {
    let mut node = node.clone();
    if node["op"] == "param" {
        (node["op"], node["c"]) = ("const".into(), parameter.into());
    }
    if node["init"] == "param" {
        node["init"] = parameter.into();
    }
    node
}

/// Where a node is made.
struct Scope<'a> {
    graph: &'a Graph,
    c: usize,
    guess: &'a Lists,
    lists: &'a mut Lists,
}

impl Scope<'_> {
    fn n(&self) -> usize {
        self.graph.run.instants().len()
    }

    /// An event that is made, else what is guessed of it: at first, that it never occurs.
    fn event(&self, id: Id) -> Occurrences<i64> {
        let known = self.lists.events.get(&id).or_else(|| self.guess.events.get(&id));
        known.cloned().unwrap_or_else(|| event::never(self.n()))
    }

    fn behavior(&self, id: Id) -> Values<i64> {
        self.lists.behaviors[&id].clone()
    }

    fn make(&mut self, node: &Value) {
        let id = |key: &str| node[key].as_i64().expect("the id of a node");
        let (run, c, around) = (&self.graph.run, self.c, self.lists.clone());
        let part = |c: usize, v: &i64| self.graph.part(c, &node["sub"], *v, &around);
        let out = node["sub"]["out"].as_i64().unwrap_or_default();
        let events = |c: usize, v: &i64| part(c, v).events[&out].clone();
        let behaviors = |c: usize, v: &i64| part(c, v).behaviors[&out].clone();
        match node["op"].as_str() {
            Some("dyn_switch_e") => {
                let (x, trigger) = (self.event(id("x")), self.event(id("trig")));
                let switched = dynamic::switch(run, c, |_| x.clone(), events, &trigger);
                self.lists.events.insert(id("id"), switched);
            }
            Some("dyn_switch_b") => {
                let (p, trigger) = (self.behavior(id("p")), self.event(id("trig")));
                let switched = dynamic::switch_behavior(run, c, |_| p.clone(), behaviors, &trigger);
                self.lists.behaviors.insert(id("id"), switched);
            }
            Some("dyn_observe") => {
                let observed = dynamic::observe(run, c, behaviors, &self.event(id("trig")));
                self.lists.events.insert(id("id"), observed);
            }
            _ => {
                let node: Node = serde_json::from_value(node.clone()).expect("a node of the format");
                self.make_static(node.id, node.op);
            }
        }
    }

    fn make_static(&mut self, id: Id, op: Op) {
        match self.make_behavior(&op) {
            Some(values) => _ = self.lists.behaviors.insert(id, values),
            None => {
                let event = self.make_event(op);
                self.lists.events.insert(id, event);
            }
        }
    }

    fn make_behavior(&self, op: &Op) -> Option<Values<i64>> {
        let c = self.c;
        Some(match op.clone() {
            Op::Const { c } => behavior::constant(self.n(), c),
            Op::Stepper { x, init } => behavior::hold(c, init.of(0), &self.event(x)),
            Op::AccumB { x, init, f } => {
                behavior::hold(c, init.of(0), &event::scan(c, init.of(0), |s, x| f.of(*s, x), &self.event(x)))
            }
            Op::UnionsB { xs, init, fns } => {
                behavior::hold(c, init.of(0), &self.unions(&xs, init.of(0), &fns))
            }
            Op::MapB { p, a, b } => behavior::map(|p| Affine(a, b).of(p), &self.behavior(p)),
            Op::Lift2 { p, q, f } => behavior::lift2(|p, q| f.of(p, q), &self.behavior(p), &self.behavior(q)),
            Op::SwitchB { p, sel, ps } => {
                let chosen = |_, v: &i64| self.behavior(pick(*v, &ps));
                dynamic::switch_behavior(&self.graph.run, c, |_| self.behavior(p), chosen, &self.event(sel))
            }
            _ => return None,
        })
    }

    /// One state; of simultaneous functions the last one listed acts first.
    fn unions(&self, xs: &[Id], init: i64, fns: &[Affine]) -> Occurrences<i64> {
        let step = |(x, f): (&Id, &Affine)| {
            let f = *f;
            join::on(move |s: &i64, _| f.of(*s), &self.event(*x))
        };
        let steps: Vec<_> = xs.iter().zip(fns).rev().map(step).collect();
        join::accumulate(self.n(), self.c, init, &steps)
    }

    fn make_event(&mut self, op: Op) -> Occurrences<i64> {
        let c = self.c;
        match op {
            Op::Input { name } => {
                let input = self.graph.inputs.get(&name);
                input.cloned().unwrap_or_else(|| event::never(self.n()))
            }
            Op::Never => event::never(self.n()),
            Op::MapAffine { x, a, b } => event::map(|x| Affine(a, b).of(x), &self.event(x)),
            Op::FilterMod { x, m, r } => event::filter(|x| x.wrapping_rem_euclid(m) == r, &self.event(x)),
            Op::FilterCmp { x, cmp, c } => event::filter(|x| cmp.holds(*x, c), &self.event(x)),
            Op::UnionWith { x, y, f } => event::merge(|x, y| f.of(x, y), &self.event(x), &self.event(y)),
            Op::MergeWith { x, y, a, b, c, d, f } => {
                let (left, right) = (Affine(a, b), Affine(c, d));
                let (x, y) = (self.event(x), self.event(y));
                join::merge_with(|x| left.of(x), |y| right.of(y), |x, y| f.of(x, y), &x, &y)
            }
            Op::AccumE { x, init, f } => event::scan(c, init.of(0), |s, x| f.of(*s, x), &self.event(x)),
            Op::AccumFns { x, init, fns } => {
                event::scan(c, init.of(0), |s, x| pick(x, &fns).of(*s), &self.event(x))
            }
            Op::UnionsE { xs, init, fns } => self.unions(&xs, init.of(0), &fns),
            Op::MapAccum { x, init, out, next, id2 } => {
                let x = self.event(x);
                let states = event::scan(c, init.of(0), |s, x| next.of(*s, x), &x);
                self.lists.behaviors.insert(id2, behavior::hold(c, init.of(0), &states));
                let step = |s: &mut i64, x| {
                    let out = out.of(*s, x);
                    *s = next.of(*s, x);
                    out
                };
                event::map_accum(c, init.of(0), step, &x)
            }
            Op::SplitParity { x, id2 } => {
                let (even, odd) = event::partition(|x| x % 2 == 0, &self.event(x));
                self.lists.events.insert(id2, odd);
                even
            }
            Op::Once { x } => event::once(c, &self.event(x)),
            Op::Apply { p, x, f } => event::sample(|x, p| f.of(p, x), &self.behavior(p), &self.event(x)),
            Op::Tag { p, x } => event::sample(|_, p| p, &self.behavior(p), &self.event(x)),
            Op::FilterApply { p, x, cmp } => {
                let kept = |x, p| cmp.holds(p, x).then_some(x);
                event::filter_map(|x| x, &event::sample(kept, &self.behavior(p), &self.event(x)))
            }
            Op::WhenE { p, x } => event::gate(&behavior::map(|p| p > 0, &self.behavior(p)), &self.event(x)),
            Op::Observe { p, x, f } => {
                let p = self.behavior(p);
                let applied = |_, x: &i64| behavior::map(|p| f.of(p, *x), &p);
                dynamic::observe(&self.graph.run, c, applied, &self.event(x))
            }
            Op::ValueTag { p, x } => {
                event::sample(|_, p| p, &dynamic::frozen(c, &self.behavior(p)), &self.event(x))
            }
            Op::SwitchE { x, sel, xs } => {
                let chosen = |_, v: &i64| self.event(pick(*v, &xs));
                dynamic::switch(&self.graph.run, c, |_| self.event(x), chosen, &self.event(sel))
            }
            behavior => unreachable!("{behavior:?} is a behavior or built at run time"),
        }
    }
}
