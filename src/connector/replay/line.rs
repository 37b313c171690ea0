//! Lines out of a byte stream, with one buffer that never grows.
//!
//! A line is handed out where it lies in the buffer. When the buffer is used up, the piece of a line at its end
//! moves to the front and the rest is filled again. A line longer than the limit is an error, so that a file
//! without line ends cannot make memory grow or the search for its end slow.
//!
//! Invariants: `start <= scanned <= end <= buffer.len()`, and no line end lies in `start..scanned`.

use std::io::{self, Read};

use super::scan::find_line_end;

/// The longest line: ten times any row or header of the layouts.
pub(super) const MAX_LINE: usize = 2_048;
/// Bytes read at once: large enough to hide the cost of a call, small enough for the second level cache.
pub(super) const BUFFER: usize = 256 * 1024;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Why there is no next line.
#[derive(Debug)]
pub(super) enum LineError {
    /// The source failed.
    Read(io::Error),
    /// The line has more than [`MAX_LINE`] bytes; it stays pending.
    TooLong,
}

/// Cuts a source into lines.
pub(super) struct Lines {
    source: Box<dyn Read + Send>,
    buffer: Box<[u8]>,
    /// Where the unread bytes begin.
    start: usize,
    /// Up to where no line end was found.
    scanned: usize,
    /// Where the bytes of the source end.
    end: usize,
    /// Where the line handed out last begins.
    previous: usize,
    number: u64,
    exhausted: bool,
}

impl Lines {
    /// Starts reading; a byte order mark is left out.
    pub(super) fn new(source: Box<dyn Read + Send>, capacity: usize) -> Result<Self, LineError> {
        let buffer = vec![0; capacity.max(2 * MAX_LINE)].into_boxed_slice();
        let mut lines =
            Self { source, buffer, start: 0, scanned: 0, end: 0, previous: 0, number: 0, exhausted: false };
        lines.skip_bom()?;
        Ok(lines)
    }

    /// The next line without its end, or `None` after the last.
    #[inline]
    pub(super) fn next_line(&mut self) -> Result<Option<&[u8]>, LineError> {
        let (line_end, next) = match find_line_end(&self.buffer[self.scanned..self.end]) {
            Some(at) => (self.scanned + at, self.scanned + at + 1),
            None => match self.seek_line_end()? {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        self.number += 1;
        if line_end - self.start > MAX_LINE {
            return Err(LineError::TooLong);
        }
        self.previous = self.start;
        self.start = next;
        self.scanned = next;
        let line = &self.buffer[self.previous..line_end];
        Ok(Some(line.strip_suffix(b"\r").unwrap_or(line)))
    }

    /// Hands the last line out once more. Only right after [`next_line`](Self::next_line) gave one.
    pub(super) fn step_back(&mut self) {
        self.start = self.previous;
        self.scanned = self.previous;
        self.number -= 1;
    }

    /// Whether nothing follows the last line.
    pub(super) fn at_end(&mut self) -> Result<bool, LineError> {
        while self.start == self.end && !self.exhausted {
            self.fill()?;
        }
        Ok(self.start == self.end)
    }

    /// The bytes that are read but not handed out.
    pub(super) fn pending(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// The number of the last line, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The size of the one buffer.
    pub(super) fn capacity(&self) -> usize {
        self.buffer.len()
    }

    /// Reads on until the line is complete: its end, and where the next one begins.
    #[cold]
    fn seek_line_end(&mut self) -> Result<Option<(usize, usize)>, LineError> {
        loop {
            self.scanned = self.end;
            if self.end - self.start > MAX_LINE {
                self.number += 1;
                return Err(LineError::TooLong);
            }
            if self.exhausted {
                let last = (self.end, self.end);
                return Ok((self.start < self.end).then_some(last));
            }
            self.fill()?;
            if let Some(at) = find_line_end(&self.buffer[self.scanned..self.end]) {
                return Ok(Some((self.scanned + at, self.scanned + at + 1)));
            }
        }
    }

    /// Moves the unread bytes to the front and reads once.
    fn fill(&mut self) -> Result<(), LineError> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.scanned -= self.start;
        self.start = 0;
        loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.exhausted = true,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(LineError::Read(error)),
            }
            return Ok(());
        }
    }

    fn skip_bom(&mut self) -> Result<(), LineError> {
        while self.end < BOM.len() && !self.exhausted {
            self.fill()?;
        }
        if self.pending().starts_with(BOM) {
            self.start = BOM.len();
            self.scanned = self.start;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives at most `step` bytes a call.
    struct Drip {
        bytes: Vec<u8>,
        step: usize,
        at: usize,
    }

    impl Read for Drip {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.step.min(into.len()).min(self.bytes.len() - self.at);
            into[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
            self.at += count;
            Ok(count)
        }
    }

    fn lines(bytes: &[u8], step: usize) -> Lines {
        let source = Drip { bytes: bytes.to_vec(), step, at: 0 };
        Lines::new(Box::new(source), 0).expect("drips do not fail")
    }

    fn all(bytes: &[u8], step: usize) -> Vec<Vec<u8>> {
        let mut lines = lines(bytes, step);
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().expect("short lines") {
            found.push(line.to_vec());
            assert_eq!(lines.number(), found.len() as u64);
        }
        found
    }

    #[test]
    fn lines_do_not_depend_on_how_the_bytes_arrive() {
        let text = b"\xef\xbb\xbfone\r\ntwo\n\nthree is a little longer\nlast";
        let expected: [&[u8]; 5] = [b"one", b"two", b"", b"three is a little longer", b"last"];
        for step in 1..=text.len() {
            assert_eq!(all(text, step), expected, "{step} bytes a time");
        }
    }

    #[test]
    fn lines_that_straddle_the_buffer_are_whole_and_the_buffer_stays() {
        let text: Vec<u8> =
            (0..3_000).flat_map(|n| format!("{n},{}\n", "x".repeat(n % 97)).into_bytes()).collect();
        let mut lines = lines(&text, usize::MAX);
        let capacity = lines.capacity();
        assert!(text.len() > 10 * capacity);
        for n in 0..3_000 {
            let line = lines.next_line().expect("short").expect("3,000 lines").to_vec();
            assert_eq!(line, format!("{n},{}", "x".repeat(n % 97)).as_bytes());
            assert_eq!(lines.capacity(), capacity);
        }
        assert!(lines.next_line().expect("end").is_none());
    }

    #[test]
    fn the_longest_line_passes_and_one_byte_more_does_not() {
        for step in [7, 1_000, usize::MAX] {
            let fits = [vec![b'a'; MAX_LINE], b"\nb".to_vec()].concat();
            assert_eq!(all(&fits, step).len(), 2);
            for end in [&b"\n"[..], b""] {
                let long = [vec![b'a'; MAX_LINE + 1], end.to_vec()].concat();
                assert!(matches!(lines(&long, step).next_line(), Err(LineError::TooLong)));
            }
        }
    }

    #[test]
    fn a_line_can_be_read_twice() {
        let mut lines = lines(b"a\nb\n", 1);
        lines.next_line().expect("a");
        lines.step_back();
        assert_eq!(lines.next_line().expect("a again"), Some(&b"a"[..]));
        assert!(!lines.at_end().expect("b follows"));
        assert_eq!(lines.next_line().expect("b"), Some(&b"b"[..]));
        assert!(lines.at_end().expect("end"));
    }
}
