//! The first lines of a tape: text or not, header or not, which layout, which unit.
//!
//! This is settled before the first row is given, under either policy for bad rows: a file that is no tape must
//! not become a tape with all its rows skipped.

use super::error::{TapeError, shown};
use super::explain::junk_at;
use super::format::Format;
use super::header;
use super::line::{LineError, Lines};
use super::origin::Origin;
use super::unit::TimeUnit;

/// Bytes of a line without end that are looked at to tell what it is; a character may be cut at their end, which
/// then is only called junk in a line that is refused anyway.
const LOOKED_AT: usize = 512;
/// Good bytes shown before the first that is no text.
const SHOWN_BEFORE: usize = 16;

/// The layout and unit of the tape; its first row is the next line of `lines` afterwards.
pub(super) fn recognise(lines: &mut Lines, origin: &Origin) -> Result<(Format, TimeUnit), TapeError> {
    let first = line(lines, origin)?;
    let (header, row) = if header::is_header(&first) && !first.is_empty() {
        let format = header::format_of(&first).ok_or_else(|| unknown_header(lines, origin, &first))?;
        (Some(format), line(lines, origin)?)
    } else {
        (None, first)
    };
    if row.is_empty() && at_end(lines, origin)? {
        return Err(empty(origin));
    }
    let settled = match header {
        Some(format) => format.unit_of(&row).map(|unit| (format, unit)),
        None => Format::of_row(&row),
    };
    let settled = settled.ok_or_else(|| unknown_layout(lines, origin, header, &row))?;
    lines.step_back();
    Ok(settled)
}

/// The next line, which has to be there and to be text.
fn line(lines: &mut Lines, origin: &Origin) -> Result<Vec<u8>, TapeError> {
    let number = lines.number() + 1;
    let error = match lines.next_line() {
        Ok(Some(line)) if junk_at(line).is_none() => return Ok(line.to_vec()),
        Ok(Some(junk)) => return Err(not_text(origin, junk)),
        Ok(None) => return Err(empty(origin)),
        Err(error) => error,
    };
    // Junk has no lines: one that does not end is more often no text than a long line.
    let head = &lines.pending()[..lines.pending().len().min(LOOKED_AT)];
    match (&error, junk_at(head)) {
        (LineError::TooLong, Some(_)) => Err(not_text(origin, head)),
        _ => Err(origin.error(error, number, 0)),
    }
}

fn not_text(origin: &Origin, found: &[u8]) -> TapeError {
    let from = junk_at(found).unwrap_or(0).saturating_sub(SHOWN_BEFORE);
    TapeError::NotText { path: origin.path.clone(), found: shown(&found[from..]) }
}

fn at_end(lines: &mut Lines, origin: &Origin) -> Result<bool, TapeError> {
    let number = lines.number();
    lines.at_end().map_err(|error| origin.error(error, number, 0))
}

fn empty(origin: &Origin) -> TapeError {
    TapeError::Empty { path: origin.path.clone(), skipped: 0 }
}

fn unknown_header(lines: &Lines, origin: &Origin, found: &[u8]) -> TapeError {
    TapeError::Header { path: origin.path.clone(), line: lines.number(), found: shown(found) }
}

fn unknown_layout(lines: &Lines, origin: &Origin, header: Option<Format>, found: &[u8]) -> TapeError {
    TapeError::Layout { path: origin.path.clone(), line: lines.number(), header, found: shown(found) }
}
