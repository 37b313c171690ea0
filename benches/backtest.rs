//! What does a row of a tape cost, from the file through strategy and venue to the report, against a loop
//! written by hand?
//!
//! Both run the same job over the same 2,000,000 generated rows: EMA(12) against EMA(26), one unit a
//! crossing, filled at the same trade with a fee of 0.1 %. `in memory` leaves out the reading. Figures are
//! medians of interleaved runs; orders, position, profit and fees have to agree exactly.
//!
//! `cargo build --release --examples` before `cargo bench --bench backtest` adds whole processes and their memory.

use std::fs::File;
use std::time::Instant;

use flate2::read::MultiGzDecoder;

mod tape;

#[path = "../examples/quickstart/strategy.rs"]
mod strategy;

use tape::ours::Memory;
use tape::{Answer, DAY, PART, ROWS, Tapes, hand, ours, peers, process};

const RUNS: usize = 5;

/// What is measured, and the one by hand that it is compared with.
const JOBS: [(&str, usize); 8] = [
    ("hand, in memory", 0),
    ("tidegate, in memory", 0),
    ("hand, from CSV", 2),
    ("tidegate, from CSV", 2),
    ("reading the CSV alone", 2),
    ("hand, from gzip", 5),
    ("tidegate, from gzip", 5),
    ("reading the gzip alone", 5),
];

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed(rows: usize, answer: &Answer, run: impl FnOnce() -> Answer) -> f64 {
    let start = Instant::now();
    assert_eq!(run(), *answer, "all do the same job");
    start.elapsed().as_nanos() as f64 / rows as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The nanoseconds a row of each job on the first `rows` rows, and the answer.
fn measure(tapes: &Tapes, rows: usize) -> ([f64; JOBS.len()], Answer) {
    let (csv, gzip) = (tapes.csv(rows), tapes.gzip(rows));
    let memory = Memory::read(&csv);
    let plain = || File::open(&csv).expect("the tape was just written");
    let packed = || MultiGzDecoder::new(File::open(&gzip).expect("the tape was just written"));
    let answer = hand::from(plain());
    let mut times: [Vec<f64>; JOBS.len()] = Default::default();
    for _ in 0..RUNS {
        let prices = memory.rows.iter().map(|(_, trade)| trade.price.units());
        times[0].push(timed(rows, &answer, || hand::in_memory(prices)));
        times[1].push(timed(rows, &answer, || ours::run(memory.clone())));
        times[2].push(timed(rows, &answer, || hand::from(plain())));
        times[3].push(timed(rows, &answer, || ours::run(ours::open(&csv))));
        times[4].push(timed(rows, &answer, || {
            ours::read(&csv);
            answer
        }));
        times[5].push(timed(rows, &answer, || hand::from(packed())));
        times[6].push(timed(rows, &answer, || ours::run(ours::open(&gzip))));
        times[7].push(timed(rows, &answer, || {
            ours::read(&gzip);
            answer
        }));
    }
    (times.map(median), answer)
}

fn show_rows(tapes: &Tapes) {
    let ((part, _), (whole, answer)) = (measure(tapes, PART), measure(tapes, ROWS));
    println!("{ROWS} rows, {} orders; medians of {RUNS}", answer.0);
    println!(
        "{:<40}{:>8}{:>10}{:>10}{:>14}{:>8}",
        "", "ns/row", "M rows/s", "x hand", "ns/row, 10 %", "growth"
    );
    for (at, (name, by_hand)) in JOBS.iter().enumerate() {
        let (ns, few) = (whole[at], part[at]);
        let (rate, times, growth) = (1e3 / ns, ns / whole[*by_hand], ns / few);
        println!("{name:<40}{ns:>8.1}{rate:>10.1}{times:>10.1}{few:>14.1}{growth:>8.2}");
    }
}

fn show_processes(tapes: &Tapes) {
    let (Some(quickstart), Some(inspect)) = (process::example("quickstart"), process::example("inspect"))
    else {
        return println!("\nno whole processes: `cargo build --release --examples` builds them");
    };
    println!("\n{:<40}{:>8}{:>10}{:>10}", "whole processes", "ms", "M rows/s", "peak MB");
    for (name, program, rows) in [
        ("quickstart, one row: start to first event", &quickstart, 1),
        ("quickstart, 9,757 rows", &quickstart, DAY),
        ("quickstart, 200,000 rows", &quickstart, PART),
        ("quickstart, 2,000,000 rows", &quickstart, ROWS),
        ("inspect, 2,000,000 rows", &inspect, ROWS),
    ] {
        let flags: &[&str] = if program == &quickstart { &["--quantity", "1", "--trades"] } else { &[] };
        let runs: Vec<_> = (0..RUNS).map(|_| process::run(program, flags, &tapes.csv(rows))).collect();
        let peak = runs.iter().filter_map(|taken| taken.peak).max_by(f64::total_cmp);
        let peak = peak.map_or("-".to_owned(), |peak| format!("{peak:.1}"));
        let ms = median(runs.iter().map(|taken| taken.milliseconds).collect());
        println!("{name:<40}{ms:>8.1}{:>10.1}{peak:>10}", rows as f64 / ms / 1e3);
    }
}

fn main() {
    let tapes = Tapes::write().expect("the temporary folder can be written");
    println!("tapes in {}", tapes.folder().display());
    show_rows(&tapes);
    show_processes(&tapes);
    println!(
        "\n{:<40}{:>8}{:>10}{:>10}",
        "quoted, measured 20 November 2026", "ns/row", "whole s", "peak MB"
    );
    for [name, ns, whole, memory] in peers::QUOTED {
        println!("{name:<40}{ns:>8}{whole:>10}{memory:>10}");
    }
}
