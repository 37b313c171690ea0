//! Timers that ring once: [`after`] and [`at`].

use std::panic::Location;

use super::timer::{Schedule, Timer, nonzero};
use crate::network::alarm::Phase;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::time::{Span, Time};

/// Occurs once, `span` after the start, with that time.
///
/// # Errors
/// A span of zero is a [`BuildError::ZeroSpan`].
///
/// ```
/// use tidegate::network::{after, simulate};
/// use tidegate::time::{Span, Time};
/// assert_eq!(simulate([(1, ())], |_| after(Span::from_secs(3))), [(3, Time::from_secs(3))]);
/// ```
#[track_caller]
pub fn after(span: Span) -> After {
    After { when: When::After(span), phase: Phase::First, place: Location::caller() }
}

/// Occurs once, at `time`, with that time; never if the start is later.
///
/// A time that equals the start comes in a later instant of that timestamp; for a network that is its first instant.
///
/// ```
/// use tidegate::network::{at, simulate, Event};
/// use tidegate::time::Time;
/// let noon = |hour: i32| Time::from_secs(hour);
/// assert_eq!(simulate([(1, 'a')], |x| at(noon(1)).with_latest(x, '-', |_, x| *x)), [(1, 'a')]);
/// assert_eq!(simulate([(1, 'a')], |_| at(noon(-1))), []);
/// ```
#[track_caller]
pub fn at(time: Time) -> After {
    After { when: When::At(time), phase: Phase::First, place: Location::caller() }
}

/// Event of [`after`] and [`at`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct After {
    when: When,
    phase: Phase,
    place: Place,
}

#[derive(Clone, Copy, Debug)]
enum When {
    After(Span),
    At(Time),
}

impl After {
    /// The same in a final instant of its timestamp, after all inputs of it: [`Phase::Last`].
    pub fn last(self) -> Self {
        Self { phase: Phase::Last, ..self }
    }
}

impl Event for After {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        let (label, first) = match self.when {
            When::After(span) => {
                nonzero(span, "after", self.place)?;
                (label!("after", Time), Some(builder.start().after(span)))
            }
            When::At(time) => (label!("at", Time), Some(time).filter(|time| *time >= builder.start())),
        };
        Ok(Schedule { label, first, period: None, phase: self.phase, place: self.place }.build(builder))
    }
}
