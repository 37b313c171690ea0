//! The first lines of a tape: text or not, header or not, which layout, which unit.
//!
//! This is settled before the first row is given, under either policy for bad rows: a file that is no tape must
//! not become a tape with all its rows skipped.

use super::error::{TapeError, shown};
use super::explain::junk_at;
use super::format::Format;
use super::header;
use super::line::Lines;
use super::origin::Origin;
use super::unit::TimeUnit;

/// Bytes at the start that have to be text: a header and a row of any layout.
const LOOKED_AT: usize = 512;

/// The layout and unit of the tape; its first row is the next line of `lines` afterwards.
pub(super) fn recognise(lines: &mut Lines, origin: &Origin) -> Result<(Format, TimeUnit), TapeError> {
    refuse_junk(lines.pending(), origin)?;
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

fn refuse_junk(bytes: &[u8], origin: &Origin) -> Result<(), TapeError> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    // A character cut in two at the end of what is looked at is no junk.
    let cut_in_two = |at: usize| bytes.len() > LOOKED_AT && head.len() - at < 4;
    match junk_at(head) {
        Some(at) if !cut_in_two(at) => {
            let from = at.saturating_sub(16);
            Err(TapeError::NotText {
                path: origin.path.clone(),
                found: shown(&head[from..]),
            })
        }
        _ => Ok(()),
    }
}

fn line(lines: &mut Lines, origin: &Origin) -> Result<Vec<u8>, TapeError> {
    let number = lines.number() + 1;
    match lines.next_line() {
        Ok(Some(line)) => Ok(line.to_vec()),
        Ok(None) => Err(empty(origin)),
        Err(error) => Err(origin.error(error, number, 0)),
    }
}

fn at_end(lines: &mut Lines, origin: &Origin) -> Result<bool, TapeError> {
    let number = lines.number();
    lines.at_end().map_err(|error| origin.error(error, number, 0))
}

fn empty(origin: &Origin) -> TapeError {
    TapeError::Empty {
        path: origin.path.clone(),
        skipped: 0,
    }
}

fn unknown_header(lines: &Lines, origin: &Origin, found: &[u8]) -> TapeError {
    TapeError::Header {
        path: origin.path.clone(),
        line: lines.number(),
        found: shown(found),
    }
}

fn unknown_layout(lines: &Lines, origin: &Origin, header: Option<Format>, found: &[u8]) -> TapeError {
    TapeError::Layout {
        path: origin.path.clone(),
        line: lines.number(),
        header,
        found: shown(found),
    }
}
