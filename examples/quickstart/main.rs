//! The main job: a moving-average crossover strategy, a market, a simulated venue, and a clean stop.
//!
//! `cargo run --release --example quickstart` runs on the synthetic market; `--trades FILE` replays a public
//! dump. The strategy is in `strategy.rs`. Ctrl-C stops gracefully and still reports.

mod strategy;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use tidegate::connector::replay::{TapeData, TapeOptions};
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::connector::{MarketData, Recorded};
use tidegate::prelude::*;
use tidegate::report::{Backtest, OutputFile, Progress, shutdown_table, to_json};
use tidegate::runtime::{Outcome, Runtime, Sim, Stop};

use strategy::{Parameters, crossover};

/// A moving-average crossover strategy on recorded or synthetic trades.
#[derive(Parser)]
struct Args {
    /// A CSV of trades or aggTrades, plain or .gz; the synthetic market without it
    #[arg(long, value_name = "FILE")]
    trades: Option<PathBuf>,
    /// Samples of the fast average
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    fast: u32,
    /// Samples of the slow average
    #[arg(long, default_value_t = 26, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    slow: u32,
    /// Seed of the synthetic market
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What one order trades
    #[arg(long, default_value = "0.1")]
    quantity: Quantity<BtcUsdt>,
    /// Fee as a fraction of the notional
    #[arg(long, default_value = "0.001")]
    fee: Rate,
    /// Fill at the price of the trade that caused the order, or of the next one
    #[arg(long, default_value = "same")]
    fill: FillRule,
    /// Write a page with pictures
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

impl Args {
    /// What the types of the flags cannot say.
    fn check(self) -> Result<Self, clap::Error> {
        let refuse = |text: String| Err(clap::Error::raw(ErrorKind::ValueValidation, format!("{text}\n")));
        match &self {
            Args { fast, slow, .. } if fast >= slow => {
                refuse(format!("expected --fast below --slow, found {fast} and {slow}"))
            }
            Args { quantity, .. } if quantity.is_zero() => {
                refuse("expected --quantity above 0, found 0".into())
            }
            Args { fee, .. } if !(0.0..1.0).contains(&fee.to_f64()) => {
                refuse(format!("expected --fee from 0 to below 1, found {fee}"))
            }
            _ => Ok(self),
        }
    }
}

fn run<D: MarketData<BtcUsdt>>(
    args: &Args,
    data: D,
    backtest: Backtest<BtcUsdt>,
) -> Result<ExitCode, Box<dyn Error>> {
    let page = args.report.as_ref().map(OutputFile::reserve).transpose()?;
    let stop = Stop::new();
    stop.on_signals()?;
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
        show(args, backtest, &outcome)?;
        page.map(|page| page.commit(&backtest.page("Moving-average crossover").html())).transpose()?;
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
        print!("{}", to_json(&all)?);
        return Ok(());
    }
    backtest.tables().iter().for_each(|table| println!("{table}"));
    println!("{}", shutdown_table(report));
    println!("filled at the {}; trace hash {:016x}", args.fill.name(), outcome.trace_hash);
    if stopped_early {
        println!("STOPPED EARLY: this is the part that was done");
    }
    Ok(())
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
        ExitCode::from(2)
    })
}
