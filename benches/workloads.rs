//! What does an event cost, against the loop one would write by hand?
//!
//! Each workload runs the same generator, functions and checksum as its hand-written twin. The ratios are of
//! interleaved runs (median of nine); criterion gives the wall times.

#![recursion_limit = "512"]

use std::hint::black_box;

use criterion::{Criterion, Throughput};

mod workload;

use workload::{WORKLOADS, measure};

/// The table of those workloads whose names contain one of the words on the command line, or of all.
fn ratios(wanted: &[String]) {
    println!("{:<14}{:>10}{:>12}{:>10}", "workload", "hand ns", "tidegate ns", "times");
    for (name, by_hand, network) in WORKLOADS {
        if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word)) {
            continue;
        }
        let (mut hand, mut net) = (by_hand(), network());
        assert_eq!(hand(100_000), net(100_000), "{name}: the checksums agree");
        let times = measure::interleaved(&mut [hand, net].map(measure::timer));
        println!("{name:<14}{:>10.2}{:>12.2}{:>10.2}", times[0], times[1], times[1] / times[0]);
    }
}

fn wall_times() {
    let mut criterion = Criterion::default().configure_from_args();
    for (name, by_hand, network) in WORKLOADS {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(1_000));
        let (mut hand, mut net) = (by_hand(), network());
        group.bench_function("hand", |b| b.iter(|| hand(black_box(1_000))));
        group.bench_function("tidegate", |b| b.iter(|| net(black_box(1_000))));
        group.finish();
    }
    criterion.final_summary();
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    ratios(&words);
    wall_times();
}
