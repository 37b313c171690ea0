//! Indicators over one day that is made up: a table of where each ends, and with `--page` a page of pictures.
//!
//! `cargo run --release --example gallery -- [--page FILE.html]`

mod books;
mod day;
mod drawn;
mod prices;
mod profile;
mod ranges;
mod volumes;
mod windows;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tidegate::report::{Chart, OutputFile, Page, Series, Table, print};
use tidegate::time::Time;

use crate::books::of_books;
use crate::day::day;
use crate::drawn::{Across, Line, Picture};
use crate::prices::of_prices;
use crate::profile::of_profiles;
use crate::ranges::of_ranges;
use crate::volumes::of_volumes;
use crate::windows::of_windows;

/// Shows indicators over one synthetic day.
#[derive(Parser)]
struct Args {
    /// Write a page with a picture of each, which needs nothing else
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
}

/// What the code on the page speaks of.
const NAMES: &str = "Below each picture stands what an author writes for it. `close`, `bar`, `volume`, `trade` and `quote` are those of a \
     minute, `traded` is close and volume; `sessions()` are three of eight hours, `step` is 10.";

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
    let chart = picture.levels.iter().fold(Chart::new(picture.title), |chart, level| chart.level(*level));
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

/// The picture, what it is, and what an author writes for it.
fn shown(page: Page, picture: &Picture) -> Page {
    // The compiler breaks long lines where it likes.
    let code: Vec<&str> = picture.code.lines().map(str::trim).collect();
    page.chart(chart(picture)).text(picture.formula).code(code.join(" "))
}

fn show(args: &Args) -> Result<(), Box<dyn Error>> {
    let page = args.page.as_ref().map(OutputFile::reserve).transpose()?;
    let day = day()?;
    let (prices, volumes) = ([of_prices(&day), of_ranges(&day)], [of_volumes(&day), of_profiles(&day)?]);
    let all = prices.into_iter().chain(volumes).chain([of_books(&day), of_windows(&day)]);
    let pictures: Vec<Picture> = all.flatten().collect();
    let table = pictures.iter().fold(Table::new("At the end of the day"), row);
    if let Some(file) = page {
        let all = Page::new("Indicators over one synthetic day")
            .text("A minute is a bar; nothing of it is real.")
            .text(NAMES);
        file.commit(&pictures.iter().fold(all, shown).table(table.clone()).html())?;
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
