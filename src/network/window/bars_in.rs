//! `bars_in`: one value for each stretch of time, and nothing of what lies between them.

use super::bars::Bar;
use crate::network::alarm::Deadline;
use crate::network::clock::stretch::{Stretch, Stretches};
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::statistic::Fold;
use crate::time::Time;

/// Operator of [`Windowed::bars_in`](super::Windowed::bars_in).
#[derive(Debug)]
pub struct BarsIn<C, A, S> {
    pub(super) stretches: C,
    pub(super) fold: A,
    pub(super) state: S,
    /// The stretch whose bar is under way, or will be.
    pub(super) open: Option<Stretch>,
}

impl<T, C: Stretches, A: Fold<T>> TimedOperator<T> for BarsIn<C, A, A::State> {
    type Out = Bar<A::Out>;
    const NAME: &'static str = "bars_in";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.stretches.check(at)?;
        self.fold.check(at)
    }

    fn start(&mut self, start: Time) {
        self.open = self.stretches.at_or_after(start);
    }

    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<Bar<A::Out>> {
        // Before the input: one at the boundary belongs to the next bar, if to any.
        let over = self.open.filter(|open| Deadline::first(open.end) <= now);
        let closed = over.map(|Stretch { start, end }| {
            let bar = Bar { start, end, value: self.fold.out(&self.state) };
            self.fold.restart(&mut self.state);
            self.open = self.stretches.at_or_after(end);
            bar
        });
        if let Some(input) = input.filter(|_| self.open.is_some_and(|open| open.start <= now.at)) {
            self.fold.enter(&mut self.state, &input);
        }
        closed
    }

    fn deadline(&self) -> Option<Deadline> {
        self.open.map(|open| Deadline::first(open.end))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.open.map(|open| open.end));
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        let end: Option<Time> = from.take()?;
        // Whatever ends then is the one that its last time lies in.
        let last = end.and_then(|end| end.nanos().checked_sub(1)).map(Time::from_nanos);
        self.open = last.and_then(|last| self.stretches.at_or_after(last));
        self.state = from.take()?;
        Ok(())
    }
}
