//! Timers without input: [`every`] and [`after`].
//!
//! Both count from the start of the network, or from the instant in which the sub-network that
//! contains them is built, and occur with the time at which they were due.

use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::scope::Builder;
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
pub fn every(period: Span) -> Every {
    Every { period }
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
pub fn after(span: Span) -> After {
    After { span }
}

/// Event of [`every`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Every {
    period: Span,
}

/// Event of [`after`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct After {
    span: Span,
}

/// Machine of both timers.
#[derive(Debug)]
pub struct Timer {
    next: Option<Time>,
    period: Option<Span>,
}

/// Refuses a span with which time would stand still.
pub(crate) fn nonzero(span: Span, operator: &'static str, builder: &Builder<'_>) -> Result<Span, BuildError> {
    match span.is_zero() {
        true => Err(BuildError::ZeroSpan { operator, used_at: builder.at() }),
        false => Ok(span),
    }
}

impl Event for Every {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        let period = nonzero(self.period, "every", builder)?;
        Ok(Timer { next: Some(builder.start().after(period)), period: Some(period) })
    }
}

impl Event for After {
    type Item = Time;
    type Level = Root;
    type Machine = Timer;

    fn build(self, builder: &mut Builder<'_>) -> Result<Timer, BuildError> {
        let span = nonzero(self.span, "after", builder)?;
        Ok(Timer { next: Some(builder.start().after(span)), period: None })
    }
}

impl Machine for Timer {
    type Item = Time;
    const TIMED: bool = true;

    fn poll<E: Env>(&mut self, env: &E) -> Option<Time> {
        let due = self.next.filter(|due| *due <= env.core().at)?;
        self.next = self.period.map(|period| due.after(period)).filter(|next| *next < Time::MAX);
        Some(due)
    }

    fn deadline(&self) -> Option<Time> {
        self.next
    }

    fn save(&self, out: &mut Saver) {
        out.put(&self.next);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.next = from.take()?;
        Ok(())
    }
}
