//! Paper trading in real time: a synthetic market, a simulated venue, and a system that stops gracefully.
//!
//! `cargo run --release --example live_paper [-- --runtime sim --duration 10 --rate 100 --json]`; `--runtime tokio` needs
//! `--features tokio` before the `--`. Ctrl-C asks it to stop: the strategy is told, its orders are swept, the connector says
//! goodbye, and the report accounts for every order. With `--venue HOST:PORT` orders go to a venue over TCP, by `custom_connector`.

mod paced;
mod status;
mod strategy;
#[path = "../custom_connector/tcp/mod.rs"]
mod tcp;

use std::error::Error;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Parser, ValueEnum};
use paced::Paced;
use strategy::restless;
use tcp::TcpVenue;
use tidegate::connector::Connector;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::control::Budgets;
use tidegate::prelude::*;
use tidegate::report::{print, shutdown_table, to_json};
use tidegate::runtime::{HealthBoard, Outcome, RunError, Runtime, Sim, Stop, Threads};

/// Paper trading in real time.
#[derive(Parser)]
struct Args {
    /// What runs the strategy
    #[arg(long, value_enum, default_value_t = Kind::Threads)]
    runtime: Kind,
    /// Seconds to trade; without it, until Ctrl-C
    #[arg(long)]
    duration: Option<u32>,
    /// Trades a second; each brings about two actions
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,
    /// Seed of the synthetic market
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Address of a venue that takes orders as lines over TCP
    #[arg(long)]
    venue: Option<String>,
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Threads,
    Tokio,
    Sim,
}

#[expect(clippy::disallowed_methods, reason = "the market begins today")]
fn quotes(args: &Args) -> Result<Paced<Synthetic<BtcUsdt>>, Box<dyn Error>> {
    let data = Synthetic::new(Only, SyntheticOptions::default().seed(args.seed).trades(1 << 32))?;
    let today = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let next = Time::from_nanos(i64::try_from(today.as_nanos())?);
    let until = args.duration.map_or(Time::MAX, |seconds| next.after(Span::from_secs(seconds.into())));
    Ok(Paced { data, next, gap: Span::from_nanos(1_000_000_000 / u64::from(args.rate)), until })
}

fn trade<C: Connector<BtcUsdt>>(args: &Args, venue: C) -> Result<Outcome, Box<dyn Error>> {
    let (stop, board) = (Stop::new(), HealthBoard::new());
    stop.on_signals()?;
    let status = if args.json { None } else { status::show(board.clone()) };
    let outcome = match args.runtime {
        Kind::Threads => with(Threads::new(), stop, &board).run(&restless, (venue,))?,
        Kind::Sim if args.duration.is_none() => return Err("a simulation needs a --duration".into()),
        Kind::Sim => with(Sim::new(), stop, &board).run(&restless, (venue,))?,
        Kind::Tokio => on_tokio(stop, &board, venue)?,
    };
    status.map_or(Ok(()), |status| status.join().map_err(|_| "the status line panicked"))?;
    Ok(outcome)
}

fn with<R: Runtime>(runtime: R, stop: Stop, board: &HealthBoard) -> R {
    runtime.budgets(Budgets::container()).stop_on(stop).health_to(board)
}

#[cfg(feature = "tokio")]
fn on_tokio<C: Connector<BtcUsdt>>(
    stop: Stop,
    board: &HealthBoard,
    venue: C,
) -> Result<Outcome, Box<dyn Error>> {
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_time().build()?;
    let runtime = with(tidegate::runtime::Tokio::on(tokio.handle().clone()), stop, board);
    Ok(tokio.block_on(runtime.start(restless, (venue,)))?)
}

#[cfg(not(feature = "tokio"))]
fn on_tokio<C>(_: Stop, _: &HealthBoard, _: C) -> Result<Outcome, Box<dyn Error>> {
    Err("built without tokio: add `--features tokio` before the `--`".into())
}

fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let outcome = match args.venue.clone() {
        Some(address) => trade(args, TcpVenue { address, quotes: quotes(args)? })?,
        None => trade(args, SimulatedVenue::new(quotes(args)?))?,
    };
    match args.json {
        true => print(to_json(&outcome.report)?)?,
        false => print(shutdown_table(&outcome.report))?,
    }
    Ok(outcome.report.exit_code().into())
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
