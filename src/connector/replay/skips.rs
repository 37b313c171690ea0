//! The rows left out: how many, and the first few errors.
//!
//! The first ones tell what is wrong and the count tells how much; keeping all would let a bad file of any
//! length fill the memory.

use super::error::RowError;

/// Errors kept: more than a person reads before opening the file.
const KEPT: usize = 16;

/// A bounded record of skipped rows.
#[derive(Debug, Default)]
pub(super) struct Skips {
    count: u64,
    first: Vec<RowError>,
    last: Option<RowError>,
}

impl Skips {
    pub(super) fn note(&mut self, error: RowError) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(error.clone());
        }
        self.last = Some(error);
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn first(&self) -> &[RowError] {
        &self.first
    }

    pub(super) const fn last(&self) -> Option<&RowError> {
        self.last.as_ref()
    }
}
