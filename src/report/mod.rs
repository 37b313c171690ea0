//! Reports: what a run did, for a terminal, for a program and for a page.
//!
//! This is the presentation layer that examples and tools only call. It knows no strategy and no market: its
//! input is text, counts, and points of (nanoseconds, value). Floating point is at home here, because a pixel
//! is no money.
//!
//! | wanted | use |
//! |---|---|
//! | aligned text on a terminal | [`Table`], printed with `{}` |
//! | a machine's document | [`to_json`] |
//! | a curve of any length in bounded memory | [`Series`], [`Marks`] |
//! | a file that is whole or not there | [`OutputFile`] |
//! | a sign of life on a long tape | [`Progress`] |

mod error;
mod escape;
mod file;
mod json;
mod marks;
mod number;
mod progress;
mod series;
mod table;

pub use error::ReportError;
pub use file::OutputFile;
pub use json::to_json;
pub use marks::Marks;
pub use number::grouped;
pub use progress::Progress;
pub use series::Series;
pub use table::Table;
