//! One strategy, stopped in six ways, in virtual time.
//!
//! `cargo run --release --example graceful [-- --json]`. The strategy buys one unit, offers it back a little dearer, and
//! when it is told to stop it says that it is done once it holds nothing. What happens then depends on who asks, and
//! on what the market and the connector do; every order is accounted for in each case, and the exit code follows
//! from the report.

mod lagging;
mod logout;
mod strategy;
mod tape;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use lagging::Lagging;
use strategy::round_trip;
use tape::Tape;
use tidegate::connector::venue::SimulatedVenue;
use tidegate::control::{Budgets, ShutdownReport};
use tidegate::prelude::*;
use tidegate::report::{print, to_json};
use tidegate::runtime::{RunError, Runtime, Sim};

/// One strategy, stopped in six ways.
#[derive(Parser)]
struct Args {
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

/// When the run is asked to stop, in seconds.
const STOP: i32 = 5;

/// A way to stop: what it shows, what the market does, how the connector ends, and who asks at which second.
struct Way {
    name: &'static str,
    shows: &'static str,
    tape: Tape,
    is_stuck: bool,
    causes: &'static [(i32, Cause)],
}

fn ways() -> [Way; 6] {
    let signal: &[(i32, Cause)] = &[(STOP, Cause::Signal)];
    let way = |name, shows, tape, is_stuck, causes| Way { name, shows, tape, is_stuck, causes };
    [
        way("asked", "it sells what it holds and is done", Tape::recovers(), false, signal),
        way("timed out", "the price never comes: the sweep cancels its offer", Tape::falls(), false, signal),
        way("crashed", "it panics while it trades: same phases, nobody to ask", Tape::breaks(), false, &[]),
        way("killed", "it is not asked: straight to the sweep", Tape::falls(), false, &[(STOP, Cause::Kill)]),
        way(
            "stuck connector",
            "the connector does not end: it is left behind",
            Tape::recovers(),
            true,
            signal,
        ),
        way(
            "third signal",
            "the first asks, the second seals, the third ends at once",
            Tape::falls(),
            true,
            &[(STOP, Cause::Signal), (STOP + 1, Cause::Signal), (STOP + 1, Cause::Signal)],
        ),
    ]
}

fn stop(way: &Way) -> Result<ShutdownReport, Box<dyn Error>> {
    let venue = Lagging::new(SimulatedVenue::new(way.tape.clone()), Span::from_millis(40), way.is_stuck);
    let mut sim = Sim::new().budgets(Budgets::container());
    for (second, cause) in way.causes {
        sim = sim.cause_at(Time::from_secs(*second), *cause, format!("the example, at second {second}"));
    }
    Ok(sim.run(&round_trip, (venue,))?.report)
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    // The crash of the third way is meant: the report tells it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut all = Vec::new();
    for way in ways() {
        let report = stop(&way)?;
        if args.json {
            all.push(serde_json::json!({ "way": way.name, "report": report }));
        } else {
            print(format!("== {}: {}\n{report}\n", way.name, way.shows))?;
        }
    }
    if args.json {
        print(to_json(&all)?)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            RunError::code_of(&*error).into()
        }
    }
}
