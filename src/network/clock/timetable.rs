//! `timetable`: alarms at times that are known beforehand and not evenly spaced.

use std::panic::Location;

use super::timer::Alarm;
use crate::network::alarm::{Deadline, Phase};
use crate::network::behavior::Held;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::scope::Scope;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// Times that are known beforehand, each with what happens then: openings and closings, fixings, expiries.
///
/// Laws: there is one entry at a time; `next` gives a time that is not before `from`, and the same answer for every `from` up
/// to that time.
pub trait Timetable: Send + 'static {
    /// What happens at a time of it.
    type Entry: 'static;

    /// The first entry at `from` or later; `None` if there is none.
    fn next(&self, from: Time) -> Option<(Time, Self::Entry)>;

    /// The last entry at `at` or before; `None` if there is none.
    fn last(&self, at: Time) -> Option<Self::Entry>;
}

/// A list is a timetable if its times rise, each above the one before.
impl<T: Clone + Send + 'static> Timetable for Vec<(Time, T)> {
    type Entry = T;

    fn next(&self, from: Time) -> Option<(Time, T)> {
        self.get(self.partition_point(|(at, _)| *at < from)).cloned()
    }

    fn last(&self, at: Time) -> Option<T> {
        let before = self.partition_point(|(other, _)| *other <= at);
        self[..before].last().map(|(_, entry)| entry.clone())
    }
}

/// Occurs at the times of the table that are not before the start, with their entries.
///
/// An entry at the start comes in a later instant of that timestamp, as with [`every_from`](super::every::every_from).
/// Costs one alarm at a time, and one look into the table for each that rings.
///
/// ```
/// use tidegate::network::{simulate, timetable, Event};
/// use tidegate::time::Time;
///
/// let table = [(2, "open"), (5, "close")].map(|(second, what)| (Time::from_secs(second), what)).to_vec();
/// let rung = simulate([(9, ())], |_| timetable(table));
/// assert_eq!(rung, [(2, "open"), (5, "close")]);
/// ```
#[track_caller]
pub fn timetable<T: Timetable>(table: T) -> ByTimetable<T> {
    ByTimetable { table, phase: Phase::First, place: Location::caller() }
}

/// The entry that is in force: the last one of the table at the timestamp of the instant, or before.
///
/// ```text
/// in_force(table)(t) = the last entry with a time <= T(t)
/// ```
///
/// It changes between instants, not in one: at the very time of an entry, each instant has that entry. One held value,
/// and one alarm for each entry, a nanosecond before its time, when all of that timestamp is over.
///
/// ```
/// use tidegate::network::{in_force, simulate, Event};
/// use tidegate::time::Time;
///
/// // The rate from second 2 on, and that from second 5 on.
/// let table = [(2, 30), (5, 40)].map(|(second, rate)| (Time::from_secs(second), rate)).to_vec();
/// let rates = simulate([(1, ()), (2, ()), (3, ()), (5, ())], |x| x.sample(in_force(table), |_, rate| rate));
/// assert_eq!(rates, [(1, None), (2, Some(30)), (3, Some(30)), (5, Some(40))]);
/// ```
#[track_caller]
pub fn in_force<T>(table: T) -> Held<Option<T::Entry>>
where
    T: Timetable,
    T::Entry: State,
{
    let start = Scope::innermost(|scope| scope.birth().at).unwrap_or(Time::MIN);
    let first = table.last(start);
    timetable(Ahead(table)).last().map(Some).hold(first)
}

/// The same table, a nanosecond ahead.
#[derive(Clone, Copy, Debug)]
struct Ahead<T>(T);

impl<T: Timetable> Timetable for Ahead<T> {
    type Entry = T::Entry;

    fn next(&self, from: Time) -> Option<(Time, T::Entry)> {
        let (at, entry) = self.0.next(Time::from_nanos(from.nanos().saturating_add(1)))?;
        Some((Time::from_nanos(at.nanos() - 1), entry))
    }

    fn last(&self, at: Time) -> Option<T::Entry> {
        self.0.last(Time::from_nanos(at.nanos().saturating_add(1)))
    }
}

/// Event of [`timetable`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct ByTimetable<T> {
    table: T,
    phase: Phase,
    place: Place,
}

impl<T> ByTimetable<T> {
    /// The same in a final instant of each timestamp, after all inputs of it: [`Phase::Last`].
    pub fn last(self) -> Self {
        Self { phase: Phase::Last, ..self }
    }
}

impl<T: Timetable> Event for ByTimetable<T> {
    type Item = T::Entry;
    type Level = Root;
    type Machine = Bell<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Bell<T>, BuildError> {
        let part = builder.open();
        builder.close(part, label!("timetable", T::Entry), self.place);
        let Self { table, phase, .. } = self;
        let first = table.next(builder.start()).map(|(at, _)| at);
        Ok(Bell { alarm: Alarm::new(first, phase, builder.birth()), table })
    }
}

/// Machine of [`timetable`].
///
/// Invariant: the alarm is set to the time of an entry.
#[derive(Debug)]
pub struct Bell<T> {
    alarm: Alarm,
    table: T,
}

impl<T: Timetable> Machine for Bell<T> {
    type Item = T::Entry;
    const TIMED: bool = true;

    fn poll<E: Env>(&mut self, env: &E) -> Option<T::Entry> {
        let table = &self.table;
        let following = |due: Time| table.next(Time::from_nanos(due.nanos().saturating_add(1)));
        let due = self.alarm.ring(env, |due| following(due).map(|(at, _)| at))?;
        table.next(due).map(|(_, entry)| entry)
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
