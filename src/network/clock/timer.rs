//! The machine of timers: alarms without input.
//!
//! A timer does not ring in the instant that makes it, though its time may have come: it is set there, and an
//! alarm rings in a later instant.

use crate::network::alarm::{Deadline, Phase};
use crate::network::builder::Builder;
use crate::network::describe::Label;
use crate::network::error::{BuildError, Place};
use crate::network::machine::{Env, Machine};
use crate::network::slot::Stamp;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// What an author says of a timer.
#[derive(Debug)]
pub(crate) struct Schedule {
    pub(crate) label: Label,
    /// When it rings first; `None` is never.
    pub(crate) first: Option<Time>,
    /// After how long it rings again; `None` is never.
    pub(crate) period: Option<Span>,
    pub(crate) phase: Phase,
    pub(crate) place: Place,
}

impl Schedule {
    pub(crate) fn build(self, builder: &mut Builder<'_>) -> Timer {
        let part = builder.open();
        builder.close(part, self.label, self.place);
        let Schedule { first, period, phase, .. } = self;
        Timer { alarm: Alarm::new(first, phase, builder.birth()), period }
    }
}

/// An alarm that is set anew whenever it has rung.
///
/// Invariant: `next` is not the end of time, which does not come.
#[derive(Debug)]
pub(super) struct Alarm {
    next: Option<Time>,
    phase: Phase,
    born: Stamp,
}

impl Alarm {
    pub(super) fn new(first: Option<Time>, phase: Phase, born: Stamp) -> Self {
        Self { next: first.filter(comes), phase, born }
    }

    /// Its time, if that has come; set anew by `next` after that time.
    pub(super) fn ring(&mut self, env: &impl Env, next: impl FnOnce(Time) -> Option<Time>) -> Option<Time> {
        let core = env.core();
        let due = self.next.filter(|at| Deadline { at: *at, phase: self.phase } <= core.now())?;
        if core.stamp == self.born {
            return None;
        }
        self.next = next(due).filter(comes);
        Some(due)
    }

    pub(super) fn deadline(&self) -> Option<Deadline> {
        self.next.map(|at| Deadline { at, phase: self.phase })
    }

    pub(super) fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.next);
    }

    pub(super) fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.next = from.take()?;
        Ok(())
    }
}

fn comes(time: &Time) -> bool {
    *time < Time::MAX
}

/// Machine of all timers.
#[derive(Debug)]
pub struct Timer {
    alarm: Alarm,
    period: Option<Span>,
}

impl Machine for Timer {
    type Item = Time;
    const TIMED: bool = true;

    fn poll<E: Env>(&mut self, env: &E) -> Option<Time> {
        self.alarm.ring(env, |due| self.period.map(|period| due.after(period)))
    }

    fn deadline(&self) -> Option<Deadline> {
        self.alarm.deadline()
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.alarm.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.alarm.load(from)
    }
}

/// Refuses a span with which time would stand still.
pub(crate) fn nonzero(span: Span, operator: &'static str, used_at: Place) -> Result<(), BuildError> {
    match span.is_zero() {
        true => Err(BuildError::ZeroSpan { operator, used_at }),
        false => Ok(()),
    }
}
