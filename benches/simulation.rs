//! How much faster than the world is the simulation: how many virtual seconds does a real one simulate?
//!
//! The strategy of the quickstart, EMA(12) against EMA(26), over a made up market of trades 100 ms apart on average; with
//! the order of a seed, at the end of a wire with latency, and of one on which much goes wrong. The best of three runs each.
//! Then the random worlds of such wires: a market of a minute, from start to report.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::Instant;

use tidegate::connector::Connector;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::wire::{Boundary, Fault, Latency, When, Wire};
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Runtime, Sim, ThreadWorkers};

#[path = "../examples/quickstart/strategy.rs"]
mod strategy;

use strategy::{Parameters, crossover};

const TRADES: u64 = 500_000;
const WORLDS: u64 = 5_000;

fn venue(seed: u64, trades: u64) -> SimulatedVenue<BtcUsdt, Synthetic<BtcUsdt>> {
    let options = SyntheticOptions::default().seed(seed).trades(trades);
    SimulatedVenue::new(Synthetic::new(Only, options).expect("sound options"))
}

fn far<C>(connector: C, seed: u64) -> Wire<C> {
    let latency = Latency::of(Span::from_millis(5)).jitter(Span::from_millis(3));
    let ways = [Boundary::MarketData, Boundary::Orders, Boundary::Answers];
    ways.into_iter().fold(Wire::new(connector, seed), |wire, way| wire.latency(way, latency))
}

fn bad<C>(connector: C, seed: u64) -> Wire<C> {
    far(connector, seed)
        .fault(Boundary::MarketData, Fault::Loss, When::OneIn(1_000))
        .fault(Boundary::MarketData, Fault::Hang(Span::from_millis(300)), When::OneIn(10_000))
        .fault(Boundary::Orders, Fault::Loss, When::OneIn(100))
        .fault(Boundary::Orders, Fault::Duplication, When::OneIn(100))
        .fault(Boundary::Answers, Fault::Loss, When::OneIn(100))
        .fault(Boundary::Answers, Fault::Disconnect(Span::from_secs(2)), When::OneIn(1_000))
}

fn run<R: Runtime>(sim: R, connector: impl Connector<BtcUsdt>) -> Outcome {
    let parameters = Parameters { fast: 12, slow: 26, quantity: "0.01".parse().expect("a quantity") };
    let strategy =
        move |market: MarketPort<BtcUsdt>, control: Control| crossover(parameters, market, control);
    sim.run(&strategy, (connector,)).expect("it begins")
}

fn seconds(outcome: &Outcome) -> f64 {
    outcome.last.since(outcome.first).nanos() as f64 / 1e9
}

/// The best of three, in virtual seconds a second and in nanoseconds an event.
fn tell(what: &str, run: impl Fn() -> Outcome) {
    let timed = |_| {
        let start = Instant::now();
        let outcome = run();
        (start.elapsed().as_secs_f64(), outcome)
    };
    let best = (0..3).map(timed).min_by(|one, other| one.0.total_cmp(&other.0));
    let (took, outcome) = best.expect("three runs");
    let (times, event) = (seconds(&outcome) / took, took * 1e9 / outcome.events as f64);
    let orders = outcome.report.orders.submitted;
    println!("{what:34} {times:12.0} s a second {event:8.0} ns an event {orders:7} orders");
}

fn main() {
    tell("as data has it", || run(Sim::new(), venue(1, TRADES)));
    tell("in the order of a seed", || run(Sim::new().seed(7), venue(1, TRADES)));
    tell("a wire with latency", || run(Sim::new().seed(7), far(venue(1, TRADES), 7)));
    tell("a wire with latency and faults", || run(Sim::new().seed(7), bad(venue(1, TRADES), 7)));
    tell("the same on threads, a tenth", || {
        run(Sim::new().seed(7).with_workers(ThreadWorkers::new()), bad(venue(1, TRADES / 10), 7))
    });
    let start = Instant::now();
    let world = |seed| run(Sim::new().seed(seed), bad(venue(seed, 600), seed));
    let simulated: f64 = (0..WORLDS).map(|seed| seconds(&world(seed))).sum();
    let took = start.elapsed().as_secs_f64();
    let a_second = WORLDS as f64 / took;
    println!("bad worlds of a minute: {a_second:.0} a second, {:.0} s a second", simulated / took);
}
