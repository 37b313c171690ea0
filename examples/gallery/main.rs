//! Indicators over one day that is made up: a table of where each ends, and with `--page` a page of pictures.
//!
//! `cargo run --release --example gallery -- [--page FILE.html]`

mod day;
mod drawn;
mod prices;
mod profile;
mod trades;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tidegate::report::{Chart, OutputFile, Page, Series, Table, print};
use tidegate::time::Time;

use crate::day::day;
use crate::drawn::{Across, Line, Picture};
use crate::prices::{of_prices, of_ranges};
use crate::profile::of_profiles;
use crate::trades::{of_volumes_and_books, of_windows};

/// Shows indicators over one synthetic day.
#[derive(Parser)]
struct Args {
    /// Write a page with a picture of each, which needs nothing else
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
}

/// Its last value; of what goes by price, the lowest price where it is greatest.
fn told(line: &Line, across: Across) -> Option<f64> {
    match across {
        Across::Day => line.last().map(|(_, value)| *value),
        Across::Prices => line
            .iter()
            .rev()
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(price, _)| f64::from(*price)),
    }
}

fn row(table: Table, picture: &Picture) -> Table {
    picture.lines.iter().fold(table, |table, (name, line)| {
        let told = told(line, picture.across).map_or("nothing".to_owned(), |value| format!("{value:.6}"));
        let what = match picture.across {
            Across::Day => format!("{}: {name}", picture.title),
            Across::Prices => format!("{}: price of most {name}", picture.title),
        };
        table.row(what, told)
    })
}

fn chart(picture: &Picture) -> Chart {
    let chart = Chart::new(picture.title);
    let series = |line: &Line, x: fn(i32) -> i64| {
        let mut series = Series::new();
        line.iter().for_each(|(at, value)| series.push(x(*at), *value));
        series
    };
    picture.lines.iter().fold(chart, |chart, (name, line)| match picture.across {
        Across::Day => chart.line(name, &series(line, |second| Time::from_secs(second).nanos())).x_time(),
        Across::Prices => chart.area(name, &series(line, i64::from)),
    })
}

fn show(args: &Args) -> Result<(), Box<dyn Error>> {
    let page = args.page.as_ref().map(OutputFile::reserve).transpose()?;
    let day = day()?;
    let volumes = [of_volumes_and_books(&day), of_profiles(&day)?];
    let all = [of_prices(&day), of_ranges(&day)].into_iter().chain(volumes).chain([of_windows(&day)]);
    let pictures: Vec<Picture> = all.flatten().collect();
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
