//! What can be wrong with a tape, and where.
//!
//! [`TapeError`] is about the file, [`RowError`] about one line of it. Both name the tape, what was expected
//! and what was found; text from the file is escaped and cut, so that junk cannot flood a log or a terminal.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::format::Format;
use super::unit::TimeUnit;

/// Bytes of the file that a message shows at most: more than any valid field, less than a terminal line.
const SHOWN: usize = 96;

/// Why a tape cannot be read, or not further.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TapeError {
    /// Nothing has this name.
    #[error("{}: expected a file of trades, found nothing of this name", path.display())]
    Missing {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The path names a directory.
    #[error("{}: expected a file of trades, found a directory", path.display())]
    Directory {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The system does not let this process read the file.
    #[error("{}: expected a file that this user may read, found no permission", path.display())]
    Permission {
        /// The path that was asked for.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Reading failed for a reason outside the file.
    #[error("{}: reading failed after {rows} rows", path.display())]
    Io {
        /// The tape.
        path: PathBuf,
        /// Good rows before the failure.
        rows: u64,
        /// The system's answer.
        source: io::Error,
    },
    /// No row to replay: nothing in the file, only a header, or no row that could be used.
    #[error("{}: expected at least one row, found none ({skipped} skipped)", path.display())]
    Empty {
        /// The tape.
        path: PathBuf,
        /// Bad rows that were left out.
        skipped: u64,
    },
    /// A zip archive.
    #[error("{}: expected CSV or gzip, found a zip archive; zip archives are not read; unpack first", path.display())]
    Zip {
        /// The tape.
        path: PathBuf,
    },
    /// The gzip data ends before its end mark.
    #[error("{}: expected the end mark of the gzip data, found the end of the file after {rows} rows; the file is truncated", path.display())]
    Truncated {
        /// The tape.
        path: PathBuf,
        /// Good rows before the cut.
        rows: u64,
    },
    /// The gzip data is damaged.
    #[error("{}: expected sound gzip data, found damage after {rows} rows", path.display())]
    Gzip {
        /// The tape.
        path: PathBuf,
        /// Good rows before the damage was noticed.
        rows: u64,
        /// What the decoder says.
        source: io::Error,
    },
    /// The first line, or the first row, is not text.
    #[error("{}: expected lines of UTF-8 text, found `{found}` in the first lines", path.display())]
    NotText {
        /// The tape.
        path: PathBuf,
        /// The bytes around the first that is no text, escaped.
        found: String,
    },
    /// A header line that describes no known layout.
    #[error("{} line {line}: expected a header of one of the layouts {}, found `{found}`", path.display(), layouts())]
    Header {
        /// The tape.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// The header, escaped.
        found: String,
    },
    /// The first row has the shape of no layout, or not of the one its header names.
    #[error("{} line {line}: expected a first row of {}, with a time of 2009 to 2100 in milliseconds or microseconds, found `{found}`", path.display(), layouts_or(*header))]
    Layout {
        /// The tape.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// The layout that the header names, if there is a header.
        header: Option<Format>,
        /// The row, escaped.
        found: String,
    },
    /// A line longer than any row can be.
    #[error("{} line {line}: expected at most {limit} bytes, found a longer line", path.display())]
    LineTooLong {
        /// The tape.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// A bad row, under [`OnBadRow::Stop`](super::OnBadRow::Stop).
    #[error(transparent)]
    Row(#[from] Box<RowError>),
    /// The tape ended with an error before, and was asked for another row.
    #[error("{}: expected no further reading after the error at line {line}, found a request for a row", path.display())]
    Stopped {
        /// The tape.
        path: PathBuf,
        /// The last line that was looked at.
        line: u64,
    },
}

impl TapeError {
    /// A stable name for operators and scripts.
    ///
    /// ```
    /// use tidegate::connector::replay::{Tape, TapeOptions};
    /// let error = Tape::from_reader("nothing", &b""[..], TapeOptions::default()).unwrap_err();
    /// assert_eq!(error.code(), "tape.empty");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "tape.missing",
            Self::Directory { .. } => "tape.directory",
            Self::Permission { .. } => "tape.permission",
            Self::Io { .. } => "tape.io",
            Self::Empty { .. } => "tape.empty",
            Self::Zip { .. } => "tape.zip",
            Self::Truncated { .. } => "tape.truncated",
            Self::Gzip { .. } => "tape.gzip",
            Self::NotText { .. } => "tape.not_text",
            Self::Header { .. } => "tape.header",
            Self::Layout { .. } => "tape.layout",
            Self::LineTooLong { .. } => "tape.line_too_long",
            Self::Row(_) => "tape.row",
            Self::Stopped { .. } => "tape.stopped",
        }
    }

    /// Sorts the system's answer to opening `path`.
    pub(super) fn from_open(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            io::ErrorKind::PermissionDenied => Self::Permission { path, source },
            io::ErrorKind::IsADirectory => Self::Directory { path },
            _ => Self::Io { path, rows: 0, source },
        }
    }
}

/// One line that is not a row of its tape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} line {line}, column {column}{}: expected {expected}, found {found}", path.display(), in_brackets(name))]
#[non_exhaustive]
pub struct RowError {
    /// The tape.
    pub path: PathBuf,
    /// Line, counted from 1, the header included.
    pub line: u64,
    /// Field, counted from 1.
    pub column: usize,
    /// The venue's name of that field; empty past the last one.
    pub name: &'static str,
    /// What the field should have held.
    pub expected: Expected,
    /// What it held: quoted, escaped and cut.
    pub found: String,
}

/// What a row should have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// This number of fields, no more and no less.
    Fields(usize),
    /// Printable UTF-8 text.
    Text,
    /// A trade id.
    Id,
    /// A trade id above the one before.
    IdAfter(u64),
    /// A decimal number.
    Decimal,
    /// A decimal number that needs no more than 8 decimals.
    EightDecimals,
    /// A decimal number above zero.
    Positive,
    /// A decimal number below about 92 billion, where 64 bits in units of 1e-8 end.
    InRange,
    /// A plausible time in the unit of the tape.
    Time(TimeUnit),
    /// A time not before that of the row before.
    TimeFrom(i64),
    /// `True` or `False`.
    Boolean,
    /// Anything that looks like a number; the field is not used.
    Number,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(count) => write!(f, "{count} fields"),
            Self::Text => f.write_str("UTF-8 text"),
            Self::Id => f.write_str("a trade id (integer below 2^64)"),
            Self::IdAfter(id) => write!(f, "a trade id above {id}"),
            Self::Decimal => f.write_str("a decimal number"),
            Self::EightDecimals => f.write_str("at most 8 decimals"),
            Self::Positive => f.write_str("a number above zero"),
            Self::InRange => f.write_str("a number up to 92233720368.54775807"),
            Self::Time(unit) => write!(f, "a time of 2009 to 2100 in {}", unit.name()),
            Self::TimeFrom(stamp) => write!(f, "a time not before {stamp}"),
            Self::Boolean => f.write_str("True or False"),
            Self::Number => f.write_str("a number"),
        }
    }
}

/// What the parser says about a line: which field, counted from 0, and what it should have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) index: usize,
    pub(super) expected: Expected,
}

impl Fault {
    #[cold]
    pub(super) const fn at(index: usize, expected: Expected) -> Self {
        Self { index, expected }
    }
}

/// `bytes` as one line of printable text, cut after [`SHOWN`] bytes.
pub(super) fn shown(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(SHOWN)];
    let more = if head.len() < bytes.len() { "..." } else { "" };
    format!("{}{more}", head.escape_ascii())
}

fn layouts() -> String {
    Format::ALL.map(|format| format.columns().join(",")).join(" | ")
}

fn layouts_or(header: Option<Format>) -> String {
    header.map_or_else(layouts, |format| format.columns().join(","))
}

fn in_brackets(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" ({name})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(kind: io::ErrorKind) -> &'static str {
        TapeError::from_open(Path::new("t.csv"), kind.into()).code()
    }

    #[test]
    fn the_systems_answers_are_sorted() {
        assert_eq!(opened(io::ErrorKind::NotFound), "tape.missing");
        assert_eq!(opened(io::ErrorKind::PermissionDenied), "tape.permission");
        assert_eq!(opened(io::ErrorKind::IsADirectory), "tape.directory");
        assert_eq!(opened(io::ErrorKind::Other), "tape.io");
    }

    #[test]
    fn shown_text_is_escaped_and_bounded() {
        assert_eq!(shown(b"a\x1b[2J\xff"), "a\\x1b[2J\\xff");
        assert!(shown(&[0; 5000]).len() <= 4 * SHOWN + 3);
    }
}
