//! The trace hash: one number for everything that went into a network and came out.
//!
//! Equal runs have equal hashes, on every machine: all words enter in little-endian order. The function
//! is a multiply-rotate over 64-bit words, fast and not cryptographic.
//!
//! A value is digested on its own, and its digest is one word of the trace. So only one step for each value
//! waits for the value before it; a chain through every field was a tenth of what a row of a tape cost.

use std::hash::{Hash, Hasher};

use crate::time::Time;

/// A running hash over instants, their inputs and their outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    hash: u64,
}

/// 2^64 divided by the golden ratio, made odd.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// One more word: for each hash before, different words give different hashes.
#[inline]
const fn step(hash: u64, word: u64) -> u64 {
    (hash ^ word).wrapping_mul(FACTOR).rotate_left(29)
}

impl Default for Trace {
    fn default() -> Self {
        // Any odd start does; 0 would swallow leading zeros.
        Self { hash: FACTOR }
    }
}

impl Trace {
    /// The hash so far.
    pub(super) fn hash(self) -> u64 {
        self.hash ^ (self.hash >> 32)
    }

    /// A new instant.
    #[inline]
    pub(super) fn instant(&mut self, at: Time) {
        self.hash = step(self.hash, at.nanos().cast_unsigned());
    }

    /// A value that went in or came out of `port`.
    #[inline]
    pub(super) fn value<T: Hash>(&mut self, port: usize, value: &T) {
        let mut digest = Digest::of(port);
        value.hash(&mut digest);
        self.hash = step(self.hash, digest.hash);
    }

    /// A value of one of the streams of `port`, told from those of the others and from what comes out.
    #[inline(always)]
    pub(super) fn streamed<T: Hash>(&mut self, port: usize, stream: u32, value: &T) {
        // One word for both: no strategy has 2^16 ports.
        let mut digest = Digest::of(port | (stream as usize + 1) << 16);
        value.hash(&mut digest);
        self.hash = step(self.hash, digest.hash);
    }

    /// A value that has no hash of its own but can be serialised.
    pub(super) fn serialised<T: serde::Serialize>(&mut self, port: usize, value: &T) {
        let mut digest = Digest::of(port);
        match postcard::to_stdvec(value) {
            Ok(bytes) => digest.write(&bytes),
            // What cannot be serialised counts as its error: still the same in equal runs.
            Err(error) => digest.write(error.to_string().as_bytes()),
        }
        self.hash = step(self.hash, digest.hash);
    }
}

/// The hash of one value at one port.
struct Digest {
    hash: u64,
}

impl Digest {
    #[inline]
    const fn of(port: usize) -> Self {
        Self { hash: step(FACTOR, port as u64) }
    }

    #[inline]
    const fn word(&mut self, word: u64) {
        self.hash = step(self.hash, word);
    }
}

impl Hasher for Digest {
    #[inline]
    fn finish(&self) -> u64 {
        self.hash
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.word(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        self.word(bytes.len() as u64);
    }

    #[inline]
    fn write_u8(&mut self, value: u8) {
        self.word(u64::from(value));
    }

    #[inline]
    fn write_u32(&mut self, value: u32) {
        self.word(u64::from(value));
    }

    #[inline]
    fn write_u64(&mut self, value: u64) {
        self.word(value);
    }

    #[inline]
    fn write_i128(&mut self, value: i128) {
        // The lower half first, as its bytes stand.
        self.word(value as u64);
        self.word((value >> 64) as u64);
    }

    #[inline]
    fn write_i64(&mut self, value: i64) {
        self.word(value.cast_unsigned());
    }

    #[inline]
    fn write_isize(&mut self, value: isize) {
        // Discriminants: the same on machines of any width.
        self.word((value as i64).cast_unsigned());
    }

    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.word(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::Trace;
    use crate::time::Time;

    fn traced(values: &[(usize, u64)]) -> u64 {
        let mut trace = Trace::default();
        trace.instant(Time::EPOCH);
        values.iter().for_each(|(port, value)| trace.value(*port, value));
        trace.hash()
    }

    #[test]
    fn order_port_and_value_all_count() {
        let base = traced(&[(0, 1), (1, 2)]);
        assert_ne!(base, traced(&[(1, 2), (0, 1)]));
        assert_ne!(base, traced(&[(0, 1), (0, 2)]));
        assert_ne!(base, traced(&[(0, 1), (1, 3)]));
        assert_eq!(base, traced(&[(0, 1), (1, 2)]));
    }
}
