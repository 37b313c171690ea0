//! Recorded trades, read row by row from the public CSV dumps of a venue.
//!
//! A [`Tape`] is a file of trades in one of the four Binance dump layouts ([`Format`]), plain or gzip. It is
//! read as a stream: one buffer of fixed size, whatever the length of the file. Rows come out *untyped*, as
//! integers in units of 1e-8; giving them a market and currencies is the business of whoever replays them.
//!
//! Nothing is guessed twice: layout and time unit are settled by the header or the first row, and every later
//! row has to agree. A row that does not is a [`RowError`] that names line, column, what was expected and what
//! was found; [`OnBadRow`] says whether it ends the tape or is counted and left out.
//!
//! ```
//! use tidegate::connector::replay::{Format, Tape, TapeOptions};
//!
//! let csv = "7,60000.00000000,0.50000000,30000.00000000,1700000000000,True,True\n\
//!            8,60000.01000000,0.25000000,15000.00250000,1700000000004,False,True\n";
//! let mut tape = Tape::from_reader("two rows", csv.as_bytes(), TapeOptions::default())?;
//! assert_eq!(tape.format(), Format::SpotTrades);
//!
//! let mut volume = 0;
//! while let Some(row) = tape.next_row()? {
//!     volume += row.quantity;
//! }
//! assert_eq!((tape.rows_seen(), volume), (2, 75_000_000)); // 0.75 in units of 1e-8
//! # Ok::<(), tidegate::connector::replay::TapeError>(())
//! ```
//!
//! Inside: `source` finds out what the bytes are (plain, gzip, zip) and `origin` what a failure to read them
//! means; `line` cuts them into lines; `recognise` settles the layout with `header`, `format` and `unit`; `row`
//! reads one line with `field`; `order` holds ids and times to their direction; `explain` turns a refusal into
//! an error for people and `skips` keeps the first of them; `tape` joins these and applies the policy, and
//! `bytes` counts what was read. `data` gives the rows of a tape a market: [`TapeData`].

mod bytes;
mod data;
mod error;
mod explain;
mod field;
mod format;
mod header;
mod line;
mod order;
mod origin;
mod recognise;
mod row;
mod scan;
mod skips;
mod source;
mod tape;
mod unit;

pub use data::{TapeData, TapeProgress};
pub use error::{Expected, RowError, TapeError};
pub use format::Format;
pub use row::Row;
pub use tape::{OnBadRow, Tape, TapeOptions};
pub use unit::TimeUnit;
