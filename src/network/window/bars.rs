//! `bars`: one value for each period of time.

use serde::{Deserialize, Serialize};

use crate::network::alarm::Deadline;
use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::network::event::timed::TimedOperator;
use crate::network::state::{Loader, Saver, StateError};
use crate::network::statistic::Fold;
use crate::time::{Span, Time};

/// What a period of time has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bar<V> {
    /// Its first time.
    pub start: Time,
    /// The time after its last: the start of the next one.
    pub end: Time,
    /// What was made of what occurred in it.
    pub value: V,
}

/// Operator of [`Windowed::bars`](super::Windowed::bars).
///
/// Invariant: `end` is the end of the bar under way.
#[derive(Debug)]
pub struct Bars<A, S> {
    pub(super) period: Span,
    pub(super) origin: Time,
    pub(super) fold: A,
    pub(super) state: S,
    pub(super) end: Time,
}

impl<T, A: Fold<T>> TimedOperator<T> for Bars<A, A::State> {
    type Out = Bar<A::Out>;
    const NAME: &'static str = "bars";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.period, Self::NAME, at)?;
        self.fold.check(at)
    }

    fn start(&mut self, start: Time) {
        self.end = end_after(start, self.period, self.origin);
    }

    fn step(&mut self, input: Option<T>, now: Deadline) -> Option<Bar<A::Out>> {
        // Before the input: one at the boundary belongs to the new bar.
        let closed = (Deadline::first(self.end) <= now).then(|| {
            let start = Time::from_nanos(self.end.nanos().saturating_sub(self.period.nanos()));
            let bar = Bar { start, end: self.end, value: self.fold.out(&self.state) };
            self.fold.restart(&mut self.state);
            self.end = self.end.after(self.period);
            bar
        });
        if let Some(input) = input {
            self.fold.enter(&mut self.state, &input);
        }
        closed
    }

    fn deadline(&self) -> Option<Deadline> {
        Some(Deadline::first(self.end))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.end);
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.end = from.take()?;
        self.state = from.take()?;
        Ok(())
    }
}

/// The end of the bar that contains `time`: the least origin + k · period after it.
fn end_after(time: Time, period: Span, origin: Time) -> Time {
    // Wide, since times may be as far apart as their range.
    let [time, period, origin] = [time.nanos(), period.nanos(), origin.nanos()].map(i128::from);
    let end = origin + ((time - origin).div_euclid(period) + 1) * period;
    i64::try_from(end).map_or(Time::MAX, Time::from_nanos)
}
