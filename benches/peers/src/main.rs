//! What does an event cost in tidegate, against other libraries and the loop one would write by hand?
//!
//! Every peer computes the workloads of `benches/workload` with the functions of its `spec`, so only the graph
//! machinery differs; checksums are compared before anything is timed. All columns of a row come from one
//! process, interleaved, medians of nine.
//!
//! Words on the command line choose workloads by name; `--json` prints a line for each number instead of a table.

#![recursion_limit = "512"]

mod rxrust;
mod streams;
mod wingfoil;
#[path = "../../workload/mod.rs"]
mod workload;

use std::fmt::Write;

use workload::measure::{self, Timer};
use workload::{Run, WORKLOADS, Workload};

/// A workload in the shape that suits a peer.
enum Engine {
    /// Fed one event after the other.
    Fed(Run),
    /// Pulls its events itself and runs to completion.
    Whole(Whole),
}

/// Runs so many events untimed and then so many timed: the checksum of all, nanoseconds of the timed ones.
type Whole = fn(u64, u64) -> (u64, f64);

/// How a peer carries the workload of a name; none where it cannot (`README.md` says why).
type Carry = fn(&str) -> Option<Engine>;

const PEERS: [(&str, Carry); 5] = [
    ("wingfoil", wingfoil::interpreted),
    ("wf-island", wingfoil::island),
    ("wf-nitro", wingfoil::nitro),
    ("rxrust", rxrust::engine),
    ("streams", streams::engine),
];

/// What is run untimed: every instrument of the widest workload has been seen, and every window is full.
const WARM: u64 = 100_000;

impl Engine {
    fn checksum(&mut self) -> u64 {
        match self {
            Self::Fed(run) => run(WARM),
            Self::Whole(run) => run(WARM - 1_000, 1_000).0,
        }
    }

    fn timer(self) -> Timer {
        match self {
            Self::Fed(run) => measure::timer(run),
            Self::Whole(run) => Box::new(move |events| run(WARM, events).1 / events as f64),
        }
    }
}

/// Nanoseconds an event, of those peers that can carry the workload.
fn measured((name, by_hand, network): Workload) -> Vec<(&'static str, f64)> {
    let own = [("hand", by_hand()), ("tidegate", network())].map(|(peer, run)| (peer, Engine::Fed(run)));
    let others = PEERS.iter().filter_map(|(peer, engine)| Some((*peer, engine(name)?)));
    let mut engines: Vec<(&str, Engine)> = own.into_iter().chain(others).collect();
    let expected = engines[0].1.checksum();
    for (peer, engine) in &mut engines[1..] {
        assert_eq!(engine.checksum(), expected, "{name}: the checksum of {peer} is the one by hand");
    }
    let (peers, mut timers): (Vec<_>, Vec<_>) =
        engines.into_iter().map(|(peer, engine)| (peer, engine.timer())).unzip();
    peers.into_iter().zip(measure::interleaved(&mut timers)).collect()
}

/// What the numbers are; the profile is the one of this crate's manifest.
const HEAD: &str =
    "ns per event, and times hand; opt-level 3, fat LTO, one codegen unit; medians of nine, interleaved";

fn print_head() {
    println!("{HEAD}");
    let peers = ["hand", "tidegate"].into_iter().chain(PEERS.map(|(peer, _)| peer));
    let columns = peers.fold(String::new(), |row, peer| row + &format!("{peer:>18}"));
    println!("{:<14}{columns}", "workload");
}

/// One row; a peer that cannot carry the workload has a dash.
fn print_row(name: &str, times: &[(&str, f64)]) {
    let hand = times[0].1;
    let mut row = format!("{name:<14}");
    for peer in ["hand", "tidegate"].into_iter().chain(PEERS.map(|(peer, _)| peer)) {
        match times.iter().find(|(measured, _)| *measured == peer) {
            Some((_, ns)) => write!(row, "{ns:>10.1}{:>8}", format!("x{:.1}", ns / hand)),
            None => write!(row, "{:>18}", "-"),
        }
        .expect("a string takes all");
    }
    println!("{row}");
}

fn print_json(name: &str, times: &[(&str, f64)]) {
    for (peer, ns) in times {
        let times_hand = ns / times[0].1;
        println!(
            r#"{{"workload":"{name}","peer":"{peer}","ns_per_event":{ns:.2},"times_hand":{times_hand:.2}}}"#
        );
    }
}

fn main() {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with('-'));
    let json = flags.iter().any(|flag| flag == "--json");
    if json {
        eprintln!("{HEAD}")
    } else {
        print_head()
    }
    for workload in WORKLOADS {
        let name = workload.0;
        if !words.is_empty() && !words.iter().any(|word| name.contains(word)) {
            continue;
        }
        let times = measured(workload);
        if json { print_json(name, &times) } else { print_row(name, &times) }
    }
}
