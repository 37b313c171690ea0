//! Describes a tape of trades with combinators only: one pass, constant memory.
//!
//! `cargo run --release --example inspect -- FILE [--json]` reads public-dump CSVs of trades and
//! aggTrades, plain or gzipped. Times are in the file's own unit; `_exact` values are exact decimals.

mod facts;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde_json::Value;
use tidegate::connector::replay::{Tape, TapeOptions};
use tidegate::network::Network;
use tidegate::report::{Table, print, to_json};
use tidegate::time::Time;

/// Describes a tape of trades: counts, exact volume and turnover, averages, extremes.
#[derive(Parser)]
struct Args {
    /// A CSV of trades or aggTrades, plain or .gz
    file: PathBuf,
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

/// Feeds the tape row by row and asks at the end.
fn inspect(args: &Args) -> Result<Vec<(&'static str, Value)>, Box<dyn Error>> {
    let mut tape = Tape::open(&args.file, TapeOptions::default())?;
    let (mut network, (input, ask, facts)) = Network::build(Time::MIN, facts::describe)?;
    while let Some(row) = tape.next_row()? {
        network.feed(row.time, &input, row)?;
    }
    network.feed(network.now(), &ask, ())?;
    Ok(facts.into_iter().filter_map(|(name, fact)| Some((name, network.get(&fact)?.clone()))).collect())
}

fn show(args: &Args, facts: Vec<(&'static str, Value)>) -> Result<(), Box<dyn Error>> {
    if args.json {
        return Ok(print(to_json(&facts.into_iter().collect::<BTreeMap<_, _>>())?)?);
    }
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let title = args.file.display().to_string();
    let table =
        facts.into_iter().fold(Table::new(title), |table, (name, value)| table.row(name, text(value)));
    Ok(print(table)?)
}

fn main() -> ExitCode {
    let args = Args::parse();
    match inspect(&args).and_then(|facts| show(&args, facts)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
