//! What is wrong with a journal, and where.

use std::error::Error;
use std::io;

/// Why a journal cannot be written or read.
///
/// Frames are counted from 1; one holds a record. A `byte` is the place in the file at which the frame begins.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file, or whatever is behind it, does not do what it is asked.
    #[error("{doing}: {source}")]
    Io {
        /// What was tried, and with what.
        doing: String,
        /// What went wrong.
        source: io::Error,
    },
    /// There is a run in it already: a journal is that of one.
    #[error("expected an empty journal, found one with {records} records of another run")]
    Used {
        /// How many records it has.
        records: usize,
    },
    /// The file is something else.
    #[error("expected a journal, which begins with {expected:02x?}, found {found:02x?}")]
    NoJournal {
        /// How journals begin.
        expected: [u8; 8],
        /// How this file begins.
        found: [u8; 8],
    },
    /// The journal was written by another version of this library.
    #[error("expected a journal of version {expected}, found version {found}")]
    Version {
        /// What can be read.
        expected: u32,
        /// What this is.
        found: u32,
    },
    /// The file ends in the middle: whoever wrote it was cut off. All before it holds.
    #[error("journal frame {frame} at byte {byte} is torn: expected {expected} bytes, found {found}")]
    Torn {
        /// Which frame; 0 is the head of the file.
        frame: u64,
        /// Where it begins.
        byte: u64,
        /// How long it is, or its head if that is not all there.
        expected: u64,
        /// How much of it is there.
        found: u64,
    },
    /// The length of a frame does not fit its check bits: where the next one begins is unknown.
    #[error(
        "journal frame {frame} at byte {byte}: length {length} has check {found:02x}, expected {expected:02x}"
    )]
    Length {
        /// Which frame.
        frame: u64,
        /// Where it begins.
        byte: u64,
        /// The length that is written.
        length: u32,
        /// The check that follows from it.
        expected: u8,
        /// The one that is written.
        found: u8,
    },
    /// What a frame holds is not what was written, or a frame before it is missing.
    #[error("journal frame {frame} at byte {byte}: checksum {found:08x}, expected {expected:08x}")]
    Checksum {
        /// Which frame.
        frame: u64,
        /// Where it begins.
        byte: u64,
        /// The checksum that follows from what is there.
        expected: u32,
        /// The one that is written.
        found: u32,
    },
    /// A frame is whole and holds no record that is known.
    #[error("journal frame {frame} at byte {byte}: expected a record, found something else ({why})")]
    NoRecord {
        /// Which frame.
        frame: u64,
        /// Where it begins.
        byte: u64,
        /// What does not fit.
        why: String,
    },
    /// A record is longer than a frame can be.
    #[error("expected a record of at most {limit} bytes, found one of {found}")]
    TooLong {
        /// The most that fits.
        limit: usize,
        /// How long it is.
        found: usize,
    },
    /// A value cannot be written.
    #[error("a value of type {of} cannot be written: {why}")]
    Unwritable {
        /// Its type.
        of: &'static str,
        /// Why not.
        why: String,
    },
    /// A value cannot be read: it was written as one of another type.
    #[error("expected a value of type {of}, found something else ({why})")]
    Unreadable {
        /// The type that was asked for.
        of: &'static str,
        /// What does not fit.
        why: String,
    },
    /// A journal of somebody else's making says why.
    #[error(transparent)]
    Failed(#[from] Box<dyn Error + Send + Sync>),
}

impl JournalError {
    /// What a journal of your own says.
    pub fn failed(why: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        JournalError::Failed(why.into())
    }

    /// Whether this is only where somebody was cut off while writing.
    #[must_use]
    pub const fn is_torn(&self) -> bool {
        matches!(self, JournalError::Torn { .. })
    }
}
