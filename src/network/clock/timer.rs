//! Timers without input: [`every`] and [`after`].
//!
//! Both count from the start of the network, or from the instant in which the sub-network that
//! contains them is built, and occur with the time at which they were due.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Occurs at start + `period`, start + 2 · `period`, …: never at the start, and without drift.
///
/// # Errors
/// A period of zero is a [`BuildError::ZeroSpan`].
///
/// ```
/// use tidegate::network::{every, Network};
/// use tidegate::time::{Span, Time};
///
/// let (mut net, ticks) = Network::build(Time::EPOCH, |border| border.output(every(Span::from_secs(2))))?;
/// assert_eq!(net.next_deadline(), Some(Time::from_secs(2)));
/// net.instant(Time::from_secs(2))?.run()?;
/// assert_eq!(net.get(&ticks), Some(&Time::from_secs(2)));
/// assert_eq!(net.next_deadline(), Some(Time::from_secs(4)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn every(period: Span) -> Every {
    Every { period, place: Location::caller() }
}

/// Occurs once, `span` after the start.
///
/// # Errors
/// A span of zero is a [`BuildError::ZeroSpan`].
///
/// ```
/// use tidegate::network::{after, Network};
/// use tidegate::time::{Span, Time};
///
/// let (mut net, bell) = Network::build(Time::EPOCH, |border| border.output(after(Span::from_secs(3))))?;
/// net.instant(Time::from_secs(3))?.run()?;
/// assert!(net.get(&bell).is_some());
/// assert_eq!(net.next_deadline(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn after(span: Span) -> After {
    After { span, place: Location::caller() }
}

/// Event of [`every`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Every {
    period: Span,
    place: Place,
}

/// Event of [`after`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct After {
    span: Span,
    place: Place,
}

/// Machine of both timers.
#[derive(Debug)]
pub struct Timer {
    next: Option<Time>,
    period: Option<Span>,
}

/// Refuses a span with which time would stand still.
pub(crate) fn nonzero(span: Span, operator: &'static str, used_at: Place) -> Result<(), BuildError> {
    match span.is_zero() {
        true => Err(BuildError::ZeroSpan { operator, used_at }),
        false => Ok(()),
    }
}

impl Event for Every {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        nonzero(self.period, "every", self.place)?;
        let part = builder.open();
        builder.close::<Time>(part, "every", self.place);
        Ok(Timer { next: Some(builder.start().after(self.period)), period: Some(self.period) })
    }
}

impl Event for After {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        nonzero(self.span, "after", self.place)?;
        let part = builder.open();
        builder.close::<Time>(part, "after", self.place);
        Ok(Timer { next: Some(builder.start().after(self.span)), period: None })
    }
}

impl Machine for Timer {
    type Item = Time;
    const TIMED: bool = true;

    fn poll<E: Env>(&mut self, env: &E) -> Option<Time> {
        let due = self.next.filter(|due| Deadline::first(*due) <= env.core().now())?;
        self.next = self.period.map(|period| due.after(period)).filter(|next| *next < Time::MAX);
        Some(due)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.next.map(Deadline::first)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.next);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.next = from.take()?;
        Ok(())
    }
}
