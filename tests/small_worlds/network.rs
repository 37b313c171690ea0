//! A graph as a network.

use tidegate::network::{Behavior, BoxedBehavior, Burst, Event, Input, Network, Output, Shared};
use tidegate::time::Time;

use super::graph::Node;

/// What occurs at each node that is an event.
pub(crate) fn run(graph: &[Node], given: &[&super::Input]) -> Vec<Vec<Option<i64>>> {
    let (mut network, (inputs, outputs)) = build(graph, given.len());
    let mut found = vec![Vec::with_capacity(given[0].len()); outputs.len()];
    for t in 0..given[0].len() {
        let mut instant = network.instant(Time::from_nanos(t as i64)).expect("time goes on");
        for (input, given) in inputs.iter().zip(given) {
            if let Some(value) = given[t] {
                instant = instant.feed(input, value).expect("an input is fed once");
            }
        }
        instant.run().expect("the instant runs");
        for (found, output) in found.iter_mut().zip(&outputs) {
            found.push(network.get(output).copied());
        }
    }
    found
}

type Border = (Vec<Input<i64>>, Vec<Output<i64>>);

fn build(graph: &[Node], sources: usize) -> (Network, Border) {
    let built = Network::build(Time::EPOCH, |border| {
        let (inputs, mut events): (Vec<_>, Vec<_>) = (0..sources).map(|_| border.input::<i64>()).unzip();
        let mut behaviors = Vec::new();
        let mut outputs = Vec::new();
        for node in graph {
            if let Some(event) = wire(*node, &events, &mut behaviors) {
                outputs.push(border.output(event));
                events.push(event);
            }
        }
        (inputs, outputs)
    });
    built.expect("the network builds")
}

/// Makes one node: an event, or a behavior that is put beside the others.
fn wire(node: Node, events: &[Shared<i64>], behaviors: &mut Vec<BoxedBehavior<i64>>) -> Option<Shared<i64>> {
    Some(match node {
        Node::Map { x } => events[x].map(|x| 2 * x + 1).share(),
        Node::Filter { x } => events[x].filter(|x| x % 2 != 0).share(),
        Node::Merge { x, y } => events[x].merge(events[y], |x, y| 3 * x + y).share(),
        Node::Scan { x } => events[x].scan(0, |s, x| 2 * s + x).share(),
        Node::Dedupe { x } => events[x].dedupe().share(),
        Node::Once { x } => events[x].once().share(),
        Node::Sample { p, x } => events[x].sample(behaviors[p].clone(), |x, p| 3 * x + p).share(),
        Node::WithLatest { x, y } => events[x].with_latest(events[y], 0, |x, y| 3 * x + y).share(),
        Node::Changes { p } => behaviors[p].clone().changes().share(),
        Node::PerKey { x } => {
            let sums = events[x].per_key(|x| x.rem_euclid(2), |key, own| own.scan(*key, |s, x| s + x));
            sums.map(|burst: Burst<i64, i64>| burst.iter().map(|(key, sum)| 3 * key + sum).sum()).share()
        }
        Node::Switch { s, x } => {
            let x = events[x];
            events[s].switch(x, move |v| x.scan(*v, |s, x| s + x))
        }
        Node::Hold { x } => {
            behaviors.push(events[x].hold(0).boxed());
            return None;
        }
        Node::SwitchBehavior { s, p } => {
            let (s, p) = (events[s], behaviors[p].clone());
            let held = s.switch_behavior(p.clone(), move |v| p.clone().lift2(s.hold(*v), |a, b| a + b));
            behaviors.push(held.boxed());
            return None;
        }
    })
}
