//! What does a journal cost an event, and how fast is a run replayed?
//!
//! The crossover of the quickstart over 500,000 synthetic trades in memory, at the simulated venue: without a journal, with
//! one in memory, with one in a file, and the replay from both. Medians of interleaved runs.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::journal::{FileJournal, MemoryJournal};
use tidegate::prelude::*;
use tidegate::runtime::sim::replay;
use tidegate::runtime::{Outcome, Runtime, Sim};

#[path = "../examples/quickstart/strategy.rs"]
mod strategy;

use strategy::{Parameters, crossover};

const RUNS: usize = 5;
const TRADES: u64 = 500_000;

/// Trades that were made before.
#[derive(Clone)]
struct Memory(Arc<[(Time, Trade<BtcUsdt>)]>, usize);

impl MarketData<BtcUsdt> for Memory {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        let row = self.0.get(self.1);
        self.1 += 1;
        Ok(row.map(|(at, trade)| (*at, Quote::Trade(*trade))))
    }
}

fn made() -> Memory {
    let options = SyntheticOptions::default().trades(TRADES);
    let mut market = Synthetic::<BtcUsdt>::new(Only, options).expect("the options make sense");
    let mut rows = Vec::new();
    while let Some((at, quote)) = market.next_quote().expect("it never fails") {
        if let Quote::Trade(trade) = quote {
            rows.push((at, trade));
        }
    }
    Memory(rows.into(), 0)
}

fn trader(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
    let parameters = Parameters { fast: 12, slow: 26, quantity: "1".parse().expect("a quantity") };
    crossover(parameters, market, control)
}

fn run(sim: Sim, data: &Memory) -> Outcome {
    let venue = SimulatedVenue::new(data.clone()).fee("0.001".parse().expect("a rate"));
    sim.run(&trader, (venue,)).expect("the strategy is built")
}

/// The nanoseconds an event of something that is done to so many.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed(times: &mut Vec<f64>, hash: u64, run: impl FnOnce() -> (u64, u64)) {
    let start = Instant::now();
    let (events, found) = run();
    times.push(start.elapsed().as_nanos() as f64 / events as f64);
    assert_eq!(found, hash, "all do the same");
}

fn main() {
    let path = std::env::temp_dir().join(format!("tidegate-bench-{}.journal", std::process::id()));
    let data = made();
    let plain = run(Sim::new(), &data);
    let (events, hash) = (plain.events, plain.trace_hash);
    let mut times: [Vec<f64>; 5] = Default::default();
    let mut bytes = 0;
    for _ in 0..RUNS {
        let memory = MemoryJournal::new();
        timed(&mut times[0], hash, || (events, run(Sim::new(), &data).trace_hash));
        timed(&mut times[1], hash, || (events, run(Sim::new().journal_to(memory.clone()), &data).trace_hash));
        timed(&mut times[2], hash, || {
            let file = FileJournal::create(&path).expect("a new file");
            (events, run(Sim::new().journal_to(file), &data).trace_hash)
        });
        let records = memory.read();
        timed(&mut times[3], hash, || (events, replay(&trader, records).expect("it is the same").trace_hash));
        timed(&mut times[4], hash, || (events, from_file(&path)));
        bytes = std::fs::metadata(&path).expect("it is there").len();
        std::fs::remove_file(&path).expect("it is there");
    }
    println!(
        "{events} events, {:.1} bytes of journal each; ns an event, medians of {RUNS}",
        bytes as f64 / events as f64
    );
    let names =
        ["no journal", "journal in memory", "journal in a file", "replay from memory", "replay from a file"];
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{name:<20}{:>8.1}", times[RUNS / 2]);
    }
}

fn from_file(path: &Path) -> u64 {
    let reader = FileJournal::read(path).expect("it was written");
    replay(&trader, reader).expect("it is the same").trace_hash
}
