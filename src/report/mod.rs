//! Reports: what a run did, for a terminal, for a program and for a page.
//!
//! This is the presentation layer that examples and tools only call. All but [`Backtest`], which watches a
//! connector, know no strategy and no market: their input is text, counts, and points of (nanoseconds, value).
//! Floating point is at home here, because a pixel is no money.
//!
//! | wanted | use |
//! |---|---|
//! | the result of a run on tape | [`Backtest`], [`Summary`] |
//! | aligned text on a terminal | [`Table`], printed with `{}` |
//! | a machine's document | [`to_json`] |
//! | either of them on standard output | [`print()`] |
//! | a curve of any length in bounded memory | [`Series`], [`Marks`] |
//! | a picture | [`Chart`] |
//! | a picture of a network, or a file with its description | [`graph_svg`], [`write_graph`] |
//! | one file for a browser | [`Page`] |
//! | a file that is whole or not there | [`OutputFile`] |
//! | a sign of life on a long tape | [`Progress`] |
//!
//! ```
//! use tidegate::report::{Chart, Colour, Marks, Page, Series, Shape, Table};
//! let (mut price, mut entries) = (Series::new(), Marks::new());
//! for i in 0..1_000_i64 {
//!     price.push(i * 1_000_000_000, 100.0 + (i as f64 / 50.0).sin());
//! }
//! entries.push(250_000_000_000, 99.2);
//! let html = Page::new("A run")
//!     .table(Table::new("Result").row("entries", entries.total()))
//!     .chart(Chart::new("Price").line("mid", &price).marks("entries", &entries, Shape::Up, Colour::Green).x_time())
//!     .html();
//! assert!(html.starts_with("<!doctype html>") && html.contains("<svg"));
//! ```

mod backtest;
mod chart;
mod draw;
mod error;
mod escape;
mod file;
mod graph;
mod json;
mod legend;
mod marks;
mod number;
mod page;
mod palette;
mod print;
mod progress;
mod series;
mod shutdown;
mod table;
mod utc;
mod x_axis;
mod y_axis;

pub use backtest::{Backtest, Summary};
pub use chart::Chart;
pub use error::ReportError;
pub use file::OutputFile;
pub use graph::{graph_svg, write_graph};
pub use json::to_json;
pub use marks::Marks;
pub use number::grouped;
pub use page::Page;
pub use palette::{Colour, Shape};
pub use print::print;
pub use progress::Progress;
pub use series::Series;
pub use shutdown::shutdown_table;
pub use table::Table;
