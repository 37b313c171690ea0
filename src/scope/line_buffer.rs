//! Bytes as they come, cut into lines.
//!
//! Invariants: what is kept has no line end in it and is no longer than the limit. No line is given twice, and none
//! before its end has come.

/// What is left of a line whose end has not come.
pub(super) struct LineBuffer {
    kept: Vec<u8>,
    longest: usize,
    /// In a line that is too long, of which nothing is kept.
    skipping: bool,
}

/// A line, or that one was too long.
pub(super) enum Line<'b> {
    Whole(&'b [u8]),
    TooLong,
}

impl LineBuffer {
    pub(super) fn new(longest: usize) -> Self {
        Self { kept: Vec::new(), longest, skipping: false }
    }

    /// Gives each line that ends in `bytes`, without its end; blank lines are passed over.
    pub(super) fn push(&mut self, bytes: &[u8], mut give: impl FnMut(Line<'_>)) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            match piece.strip_suffix(b"\n") {
                Some(rest) => self.finish(rest, &mut give),
                None => self.keep(piece, &mut give),
            }
        }
    }

    /// How many bytes of an unfinished line there are.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.skipping = false;
    }

    fn finish(&mut self, rest: &[u8], give: &mut impl FnMut(Line<'_>)) {
        if self.kept.is_empty() && !self.skipping && rest.len() <= self.longest {
            // The usual case: the line lies in one piece.
            return give_whole(rest, give);
        }
        self.keep(rest, give);
        if !std::mem::take(&mut self.skipping) {
            give_whole(&self.kept, give);
        }
        self.kept.clear();
    }

    fn keep(&mut self, piece: &[u8], give: &mut impl FnMut(Line<'_>)) {
        if self.skipping {
            return;
        }
        if self.kept.len() + piece.len() > self.longest {
            self.kept.clear();
            self.skipping = true;
            return give(Line::TooLong);
        }
        self.kept.extend_from_slice(piece);
    }
}

fn give_whole(line: &[u8], give: &mut impl FnMut(Line<'_>)) {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if !line.iter().all(u8::is_ascii_whitespace) {
        give(Line::Whole(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is given for `pieces`, `None` for a line that is too long.
    fn lines(longest: usize, pieces: &[&[u8]]) -> (Vec<Option<Vec<u8>>>, usize) {
        let (mut buffer, mut lines) = (LineBuffer::new(longest), Vec::new());
        for piece in pieces {
            buffer.push(piece, |line| {
                lines.push(match line {
                    Line::Whole(line) => Some(line.to_vec()),
                    Line::TooLong => None,
                });
            });
        }
        (lines, buffer.kept())
    }

    #[test]
    fn a_line_that_is_too_long_is_said_once_and_the_next_one_is_whole() {
        let (found, kept) = lines(4, &[b"123", b"45", b"6\n", b"ab\r\n\n", b"12345\nxy"]);
        assert_eq!((found, kept), (vec![None, Some(b"ab".to_vec()), None], 2));
    }

    proptest! {
        #[test]
        fn lines_do_not_depend_on_how_the_bytes_come(
            bytes in prop::collection::vec(prop::sample::select(b"ab\n\r".to_vec()), 0..60),
            size in 1_usize..8,
        ) {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            prop_assert_eq!(lines(5, &pieces), lines(5, &[&bytes]));
        }
    }
}
