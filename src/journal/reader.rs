//! Reading a journal, and saying where it is damaged.

use std::io::{ErrorKind, Read};

use super::frame::{self, Chain, FILE_HEAD, FRAME_HEAD, Head, MAGIC, VERSION};
use super::{JournalError, Record};

/// The records of a written journal, one after the other. Where one cannot be read it says why and ends.
#[derive(Debug)]
pub struct JournalReader<R> {
    from: R,
    /// How many frames have been read.
    frames: u64,
    /// Where the next one begins.
    byte: u64,
    chain: Chain,
    record: Vec<u8>,
    is_over: bool,
}

impl<R: Read> JournalReader<R> {
    /// Reads the head of a journal.
    ///
    /// # Errors
    /// [`JournalError::NoJournal`], [`JournalError::Version`], [`JournalError::Torn`], [`JournalError::Io`].
    pub fn new(mut from: R) -> Result<Self, JournalError> {
        let mut head = [0; FILE_HEAD];
        let found = fill(&mut from, &mut head)?;
        let [a, b, c, d, e, f, g, h, version @ ..] = head;
        let (magic, version) = ([a, b, c, d, e, f, g, h], u32::from_le_bytes(version));
        if found < FILE_HEAD && MAGIC.starts_with(&head[..found.min(MAGIC.len())]) {
            let (expected, found) = (FILE_HEAD as u64, found as u64);
            return Err(JournalError::Torn { frame: 0, byte: 0, expected, found });
        }
        if magic != MAGIC {
            return Err(JournalError::NoJournal { expected: MAGIC, found: magic });
        }
        if version != VERSION {
            return Err(JournalError::Version { expected: VERSION, found: version });
        }
        Ok(Self {
            from,
            frames: 0,
            byte: FILE_HEAD as u64,
            chain: Chain::default(),
            record: Vec::new(),
            is_over: false,
        })
    }

    /// The next record; `None` where the file ends with a whole one.
    fn next_record(&mut self) -> Result<Option<Record<'static>>, JournalError> {
        let (frame, byte) = (self.frames + 1, self.byte);
        let mut head = [0; FRAME_HEAD];
        let torn = |expected, found: usize| JournalError::Torn { frame, byte, expected, found: found as u64 };
        match fill(&mut self.from, &mut head)? {
            0 => return Ok(None),
            FRAME_HEAD => {}
            found => return Err(torn(FRAME_HEAD as u64, found)),
        }
        let head = Head::read(head);
        let (length, expected, found) = (head.length(), frame::length_check(head.length()), head.check());
        if expected != found {
            return Err(JournalError::Length { frame, byte, length, expected, found });
        }
        let whole = FRAME_HEAD as u64 + u64::from(length);
        self.record.clear();
        self.record.resize(length as usize, 0);
        let found = fill(&mut self.from, &mut self.record)?;
        if found < self.record.len() {
            return Err(torn(whole, FRAME_HEAD + found));
        }
        let (expected, found) = (self.chain.add(head.word, &self.record), head.checksum);
        if expected != found {
            return Err(JournalError::Checksum { frame, byte, expected, found });
        }
        (self.frames, self.byte) = (frame, byte + whole);
        let no_record = |why: String| JournalError::NoRecord { frame, byte, why };
        match postcard::take_from_bytes::<Record<'_>>(&self.record) {
            Ok((record, [])) => Ok(Some(record.into_owned())),
            Ok((_, rest)) => Err(no_record(format!("{} bytes are left", rest.len()))),
            Err(error) => Err(no_record(error.to_string())),
        }
    }
}

/// Reads until `bytes` is full or nothing is left; how much that was.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> Result<usize, JournalError> {
    let mut filled = 0;
    while filled < bytes.len() {
        match from.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(source) => return Err(JournalError::Io { doing: "reading the journal".to_owned(), source }),
        }
    }
    Ok(filled)
}

impl<R: Read> Iterator for JournalReader<R> {
    type Item = Result<Record<'static>, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_record().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}
