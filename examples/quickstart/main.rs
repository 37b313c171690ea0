//! The main job: a moving-average crossover strategy, a market, a simulated venue, and a clean stop.
//!
//! `cargo run --release --example quickstart` runs on the synthetic market; `--trades FILE` replays a public
//! dump. The strategy is in `strategy.rs`. Ctrl-C stops gracefully and still reports.

mod args;
mod strategy;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use tidegate::connector::replay::{TapeData, TapeOptions};
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{MarketData, Recorded};
use tidegate::prelude::*;
use tidegate::report::{Backtest, OutputFile, Progress, print, shutdown_table, to_json};
use tidegate::runtime::{Outcome, RunError, Runtime, Sim, Stop};

use args::Args;
use strategy::{Parameters, crossover};

fn run<D: MarketData<BtcUsdt>>(
    args: &Args,
    data: D,
    backtest: Backtest<BtcUsdt>,
) -> Result<ExitCode, Box<dyn Error>> {
    let stop = Stop::new();
    stop.on_signals()?;
    let page = args.report.as_ref().map(OutputFile::reserve).transpose()?;
    let (venue, recorder) = Recorded::new(SimulatedVenue::new(data).fee(args.fee).fill(args.fill), backtest);
    let parameters = Parameters { fast: args.fast, slow: args.slow, quantity: args.quantity };
    let strategy =
        move |market: MarketPort<BtcUsdt>, control: Control| crossover(parameters, market, control);
    let outcome = Sim::new().stop_on(stop).run(&strategy, (venue,))?;
    recorder.with(|backtest| {
        backtest.finish_progress();
        // The sweep cancelled what was still waiting for its fill when the data ended.
        backtest.fills_in_flight(outcome.report.orders.swept);
        if let Some(failure) = &outcome.failure {
            return Err(failure.to_string().into());
        }
        // The page first: whoever reads a result on the terminal finds the page written.
        let pictures = backtest.page("Moving-average crossover").table(shutdown_table(&outcome.report));
        page.map(|page| page.commit(&pictures.html())).transpose()?;
        show(args, backtest, &outcome)?;
        Ok(outcome.report.exit_code().into())
    })
}

fn show(args: &Args, backtest: &Backtest<BtcUsdt>, outcome: &Outcome) -> Result<(), Box<dyn Error>> {
    let (report, stopped_early) = (&outcome.report, outcome.report.cause.is_early());
    if args.json {
        let mut all = serde_json::to_value(backtest.summary())?;
        all["trace_hash"] = format!("{:016x}", outcome.trace_hash).into();
        all["exit_code"] = report.exit_code().0.into();
        all["stopped_early"] = stopped_early.into();
        all["fill_rule"] = args.fill.name().into();
        all["shutdown"] = serde_json::to_value(report)?;
        return Ok(print(to_json(&all)?)?);
    }
    backtest.tables().iter().try_for_each(|table| print(format!("{table}\n")))?;
    print(format!("{}\n", shutdown_table(report)))?;
    print(format!("filled at the {}; trace hash {:016x}\n", args.fill.name(), outcome.trace_hash))?;
    let early = if stopped_early { "STOPPED EARLY: this is the part that was done\n" } else { "" };
    Ok(print(early)?)
}

fn start(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let backtest = Backtest::new();
    match &args.trades {
        None => run(args, Synthetic::new(Only, SyntheticOptions::default().seed(args.seed))?, backtest),
        Some(path) => {
            let tape = TapeData::open(path, TapeOptions::default(), Only)?;
            let progress = tape.progress();
            run(args, tape, backtest.progress(Progress::stderr("trades"), move || progress.fraction()))
        }
    }
}

fn main() -> ExitCode {
    let args = Args::parse().check().unwrap_or_else(|error| error.exit());
    start(&args).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
