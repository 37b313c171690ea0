//! What the bytes of a tape are: plain, gzip or a zip archive, told by their first bytes and not by a name.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

const GZIP: &[u8] = b"\x1f\x8b";
/// A zip archive with members, and one without.
const ZIPS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// Bytes that decide.
const MAGIC: usize = 4;

/// A source with its nature known.
pub(super) enum Source {
    /// Read as it is.
    Plain(Box<dyn Read + Send>),
    /// Unpacked while it is read, all members of it.
    Gzip(Box<dyn Read + Send>),
    /// Not read.
    Zip,
}

impl Source {
    /// Looks at the first bytes of `reader`.
    pub(super) fn detect(mut reader: impl Read + Send + 'static) -> io::Result<Self> {
        let mut head = Vec::with_capacity(MAGIC);
        reader.by_ref().take(MAGIC as u64).read_to_end(&mut head)?;
        if ZIPS.contains(&head.as_slice()) {
            return Ok(Self::Zip);
        }
        let gzip = head.starts_with(GZIP);
        let whole = Cursor::new(head).chain(reader);
        Ok(if gzip { Self::Gzip(Box::new(MultiGzDecoder::new(whole))) } else { Self::Plain(Box::new(whole)) })
    }
}
