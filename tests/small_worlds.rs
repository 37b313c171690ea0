//! Every small network does what the model says.
//!
//! A world is a graph of up to four nodes, each used by a later one, over one or two inputs, and what
//! occurs at each instant. All of them are built and run, and compared with the lists of the model at every node
//! that is an event. What goes wrong in a large network mostly goes wrong in a small one first.

#[path = "small_worlds/graph.rs"]
mod graph;
#[path = "small_worlds/model.rs"]
mod model;
#[path = "small_worlds/network.rs"]
mod network;

use std::sync::atomic::{AtomicUsize, Ordering};

use graph::{Node, graphs};

/// What an input gives at each instant.
type Input = Vec<Option<i64>>;

/// All inputs of so many instants in which each instant has one of `values`.
fn inputs(instants: usize, values: &[fn(usize) -> Option<i64>]) -> Vec<Input> {
    let mut all = vec![Vec::new()];
    for t in 0..instants {
        all = all
            .iter()
            .flat_map(|input: &Input| values.iter().map(move |v| [&input[..], &[v(t)]].concat()))
            .collect();
    }
    all
}

fn nothing(_: usize) -> Option<i64> {
    None
}

/// A value that tells the instants apart, odd and even in turn.
fn by_instant(t: usize) -> Option<i64> {
    Some(t as i64 + 1)
}

fn one(_: usize) -> Option<i64> {
    Some(1)
}

/// Runs all graphs of up to `nodes` nodes over all ways to give `inputs` to their sources; says how many.
fn every_world(sources: usize, nodes: usize, inputs: &[Input]) -> usize {
    let graphs: Vec<Vec<Node>> = (1..=nodes).flat_map(|nodes| graphs(sources, nodes)).collect();
    let (next, worlds) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                // Relaxed: the numbers are all that is shared.
                while let Some(graph) = graphs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    worlds.fetch_add(every_input(sources, graph, inputs), Ordering::Relaxed);
                }
            });
        }
    });
    worlds.into_inner()
}

fn every_input(sources: usize, graph: &[Node], inputs: &[Input]) -> usize {
    let ways = inputs.len().pow(sources as u32);
    for way in 0..ways {
        let given: Vec<&Input> = (0..sources as u32)
            .map(|source| &inputs[way / inputs.len().pow(source) % inputs.len()])
            .collect();
        let (expected, found) = (model::run(graph, &given), network::run(graph, &given));
        assert_eq!(
            expected, found,
            "expected by the model and found, node by node, of {graph:?} given {given:?}"
        );
    }
    ways
}

#[test]
fn every_network_of_four_nodes_and_four_instants() {
    let worlds = every_world(1, 4, &inputs(4, &[nothing, by_instant]));
    assert!(worlds >= 1_000_000, "{worlds} worlds");
}

#[test]
fn every_network_of_two_nodes_two_inputs_and_four_instants() {
    let worlds = every_world(2, 2, &inputs(4, &[nothing, by_instant]));
    assert!(worlds >= 100_000, "{worlds} worlds");
}

#[test]
#[ignore = "some minutes: ten million worlds"]
fn every_network_of_four_nodes_and_four_instants_with_equal_values() {
    let worlds = every_world(1, 4, &inputs(4, &[nothing, by_instant, one]));
    let more = every_world(2, 3, &inputs(4, &[nothing, by_instant]));
    println!("{worlds} worlds of one input, {more} of two");
    assert!(worlds + more >= 10_000_000, "{worlds} worlds of one input, {more} of two");
}
