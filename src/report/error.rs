//! What can go wrong while a report is prepared or written.

use std::{io, path::PathBuf};

/// Why a report could not be prepared, drawn or written.
///
/// Every variant names the place and says what was expected there.
///
/// ```
/// use tidegate::report::{OutputFile, ReportError};
/// let refused = OutputFile::reserve("no/such/folder/report.html").unwrap_err();
/// assert!(matches!(refused, ReportError::NoDirectory { .. }));
/// assert!(refused.to_string().contains("no/such/folder"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The path names no file, as `..` or the empty path.
    #[error("report file {}: expected a path that ends in a file name", path.display())]
    NoFileName {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The directory that should hold the report does not exist.
    #[error("report file {}: expected the directory {}, found nothing there", path.display(), directory.display())]
    NoDirectory {
        /// The path as it was given.
        path: PathBuf,
        /// The directory that is missing.
        directory: PathBuf,
    },
    /// What should be the report's directory is something else.
    #[error("report file {}: expected {} to be a directory, found something else", path.display(), directory.display())]
    NotADirectory {
        /// The path as it was given.
        path: PathBuf,
        /// What was found in the place of a directory.
        directory: PathBuf,
    },
    /// The path is taken by a directory, a device or a pipe, which a report must not replace.
    #[error("report file {}: expected a regular file or nothing, found {found}", path.display())]
    NotAFile {
        /// The path as it was given.
        path: PathBuf,
        /// What is there: `a directory` or `a special file`.
        found: &'static str,
    },
    /// There is a report already and its owner marked it read-only.
    #[error("report file {}: expected a writable file, found one marked read-only", path.display())]
    ReadOnly {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The operating system refused a step.
    #[error("report file {}: could not {action}: {source}", path.display())]
    Io {
        /// The step that failed, as in "could not *rename the finished file*".
        action: &'static str,
        /// The file the step was about.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// Standard output takes no more.
    #[error("standard output: expected to print the result: {source}")]
    Print {
        /// The operating system's answer.
        source: io::Error,
    },
    /// The name of a file for a network asks for no form that there is.
    #[error("network file {}: expected a name that ends in .svg, .dot, .gv, .mmd, .json or .txt", path.display())]
    UnknownForm {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A chart could not be drawn.
    #[error("chart {chart:?}: could not be drawn: {reason}")]
    Draw {
        /// The chart's title.
        chart: String,
        /// The drawing library's words.
        reason: String,
    },
    /// A value could not be written as JSON.
    #[error("report as JSON: expected a value that JSON can hold: {source}")]
    Json {
        /// The serializer's answer.
        #[from]
        source: serde_json::Error,
    },
}
