//! What does an event cost, against the loop one would write by hand?
//!
//! Each workload runs the same generator, functions and checksum as its hand-written twin. The ratios are of
//! interleaved runs (median of nine); criterion gives the wall times.

#![recursion_limit = "512"]

use std::hint::black_box;

use criterion::{Criterion, Throughput};

mod workload;

use workload::{WORKLOADS, Workload, measure};

/// The workloads whose names contain one of the words, or all if there are no words.
fn wanted(words: &[String]) -> impl Iterator<Item = Workload> {
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    WORKLOADS.into_iter().filter(move |(name, ..)| is_wanted(name))
}

/// Nanoseconds an event, and how many times what it takes by hand.
fn ratios(words: &[String]) {
    println!("{:<14}{:>10}{:>12}{:>10}", "ns an event", "hand", "tidegate", "times");
    for (name, by_hand, network) in wanted(words) {
        let (mut hand, mut net) = (by_hand(), network());
        assert_eq!(hand(100_000), net(100_000), "{name}: the checksums agree");
        let times = measure::interleaved(&mut [measure::timer(hand), measure::timer(net)]);
        println!("{name:<14}{:>10.2}{:>12.2}{:>10.2}", times[0], times[1], times[1] / times[0]);
    }
}

fn wall_times(words: &[String]) {
    let mut criterion = Criterion::default();
    for (name, by_hand, network) in wanted(words) {
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
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with('-'));
    ratios(&words);
    if !flags.iter().any(|flag| flag == "--table") {
        wall_times(&words);
    }
}
