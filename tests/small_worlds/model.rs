//! A graph in the words of the model.

use tidegate::model::run::Run;
use tidegate::model::{Occurrences, Values, behavior, dynamic, event};

use super::Input;
use super::graph::Node;

/// What occurs at each node that is an event.
pub(crate) fn run(graph: &[Node], given: &[&Input]) -> Vec<Occurrences<i64>> {
    let n = given[0].len();
    let instants = Run::untimed(n);
    let mut events: Vec<Occurrences<i64>> = given.iter().map(|input| (*input).clone()).collect();
    let mut behaviors: Vec<Values<i64>> = Vec::new();
    for node in graph {
        let new = match *node {
            Node::Map { x } => event::map(|x| 2 * x + 1, &events[x]),
            Node::Filter { x } => event::filter(|x| x % 2 != 0, &events[x]),
            Node::Merge { x, y } => event::merge(|x, y| 3 * x + y, &events[x], &events[y]),
            Node::Scan { x } => event::scan(0, 0, |s, x| 2 * s + x, &events[x]),
            Node::Dedupe { x } => event::dedupe(0, &events[x]),
            Node::Once { x } => event::once(0, &events[x]),
            Node::Sample { p, x } => event::sample(|x, p| 3 * x + p, &behaviors[p], &events[x]),
            Node::WithLatest { x, y } => event::with_latest(0, 0, |x, y| 3 * x + y, &events[x], &events[y]),
            Node::Changes { p } => dynamic::changes(&behaviors[p]),
            Node::PerKey { x } => {
                let sums = |c: usize, key: &i64, own: &[Option<i64>]| event::scan(c, *key, |s, x| s + x, own);
                let bursts = dynamic::per_key(&instants, 0, |x| x.rem_euclid(2), sums, &events[x]);
                event::map(|burst| burst.iter().map(|(key, sum)| 3 * key + sum).sum(), &bursts)
            }
            Node::Switch { s, x } => {
                let sums = |c: usize, v: &i64| event::scan(c, *v, |s, x| s + x, &events[x]);
                dynamic::switch(&instants, 0, |_| events[x].clone(), sums, &events[s])
            }
            Node::Hold { x } => {
                behaviors.push(behavior::hold(0, 0, &events[x]));
                continue;
            }
            Node::SwitchBehavior { s, p } => {
                let held = |c: usize, v: &i64| {
                    let first = behavior::hold(c, *v, &events[s]);
                    behavior::lift2(|a, b| a + b, &behaviors[p], &first)
                };
                behaviors.push(dynamic::switch_behavior(
                    &instants,
                    0,
                    |_| behaviors[p].clone(),
                    held,
                    &events[s],
                ));
                continue;
            }
        };
        events.push(new);
    }
    events.split_off(given.len())
}
