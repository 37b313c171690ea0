//! How much of a file has been read, as others may ask while it is.
//!
//! Counted below the unpacking, so that the part of a packed file is known without its unpacked size.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes read, shared with whoever watches.
#[derive(Debug, Clone)]
pub(super) struct Bytes {
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Bytes {
    /// Nothing read so far of a file of `total` bytes, if that is known.
    pub(super) fn of(total: Option<u64>) -> Self {
        Self { read: Arc::default(), total }
    }

    /// The part that was read, from 0 to 1; `None` if the size is unknown or zero.
    pub(super) fn fraction(&self) -> Option<f64> {
        let total = self.total.filter(|&total| total > 0)?;
        // Relaxed: a number for people, nothing is concluded from it.
        let read = self.read.load(Ordering::Relaxed);
        Some((read as f64 / total as f64).min(1.0))
    }
}

/// A reader that counts.
pub(super) struct Counted<R> {
    inner: R,
    bytes: Bytes,
}

impl<R> Counted<R> {
    pub(super) const fn new(inner: R, bytes: Bytes) -> Self {
        Self { inner, bytes }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
