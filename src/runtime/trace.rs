//! The trace hash: one number for everything that went into a network and came out.
//!
//! Equal runs have equal hashes, on every machine: all words enter in little-endian order. The function
//! is a multiply-rotate over 64-bit words, fast and not cryptographic.

use std::hash::{Hash, Hasher};

use crate::time::Time;

/// A running hash over instants, their inputs and their outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    hash: u64,
}

/// 2^64 divided by the golden ratio, made odd.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Default for Trace {
    fn default() -> Self {
        // Any odd start does; 0 would swallow leading zeros.
        Self { hash: FACTOR }
    }
}

impl Trace {
    /// The hash so far.
    #[must_use]
    pub fn hash(self) -> u64 {
        self.hash ^ (self.hash >> 32)
    }

    /// A new instant.
    #[inline]
    pub fn instant(&mut self, at: Time) {
        self.word(at.nanos().cast_unsigned());
    }

    /// A value that went in or came out of `port`.
    #[inline]
    pub fn value<T: Hash>(&mut self, port: usize, value: &T) {
        self.word(port as u64);
        value.hash(self);
    }

    /// A value that has no hash of its own but can be serialised.
    pub fn serialised<T: serde::Serialize>(&mut self, port: usize, value: &T) {
        self.word(port as u64);
        match postcard::to_stdvec(value) {
            Ok(bytes) => self.write(&bytes),
            // What cannot be serialised counts as its error: still the same in equal runs.
            Err(error) => self.write(error.to_string().as_bytes()),
        }
    }

    #[inline]
    fn word(&mut self, word: u64) {
        self.hash = (self.hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    }
}

impl Hasher for Trace {
    fn finish(&self) -> u64 {
        self.hash()
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
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

    fn write_i128(&mut self, value: i128) {
        self.write(&value.to_le_bytes());
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
