//! How many instructions does an event cost?
//!
//! Counted under valgrind, so that a busy machine makes no difference: a thousand events of each workload, after
//! twenty thousand to warm up. Exceeding a budget fails the run. Budgets hold for one compiler and one target; see `.ci/run`.

#![recursion_limit = "512"]
#![allow(dead_code, reason = "the workloads are shared with the bench of wall times")]

use std::hint::black_box;

use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

#[path = "../../workload/mod.rs"]
mod workload;

use workload::{Run, WORKLOADS};

const EVENTS: u64 = 1_000;
/// Enough for every instrument of `sparse/1000` to have its sub-network, and every window to be full.
const WARM_UP: u64 = 20_000;

/// The network of a workload, warmed up.
fn warm(name: &str) -> Run {
    let (_, _, network) = WORKLOADS.iter().find(|(known, ..)| *known == name).expect("a workload's name");
    let mut run = network();
    run(WARM_UP);
    run
}

/// No more than so many instructions an event: what was counted and three in a hundred.
fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, instructions * EVENTS)]));
    config
}

#[library_benchmark]
#[bench::chain_0(args = ("chain/0"), setup = warm, config = at_most(77))]
#[bench::chain_8(args = ("chain/8"), setup = warm, config = at_most(105))]
#[bench::chain_32(args = ("chain/32"), setup = warm, config = at_most(179))]
#[bench::chain_128(args = ("chain/128"), setup = warm, config = at_most(475))]
#[bench::fanout(args = ("fanout"), setup = warm, config = at_most(461))]
#[bench::diamond_10(args = ("diamond/10"), setup = warm, config = at_most(165))]
#[bench::sparse_1000(args = ("sparse/1000"), setup = warm, config = at_most(155))]
#[bench::ema_cross(args = ("ema_cross"), setup = warm, config = at_most(101))]
#[bench::quote(args = ("quote"), setup = warm, config = at_most(140))]
#[bench::quote_two(args = ("quote/two"), setup = warm, config = at_most(170))]
#[bench::window(args = ("window"), setup = warm, config = at_most(350))]
fn a_thousand_events(mut run: Run) -> (Run, u64) {
    let checksum = black_box(run(black_box(EVENTS)));
    (run, checksum)
}

library_benchmark_group!(name = events; benchmarks = a_thousand_events);

main!(library_benchmark_groups = events);
