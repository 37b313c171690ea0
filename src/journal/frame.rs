//! How records lie in a file.
//!
//! ```text
//! file  = "tidejrnl" version:u32 frame*
//! frame = length:u24 check:u8 checksum:u32 record        (numbers little endian; a record as postcard writes it)
//! ```
//!
//! The checksum is CRC-32 over all frames so far, without their checksums. So a frame that is missing, or stands twice, is
//! seen at the next one. The length has a check of its own: a length with a flipped bit would look like a torn file
//! otherwise, and what is behind it would be lost in silence.

use crc32fast::Hasher;

/// How a journal begins.
pub(super) const MAGIC: [u8; 8] = *b"tidejrnl";

/// Of the form of frames and records.
pub(super) const VERSION: u32 = 1;

/// The length of the head of a file.
pub(super) const FILE_HEAD: usize = 12;

/// The length of the head of a frame.
pub(super) const FRAME_HEAD: usize = 8;

/// The longest record: its length has 24 bits.
pub(super) const LONGEST: usize = (1 << 24) - 1;

/// The head of a file.
pub(super) fn file_head() -> [u8; FILE_HEAD] {
    let mut head = [0; FILE_HEAD];
    head[..8].copy_from_slice(&MAGIC);
    head[8..].copy_from_slice(&VERSION.to_le_bytes());
    head
}

/// The head of the frame of this record, which is no longer than [`LONGEST`].
pub(super) fn frame_head(chain: &mut Chain, record: &[u8]) -> [u8; FRAME_HEAD] {
    let length = record.len() as u32;
    let word = length | u32::from(length_check(length)) << 24;
    let mut head = [0; FRAME_HEAD];
    head[..4].copy_from_slice(&word.to_le_bytes());
    head[4..].copy_from_slice(&chain.add(word, record).to_le_bytes());
    head
}

/// A head of a frame, read.
pub(super) struct Head {
    pub(super) word: u32,
    pub(super) checksum: u32,
}

impl Head {
    pub(super) fn read(bytes: [u8; FRAME_HEAD]) -> Self {
        let [a, b, c, d, e, f, g, h] = bytes;
        Self { word: u32::from_le_bytes([a, b, c, d]), checksum: u32::from_le_bytes([e, f, g, h]) }
    }

    pub(super) const fn length(&self) -> u32 {
        self.word & LONGEST as u32
    }

    /// The check of the length that is written.
    pub(super) const fn check(&self) -> u8 {
        (self.word >> 24) as u8
    }
}

/// Eight bits, each of which changes with any one of three bits of the length. That of nothing is not nothing, so that a
/// file that ends in zeros is no file of empty frames.
pub(super) const fn length_check(length: u32) -> u8 {
    !(length ^ length >> 8 ^ length >> 16) as u8
}

/// The checksum of all frames so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain(Hasher);

impl Chain {
    /// One more frame; the checksum that belongs to it.
    pub(super) fn add(&mut self, word: u32, record: &[u8]) -> u32 {
        self.0.update(&word.to_le_bytes());
        self.0.update(record);
        self.0.clone().finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926, "CRC-32 as in zip and Ethernet");
        let mut chain = Chain::default();
        assert_eq!(chain.add(4, b"tide"), crc32fast::hash(b"\x04\0\0\0tide"));
        assert_eq!(chain.add(1, b"!"), crc32fast::hash(b"\x04\0\0\0tide\x01\0\0\0!"));
    }

    #[test]
    fn one_flipped_bit_of_a_length_is_always_seen() {
        for length in [0, 1, 2, 127, 128, 1_000, 65_535, 65_536, LONGEST as u32] {
            let word = length | u32::from(length_check(length)) << 24;
            for bit in 0..32 {
                let flipped = Head { word: word ^ 1 << bit, checksum: 0 };
                assert_ne!(flipped.check(), length_check(flipped.length()), "{length}, bit {bit}");
            }
        }
    }
}
