//! Where a tape's bytes come from, and what a failure to read them therefore means.
//!
//! An early end is how a truncated gzip file shows itself; from any other source it is an error of the system.

use std::io;
use std::path::PathBuf;

use super::error::TapeError;
use super::line::{LineError, MAX_LINE};

/// The name of a tape, and whether it is unpacked while it is read.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) path: PathBuf,
    pub(super) compressed: bool,
}

impl Origin {
    /// The error for a line that could not be had, after `rows` good rows.
    #[cold]
    pub(super) fn error(&self, error: LineError, line: u64, rows: u64) -> TapeError {
        let path = self.path.clone();
        match error {
            LineError::TooLong => TapeError::LineTooLong { path, line, limit: MAX_LINE },
            LineError::Read(source) if self.compressed => gzip_error(path, rows, source),
            LineError::Read(source) => TapeError::Io { path, rows, source },
        }
    }
}

fn gzip_error(path: PathBuf, rows: u64, source: io::Error) -> TapeError {
    match source.kind() {
        io::ErrorKind::UnexpectedEof => TapeError::Truncated { path, rows },
        // The kinds flate2 uses for bad headers, bad data and bad checksums.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => TapeError::Gzip { path, rows, source },
        _ => TapeError::Io { path, rows, source },
    }
}
