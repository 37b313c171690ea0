//! A tape: opened and recognised at once, then read row by row.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::bytes::{Bytes, Counted};
use super::error::{RowError, TapeError};
use super::explain::explain;
use super::format::Format;
use super::line::{BUFFER, LineError, Lines};
use super::order::Order;
use super::origin::Origin;
use super::recognise::recognise;
use super::row::Row;
use super::skips::Skips;
use super::source::Source;
use super::unit::TimeUnit;

/// What a bad row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OnBadRow {
    /// It ends the tape with its error.
    #[default]
    Stop,
    /// It is left out and counted.
    SkipAndCount,
}

/// How a tape is read.
///
/// ```
/// use tidegate::connector::replay::{OnBadRow, Tape, TapeOptions};
///
/// let csv = "1,9.5,2,19,1700000000000,true\n2,oops,2,19,1700000000001,true\n3,9.5,2,19,1700000000002,true\n";
/// let options = TapeOptions::default().on_bad_row(OnBadRow::SkipAndCount);
/// let mut tape = Tape::from_reader("three lines", csv.as_bytes(), options)?;
/// while tape.next_row()?.is_some() {}
/// assert_eq!((tape.rows_seen(), tape.skipped()), (2, 1));
/// assert_eq!(tape.skips()[0].column, 2);
/// # Ok::<(), tidegate::connector::replay::TapeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TapeOptions {
    on_bad_row: OnBadRow,
}

impl TapeOptions {
    /// Sets what a bad row does; [`OnBadRow::Stop`] unless set.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn on_bad_row(mut self, policy: OnBadRow) -> Self {
        self.on_bad_row = policy;
        self
    }
}

/// A stream of trades out of a file.
///
/// Memory does not depend on the file: one buffer, and the first few skip errors.
pub struct Tape {
    origin: Origin,
    lines: Lines,
    format: Format,
    unit: TimeUnit,
    options: TapeOptions,
    order: Order,
    rows: u64,
    skips: Skips,
    bytes: Bytes,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Ended,
    Failed,
}

impl Tape {
    /// Opens the file at `path`, plain or gzip, and recognises its layout.
    ///
    /// # Errors
    ///
    /// [`Missing`](TapeError::Missing), [`Directory`](TapeError::Directory),
    /// [`Permission`](TapeError::Permission) and [`Io`](TapeError::Io) for the file itself; then those of
    /// [`from_reader`](Self::from_reader).
    pub fn open(path: &Path, options: TapeOptions) -> Result<Self, TapeError> {
        let file = File::open(path).map_err(|error| TapeError::from_open(path, error))?;
        let metadata = file.metadata().map_err(|error| TapeError::from_open(path, error))?;
        if metadata.is_dir() {
            return Err(TapeError::Directory { path: path.to_path_buf() });
        }
        let total = metadata.is_file().then_some(metadata.len());
        Self::start(path.to_path_buf(), file, total, options)
    }

    /// Reads a tape from `reader`; `name` stands for the path in errors.
    ///
    /// # Errors
    ///
    /// [`Zip`](TapeError::Zip), [`NotText`](TapeError::NotText), [`Empty`](TapeError::Empty) for what is no
    /// tape; [`Header`](TapeError::Header) and [`Layout`](TapeError::Layout) for an unknown one;
    /// [`Truncated`](TapeError::Truncated), [`Gzip`](TapeError::Gzip), [`Io`](TapeError::Io) and
    /// [`LineTooLong`](TapeError::LineTooLong) if the first lines cannot be read.
    pub fn from_reader(
        name: &str,
        reader: impl Read + Send + 'static,
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        Self::start(PathBuf::from(name), reader, None, options)
    }

    /// The next trade, or `None` at the end of the tape.
    ///
    /// After an error the tape is over: asking again gives [`TapeError::Stopped`], never a silent end.
    ///
    /// # Errors
    ///
    /// [`Row`](TapeError::Row) for a bad row under [`OnBadRow::Stop`]; [`Truncated`](TapeError::Truncated),
    /// [`Gzip`](TapeError::Gzip), [`Io`](TapeError::Io) and [`LineTooLong`](TapeError::LineTooLong) under
    /// either policy; [`Empty`](TapeError::Empty) if every row was skipped.
    #[inline]
    pub fn next_row(&mut self) -> Result<Option<Row>, TapeError> {
        if self.state != State::Reading {
            return self.after_the_end();
        }
        loop {
            let number = self.lines.number() + 1;
            let line = match self.lines.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => return self.end(),
                Err(error) => return Err(self.fail(error)),
            };
            let fault = match self.order.read(line, number, self.format, self.unit) {
                Ok(row) => {
                    self.rows += 1;
                    return Ok(Some(row));
                }
                Err(fault) => fault,
            };
            let blank = line.is_empty();
            let error = explain(&self.origin.path, number, line, self.format, fault);
            self.refuse(error, blank)?;
        }
    }

    /// The layout.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The unit of the time column.
    pub const fn unit(&self) -> TimeUnit {
        self.unit
    }

    /// The path or name, as errors show it.
    pub fn path(&self) -> &Path {
        &self.origin.path
    }

    /// Good rows so far.
    pub const fn rows_seen(&self) -> u64 {
        self.rows
    }

    /// Bad rows left out so far.
    pub const fn skipped(&self) -> u64 {
        self.skips.count()
    }

    /// The errors of the first rows left out, at most 16.
    pub fn skips(&self) -> &[RowError] {
        self.skips.first()
    }

    /// The error of the row left out last.
    pub const fn last_skip(&self) -> Option<&RowError> {
        self.skips.last()
    }

    /// The size of the one buffer, which never changes.
    pub fn buffer_bytes(&self) -> usize {
        self.lines.capacity()
    }

    /// How far the file has been read.
    pub(super) const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    fn start(
        path: PathBuf,
        reader: impl Read + Send + 'static,
        total: Option<u64>,
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let bytes = Bytes::of(total);
        let reader = Counted::new(reader, bytes.clone());
        let (source, compressed) = match Source::detect(reader) {
            Ok(Source::Plain(source)) => (source, false),
            Ok(Source::Gzip(source)) => (source, true),
            Ok(Source::Zip) => return Err(TapeError::Zip { path }),
            Err(source) => {
                return Err(TapeError::Io { path, rows: 0, source });
            }
        };
        let origin = Origin { path, compressed };
        let mut lines = Lines::new(source, BUFFER).map_err(|error| origin.error(error, 1, 0))?;
        let (format, unit) = recognise(&mut lines, &origin)?;
        let (order, skips) = (Order::default(), Skips::default());
        Ok(Self { origin, lines, format, unit, options, order, rows: 0, skips, bytes, state: State::Reading })
    }

    /// Judges the line that was just refused.
    #[cold]
    fn refuse(&mut self, error: RowError, blank: bool) -> Result<(), TapeError> {
        // A blank line is a bad row only if something follows it; if nothing does, the next line is the end.
        if blank && self.at_end()? {
            return Ok(());
        }
        match self.options.on_bad_row {
            OnBadRow::SkipAndCount => {
                self.skips.note(error);
                Ok(())
            }
            OnBadRow::Stop => {
                self.state = State::Failed;
                Err(TapeError::Row(Box::new(error)))
            }
        }
    }

    fn at_end(&mut self) -> Result<bool, TapeError> {
        self.lines.at_end().map_err(|error| self.fail(error))
    }

    #[cold]
    fn fail(&mut self, error: LineError) -> TapeError {
        self.state = State::Failed;
        self.origin.error(error, self.lines.number(), self.rows)
    }

    #[cold]
    fn end(&mut self) -> Result<Option<Row>, TapeError> {
        if self.rows == 0 {
            self.state = State::Failed;
            return Err(TapeError::Empty { path: self.origin.path.clone(), skipped: self.skips.count() });
        }
        self.state = State::Ended;
        Ok(None)
    }

    #[cold]
    fn after_the_end(&self) -> Result<Option<Row>, TapeError> {
        match self.state {
            State::Failed => {
                Err(TapeError::Stopped { path: self.origin.path.clone(), line: self.lines.number() })
            }
            State::Reading | State::Ended => Ok(None),
        }
    }
}

impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tape")
            .field("path", &self.origin.path)
            .field("format", &self.format)
            .field("unit", &self.unit)
            .field("line", &self.lines.number())
            .field("rows", &self.rows)
            .field("skipped", &self.skips.count())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
