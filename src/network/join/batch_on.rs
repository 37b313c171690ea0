//! `batch_on`: occurrences are collected until a trigger asks for them.

use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// Joiner of [`Join::batch_on`](super::Join::batch_on).
#[derive(Debug)]
pub struct BatchOn<T> {
    pub(crate) waiting: Vec<T>,
}

impl<T: State, B> Joiner<T, B> for BatchOn<T> {
    type Out = Vec<T>;
    const NAME: &'static str = "batch_on";

    fn join(&mut self, left: Option<T>, trigger: Option<B>, _now: Time) -> Option<Vec<T>> {
        self.waiting.extend(left);
        // The values are given away; the buffer keeps its room.
        trigger.map(|_| self.waiting.drain(..).collect())
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.waiting);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.waiting = from.take()?;
        Ok(())
    }
}
