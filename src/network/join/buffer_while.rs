//! `buffer_while`: a gate before which occurrences wait.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::network::error::{BuildError, Place};
use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// What a buffer lets go at once: never nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Released<T> {
    /// What had waited, oldest first, and what occurs now.
    pub values: Vec<T>,
    /// How many older ones were dropped for want of room since the last release.
    pub lost: u64,
}

/// Joiner of [`Join::buffer_while`](super::Join::buffer_while).
///
/// Invariants: at most `limit` wait between instants; while the gate is open, none does; none is lost unless some wait.
#[derive(Debug)]
pub struct BufferWhile<T> {
    pub(crate) limit: usize,
    pub(crate) closed: bool,
    pub(crate) waiting: VecDeque<T>,
    pub(crate) lost: u64,
}

impl<T: State> Joiner<T, bool> for BufferWhile<T> {
    type Out = Released<T>;
    const NAME: &'static str = "buffer_while";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        match self.limit {
            0 => Err(BuildError::OutOfRange {
                operator: "buffer_while",
                expected: "room for at least one value",
                found: "0".to_owned(),
                used_at: at,
            }),
            _ => Ok(()),
        }
    }

    fn join(&mut self, left: Option<T>, closed: Option<bool>, _now: Time) -> Option<Released<T>> {
        self.closed = closed.unwrap_or(self.closed);
        self.waiting.extend(left);
        if self.closed {
            self.make_room();
            return None;
        }
        self.release()
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.closed);
        out.put(&self.waiting);
        out.put(&self.lost);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.closed = from.take()?;
        self.waiting = from.take()?;
        self.lost = from.take()?;
        Ok(())
    }
}

impl<T> BufferWhile<T> {
    fn make_room(&mut self) {
        if self.waiting.len() > self.limit {
            self.waiting.pop_front();
            self.lost += 1;
        }
    }

    fn release(&mut self) -> Option<Released<T>> {
        if self.waiting.is_empty() {
            return None;
        }
        // The values are given away; the buffer keeps its room.
        let values = self.waiting.drain(..).collect();
        Some(Released { values, lost: std::mem::take(&mut self.lost) })
    }
}
