//! From the parser's verdict to the error a person reads.
//!
//! The parser is built for good rows and names the first field it could not use. A person wants the cause: a
//! line of junk is "no text" and a line with a field missing has "5 fields", although both first show as a
//! field that is no number. This runs once for a bad row and may take its time.

use std::path::Path;

use super::error::{Expected, Fault, RowError, shown};
use super::format::Format;

/// The error for `line`, which the parser refused with `fault`.
#[cold]
pub(super) fn explain(path: &Path, number: u64, line: &[u8], format: Format, fault: Fault) -> RowError {
    let columns = format.columns();
    let (fault, found) =
        no_text(line).or_else(|| wrong_count(line, columns.len())).unwrap_or_else(|| field(line, fault));
    RowError {
        path: path.to_path_buf(),
        line: number,
        column: fault.index + 1,
        name: columns.get(fault.index).copied().unwrap_or_default(),
        expected: fault.expected,
        found,
    }
}

/// The place of the first byte that is not printable text.
pub(super) fn junk_at(bytes: &[u8]) -> Option<usize> {
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    let control = bytes.iter().position(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\r' | b'\n'));
    control.into_iter().chain((valid < bytes.len()).then_some(valid)).min()
}

fn no_text(line: &[u8]) -> Option<(Fault, String)> {
    let index = line[..junk_at(line)?].iter().filter(|&&b| b == b',').count();
    let text = line.split(|&b| b == b',').nth(index).unwrap_or_default();
    Some((Fault::at(index, Expected::Text), quoted(text)))
}

fn wrong_count(line: &[u8], expected: usize) -> Option<(Fault, String)> {
    if line.is_empty() {
        return Some((Fault::at(0, Expected::Fields(expected)), "a blank line".to_owned()));
    }
    let count = line.split(|&b| b == b',').count();
    let found = || format!("{count} in {}", quoted(line));
    (count != expected).then(|| (Fault::at(count.min(expected), Expected::Fields(expected)), found()))
}

fn field(line: &[u8], fault: Fault) -> (Fault, String) {
    let text = line.split(|&b| b == b',').nth(fault.index).unwrap_or_default();
    (fault, if text.is_empty() { "an empty field".to_owned() } else { quoted(text) })
}

fn quoted(bytes: &[u8]) -> String {
    format!("`{}`", shown(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_is_found_where_it_begins() {
        assert_eq!(junk_at("Preis \u{20ac},\t1\r\n".as_bytes()), None);
        assert_eq!(junk_at(b"ab\0\xff"), Some(2));
        assert_eq!(junk_at(b"ab\xff\0"), Some(2));
    }

    #[test]
    fn a_missing_field_is_told_from_a_wrong_one() {
        let fault = Fault::at(4, Expected::Boolean);
        let short = explain(Path::new("t"), 3, b"1,2,3,4", Format::FuturesTrades, fault);
        assert_eq!((short.column, short.name, short.expected), (5, "time", Expected::Fields(6)));
        assert_eq!(short.found, "4 in `1,2,3,4`");
        let wrong = explain(Path::new("t"), 3, b"1,2,3,4,x,6", Format::FuturesTrades, fault);
        assert_eq!(wrong.to_string(), "t line 3, column 5 (time): expected True or False, found `x`");
    }
}
