//! Indicators over one day that is made up: a table of where each ends, and with `--page` a page of pictures.
//!
//! `cargo run --release --example gallery -- [--page FILE.html]`

mod day;
mod drawn;
mod prices;
mod trades;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tidegate::report::{Chart, OutputFile, Page, Series, Table, print};
use tidegate::time::Time;

use crate::day::day;
use crate::drawn::Picture;
use crate::prices::{of_prices, of_ranges};
use crate::trades::{of_volumes_and_books, of_windows};

/// Shows indicators over one synthetic day.
#[derive(Parser)]
struct Args {
    /// Write a page with a picture of each, which needs nothing else
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
}

/// Its last values.
fn row(table: Table, picture: &Picture) -> Table {
    picture.lines.iter().fold(table, |table, (name, line)| {
        let last = line.last().map_or("nothing".to_owned(), |(_, value)| format!("{value:.6}"));
        table.row(format!("{}: {name}", picture.title), last)
    })
}

fn chart(picture: &Picture) -> Chart {
    let chart = Chart::new(picture.title).x_time();
    picture.lines.iter().fold(chart, |chart, (name, line)| {
        let mut series = Series::new();
        line.iter().for_each(|(second, value)| series.push(Time::from_secs(*second).nanos(), *value));
        chart.line(name, &series)
    })
}

fn show(args: &Args) -> Result<(), Box<dyn Error>> {
    let page = args.page.as_ref().map(OutputFile::reserve).transpose()?;
    let day = day();
    let all = [of_prices(&day), of_ranges(&day), of_volumes_and_books(&day), of_windows(&day)];
    let pictures: Vec<Picture> = all.into_iter().flatten().collect();
    let table = pictures.iter().fold(Table::new("At the end of the day"), row);
    if let Some(file) = page {
        let all =
            Page::new("Indicators over one synthetic day").text("A minute is a bar; nothing of it is real.");
        file.commit(&pictures.iter().map(chart).fold(all, Page::chart).table(table.clone()).html())?;
    }
    Ok(print(table)?)
}

fn main() -> ExitCode {
    match show(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
