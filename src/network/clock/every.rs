//! Timers that ring again and again: [`every`] and [`every_from`].

use std::panic::Location;

use super::timer::{Schedule, Timer, nonzero};
use crate::network::alarm::Phase;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::time::{Span, Time};

/// Occurs at start + `period`, start + 2 · `period`, …, with these times: never at the start, and without drift.
///
/// The start is that of the network, or the instant in which the sub-network with the timer is built. (csp: *timer*.)
///
/// To sample is [`sample`](Event::sample) on a timer: it sees the value on entry to the timer's instant, so what
/// occurs together with it is not included. [`with_latest`](Event::with_latest) includes the first round of inputs
/// of the timestamp; `sample` on a timer that is [`last`](Every::last) all of them.
///
/// # Errors
/// A period of zero is a [`BuildError::ZeroSpan`].
///
/// ```
/// use tidegate::network::{every, simulate, Event};
/// use tidegate::time::Span;
///
/// let (input, period) = ([(2, 5), (2, 6), (3, 7)], Span::from_secs(2));
/// let sampled = simulate(input, |x| every(period).sample(x.hold(0), |_, x| x));
/// assert_eq!(sampled[..2], [(2, 0), (4, 7)]);
/// let sampled = simulate(input, |x| every(period).with_latest(x, 0, |_, x| *x));
/// assert_eq!(sampled[..2], [(2, 5), (4, 7)]);
/// let sampled = simulate(input, |x| every(period).last().sample(x.hold(0), |_, x| x));
/// assert_eq!(sampled[..2], [(2, 6), (4, 7)]);
/// ```
#[track_caller]
pub fn every(period: Span) -> Every {
    Every { first: None, period, phase: Phase::First, place: Location::caller() }
}

/// Occurs at `first`, `first` + `period`, …, with these times: those before the start are not made up for.
///
/// A time that equals the start comes in a later instant of that timestamp; for a network that is its first instant.
///
/// # Errors
/// A period of zero is a [`BuildError::ZeroSpan`].
///
/// ```
/// use tidegate::network::{every_from, simulate, Event};
/// use tidegate::time::{Span, Time};
///
/// // The start is second 0.
/// let seconds = |first: i32| {
///     let ticks = simulate([(9, ())], |_| every_from(Time::from_secs(first), Span::from_secs(4)));
///     ticks.into_iter().map(|(second, _)| second).take(2).collect::<Vec<_>>()
/// };
/// assert_eq!(seconds(2), [2, 6]);
/// assert_eq!(seconds(0), [0, 4]);
/// assert_eq!(seconds(-5), [3, 7]);
/// ```
#[track_caller]
pub fn every_from(first: Time, period: Span) -> Every {
    Every { first: Some(first), period, phase: Phase::First, place: Location::caller() }
}

/// Event of [`every`] and [`every_from`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Every {
    first: Option<Time>,
    period: Span,
    phase: Phase,
    place: Place,
}

impl Every {
    /// The same in a final instant of each timestamp, after all inputs of it: [`Phase::Last`].
    pub fn last(self) -> Self {
        Self { phase: Phase::Last, ..self }
    }
}

impl Event for Every {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        let label = if self.first.is_some() { label!("every_from", Time) } else { label!("every", Time) };
        nonzero(self.period, label.kind, self.place)?;
        let start = builder.start();
        let first = match self.first {
            None => Some(start.after(self.period)),
            Some(first) => first_at(start, first, self.period),
        };
        let Self { period, phase, place, .. } = self;
        Ok(Schedule { label, first, period: Some(period), phase, place }.build(builder))
    }
}

/// The first of `first`, `first` + `period`, … that is not before `start`; none if it lies beyond the end of time.
fn first_at(start: Time, first: Time, period: Span) -> Option<Time> {
    // Wider than a time: from the first to the start it may be twice as far as from the epoch to the end.
    let (first, period) = (i128::from(first.nanos()), i128::from(period.nanos()));
    let missed = (i128::from(start.nanos()) - first).max(0);
    let periods = (missed + period - 1) / period;
    i64::try_from(first + periods * period).ok().map(Time::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::first_at;
    use crate::time::{Span, Time};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_the_least_that_is_not_before_the_start(start in -50_i64..50, first in -50_i64..50, period in 1_u64..9) {
            let times = (0..).map(|n| Time::from_nanos(first + n * period as i64));
            let found = first_at(Time::from_nanos(start), Time::from_nanos(first), Span::from_nanos(period));
            prop_assert_eq!(found, times.skip_while(|at| at.nanos() < start).take(1).last());
        }
    }

    #[test]
    fn it_may_lie_anywhere_in_time() {
        assert_eq!(first_at(Time::MAX, Time::MIN, Span::from_nanos(1)), Some(Time::MAX));
        assert_eq!(first_at(Time::MAX, Time::MIN, Span::from_nanos(2)), None, "a nanosecond after the end");
        assert_eq!(first_at(Time::MIN, Time::MAX, Span::MAX), Some(Time::MAX));
        assert_eq!(first_at(Time::from_nanos(1), Time::MIN, Span::MAX), Some(Time::from_nanos(i64::MAX - 1)));
    }
}
