//! Describes a tape of trades with combinators only: one pass, constant memory but for the lists of bars and of returns.
//!
//! `cargo run --release --example inspect -- FILE [--json] [--hours 09:30-16:00 --zone America/New_York]` reads public-dump CSVs
//! of trades and aggTrades, plain or gzipped. Times are in the file's own unit; `_exact` values are exact decimals.
//! That times never go backwards is no fact here: a tape on which they do is refused.

mod bars;
mod facts;
mod prices;
mod sessions;
mod statistics;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde_json::Value;
use tidegate::connector::replay::{Tape, TapeOptions, TimeUnit};
use tidegate::network::{InstantError, Network, Stretches};
use tidegate::report::{Table, print, to_json};
use tidegate::time::Time;

/// Describes a tape of trades: counts, exact volume and turnover, averages, extremes.
#[derive(Parser)]
struct Args {
    /// A CSV of trades or aggTrades, plain or .gz
    file: PathBuf,
    /// When the market is open on every day, on its own clocks: sessions, and statistics of their minutes, are of these hours
    #[arg(long, value_name = "HH:MM-HH:MM", default_value = "00:00-24:00")]
    hours: String,
    /// Whose clocks: a time zone of the IANA database
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

/// Runs what is due before `until`.
fn advance(network: &mut Network, until: Time) -> Result<(), InstantError> {
    while let Some(due) = network.next_deadline().filter(|due| *due < until) {
        network.instant(due)?.run()?;
    }
    Ok(())
}

/// Feeds the tape row by row and asks at the end.
fn inspect(args: &Args) -> Result<Vec<(&'static str, Value)>, Box<dyn Error>> {
    let mut tape = Tape::open(&args.file, TapeOptions::default())?;
    let unit = match tape.unit() {
        TimeUnit::Millis => "ms since epoch",
        TimeUnit::Micros => "us since epoch",
    };
    let calendar = sessions::calendar(&args.hours, &args.zone)?;
    let mut next = tape.next_row()?;
    // Not earlier, or there would be a bar for each minute before the first row.
    let start = next.map_or(Time::EPOCH, |row| row.time);
    let (mut network, (input, ask, facts)) =
        Network::build(start, |border| facts::describe(border, &calendar))?;
    while let Some(row) = next {
        advance(&mut network, row.time)?;
        network.feed(row.time, &input, row)?;
        next = tape.next_row()?;
    }
    // By then the last bars are closed: that of the minute, and that of the session.
    let session =
        calendar.trading().at_or_after(network.now()).filter(|session| session.contains(network.now()));
    let end = session.map_or(Time::EPOCH, |session| session.end).max(network.now().after(bars::MINUTE));
    advance(&mut network, end)?;
    network.feed(end, &ask, ())?;
    let told = facts.into_iter().filter_map(|(name, fact)| Some((name, network.get(&fact)?.clone())));
    Ok([("time_unit", unit.into())].into_iter().chain(told).collect())
}

/// A value as a cell of the table.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(cells) => cells.iter().map(text).collect::<Vec<_>>().join(" "),
        _ => value.to_string(),
    }
}

fn show(args: &Args, facts: Vec<(&'static str, Value)>) -> Result<(), Box<dyn Error>> {
    if args.json {
        return Ok(print(to_json(&facts.into_iter().collect::<BTreeMap<_, _>>())?)?);
    }
    let table = Table::new(args.file.display().to_string());
    let table =
        facts.into_iter().fold(table, |table, (name, value)| match value.as_array().map(Vec::as_slice) {
            Some([first, .., last]) => {
                table.row(format!("{name}, first"), text(first)).row(format!("{name}, last"), text(last))
            }
            Some([only]) => table.row(name, text(only)),
            _ if value.is_object() => value
                .as_object()
                .into_iter()
                .flatten()
                .fold(table, |table, (part, value)| table.row(format!("{name}, {part}"), text(value))),
            _ => table.row(name, text(&value)),
        });
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
