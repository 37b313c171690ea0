//! Time: alarms, and the timestamps of occurrences.
//!
//! Periods and spans of zero are refused, except where a span only compares (`throttle`).
//!
//! To sample on a timer is `sample` on the event of a timer. `every(run, c, p, First)` sees the value on
//! entry to the first instant of its timestamp, `every(run, c, p, Last)` that after all inputs of it;
//! `with_latest` includes what occurs in the timer's own instant.

use std::iter::successors;

use super::past::{at_each, placed, since, steps, with_past};
use super::run::{Phase, Run};
use super::{Occurrences, Values};
use crate::time::{Span, Time};

/// The alarms of a part that rings at each of these times, with the instants at which they have rung.
///
/// Each is set at the instant at which the one before it rang, the first at `c`.
pub(super) fn rings(
    run: &Run,
    c: usize,
    dues: impl Iterator<Item = Time>,
    phase: Phase,
) -> Vec<(usize, Time)> {
    let mut set = c;
    let ring = |due| {
        set = run.alarm(set, due, phase)?;
        Some((set, due))
    };
    dues.map_while(ring).collect()
}

/// Occurs at `T(c) + p`, `T(c) + 2p`, …, with these times: never at the start, and without drift.
///
/// ```
/// use tidegate::model::{clock::every, event::sample, behavior::hold, run::{drive, Phase}};
/// use tidegate::time::{Span, Time};
/// let at = Time::from_secs;
/// let sampled = |phase| {
///     let (run, list) = drive(at(0), &[(at(2), 5), (at(2), 6)], at(3), |run, x| {
///         sample(|_, x| x, &hold(0, 0, x), &every(run, 0, Span::from_secs(2), phase))
///     });
///     run.stamped(&list)
/// };
/// assert_eq!(sampled(Phase::First), [(at(2), 0)], "on entry to the first instant");
/// assert_eq!(sampled(Phase::Last), [(at(2), 6)], "as of the timestamp");
/// ```
pub fn every(run: &Run, c: usize, period: Span, phase: Phase) -> Occurrences<Time> {
    every_from(run, c, run.time(c).after(period), period, phase)
}

/// Occurs at `first`, `first + p`, …; times before `T(c)` are not made up for.
///
/// A time equal to `T(c)` comes in a later instant of that timestamp. For a network built before the run
/// that is the first in which anything can occur.
pub fn every_from(run: &Run, c: usize, first: Time, period: Span, phase: Phase) -> Occurrences<Time> {
    let dues = successors(Some(first), |due| Some(due.after(period)));
    let dues = dues.skip_while(|due| *due < run.time(c));
    placed(run.instants().len(), rings(run, c, dues, phase))
}

/// Occurs once, at `T(c) + d`, with that time.
pub fn after(run: &Run, c: usize, span: Span, phase: Phase) -> Occurrences<Time> {
    at(run, c, run.time(c).after(span), phase)
}

/// Occurs once, at `time`, and never if that is before `T(c)`.
pub fn at(run: &Run, c: usize, time: Time, phase: Phase) -> Occurrences<Time> {
    let due = Some(time).filter(|time| *time >= run.time(c));
    placed(run.instants().len(), rings(run, c, due.into_iter(), phase))
}

/// Occurs at those times of a table, in order, that are not before `T(c)`, with what it has for them.
///
/// ```
/// use tidegate::model::{clock::timetable, run::{simulate, Phase}};
/// use tidegate::time::Time;
/// let table = [(2, "open"), (5, "close")].map(|(second, what)| (Time::from_secs(second), what));
/// let rung = simulate([(9, ())], |run, _| timetable(run, 0, &table, Phase::First));
/// assert_eq!(rung, [(2, "open"), (5, "close")]);
/// ```
pub fn timetable<A: Clone>(run: &Run, c: usize, table: &[(Time, A)], phase: Phase) -> Occurrences<A> {
    let entries = table.iter().filter(|(at, _)| *at >= run.time(c));
    let rung = rings(run, c, entries.clone().map(|(at, _)| *at), phase);
    placed(run.instants().len(), rung.into_iter().zip(entries).map(|((t, _), (_, what))| (t, what.clone())))
}

/// `in_force(table)(t)` is the last entry of the table with a time of at most `T(t)`, if there is one.
pub fn in_force<A: Clone>(run: &Run, table: &[(Time, A)]) -> Values<Option<A>> {
    let n = run.instants().len();
    let last = |t: usize| table.iter().rfind(|(at, _)| *at <= run.time(t)).map(|(_, what)| what.clone());
    // After the last instant it is what it was in it.
    (0..=n).map(|t| last(t.min(n.saturating_sub(1)))).collect()
}

/// What occurs at a timestamp in one of the stretches, each from its start on, before its end.
pub fn within_stretches<A: Clone>(run: &Run, stretches: &[(Time, Time)], x: &[Option<A>]) -> Occurrences<A> {
    let inside = |t: usize| stretches.iter().any(|(start, end)| (*start..*end).contains(&run.time(t)));
    at_each(x.len(), |t| x[t].clone().filter(|_| inside(t)))
}

/// Each occurrence again at its timestamp + `d`.
///
/// Two due at one timestamp come in two instants, in order; equal ones are not merged.
///
/// ```
/// use tidegate::model::{clock::delay, run::simulate};
/// use tidegate::time::Span;
/// let late = simulate([(1, 'a'), (1, 'a'), (2, 'b')], |run, x| delay(run, 0, Span::from_secs(3), x));
/// assert_eq!(late, [(4, 'a'), (4, 'a'), (5, 'b')]);
/// ```
pub fn delay<A: Clone>(run: &Run, c: usize, span: Span, x: &[Option<A>]) -> Occurrences<A> {
    let mut last = c;
    let again = |(t, value): (usize, A)| {
        last = run.alarm(t.max(last), run.time(t).after(span), Phase::First)?;
        Some((last, value))
    };
    placed(x.len(), since(c, x).into_iter().map_while(again).collect::<Vec<_>>())
}

/// Each occurrence again in a later instant of the same timestamp, by an alarm at now.
pub fn next_instant<A: Clone>(run: &Run, c: usize, x: &[Option<A>]) -> Occurrences<A> {
    delay(run, c, Span::ZERO, x)
}

/// Those instants in `starts` after which none of the others comes up to the alarm at `T + d`, with its
/// instant.
///
/// One that comes in the instant of the alarm itself wins. With phase `Last` that instant follows all inputs
/// of its timestamp, so that all that are stamped `T + d` win.
fn silences(run: &Run, span: Span, phase: Phase, starts: &[usize]) -> Vec<(usize, usize)> {
    let silence = |(place, start): (usize, &usize)| {
        let due = run.time(*start).after(span);
        let rung = match starts.get(place + 1) {
            Some(next) => run.ring(*start, due, phase).filter(|rung| rung < next),
            None => run.alarm(*start, due, phase),
        };
        Some((*start, rung?))
    };
    starts.iter().enumerate().filter_map(silence).collect()
}

/// Occurs at `T + d` with `T` if `x` does not occur in `(T, T + d]`, `T` being that of its last occurrence,
/// or `T(c)`.
///
/// Once a silence. An occurrence in the alarm's own instant wins; one in a later instant of the timestamp
/// `T + d` does so with [`Phase::Last`] only.
///
/// ```
/// use tidegate::model::{clock::timeout, run::{simulate, Phase}};
/// use tidegate::time::{Span, Time};
/// let silences = simulate([(2, ()), (4, ()), (7, ())], |run, x| {
///     timeout(run, 0, Span::from_secs(2), Phase::First, x)
/// });
/// // At 2 and 4 the occurrence wins over the deadline.
/// assert_eq!(silences, [(6, Time::from_secs(4)), (9, Time::from_secs(7))]);
/// ```
pub fn timeout<A: Clone>(
    run: &Run,
    c: usize,
    span: Span,
    phase: Phase,
    x: &[Option<A>],
) -> Occurrences<Time> {
    let starts: Vec<usize> = (c..x.len()).filter(|t| *t == c || x[*t].is_some()).collect();
    let silences = silences(run, span, phase, &starts);
    placed(x.len(), silences.into_iter().map(|(start, rung)| (rung, run.time(start))))
}

/// The value of an occurrence at `T` comes at `T + d` if `x` does not occur in `(T, T + d]`.
///
/// An occurrence at `T + d` wins as in [`timeout`], and starts the wait anew.
///
/// ```
/// use tidegate::model::{clock::debounce, run::{simulate, Phase}};
/// use tidegate::time::Span;
/// let calm = simulate([(1, 'a'), (3, 'b'), (4, 'c'), (9, 'd')], |run, x| {
///     debounce(run, 0, Span::from_secs(2), Phase::First, x)
/// });
/// assert_eq!(calm, [(6, 'c'), (11, 'd')]);
/// ```
pub fn debounce<A: Clone>(run: &Run, c: usize, span: Span, phase: Phase, x: &[Option<A>]) -> Occurrences<A> {
    let starts: Vec<usize> = since(c, x).into_iter().map(|(t, _)| t).collect();
    let silences = silences(run, span, phase, &starts);
    placed(x.len(), silences.into_iter().filter_map(|(start, rung)| Some((rung, x[start].clone()?))))
}

/// Passes `x` at `T` if nothing passed in `(T - d, T]`: exactly `d` apart passes.
///
/// ```
/// use tidegate::model::{clock::throttle, run::simulate};
/// use tidegate::time::Span;
/// let inputs = [(1, 'a'), (2, 'b'), (3, 'c'), (3, 'd')];
/// let some = simulate(inputs, |run, x| throttle(run, 0, Span::from_secs(2), x));
/// assert_eq!(some, [(1, 'a'), (3, 'c')]);
/// ```
pub fn throttle<A: Clone>(run: &Run, c: usize, span: Span, x: &[Option<A>]) -> Occurrences<A> {
    let mut passed: Option<Time> = None;
    steps(c, x.len(), &mut passed, |passed, t| {
        let value = x[t].clone()?;
        let passes = passed.is_none_or(|passed| run.time(t).since(passed) >= span);
        passes.then(|| {
            *passed = Some(run.time(t));
            value
        })
    })
}

/// `(T(t), x@t)` where `x` occurs.
pub fn timestamped<A: Clone>(run: &Run, x: &[Option<A>]) -> Occurrences<(Time, A)> {
    at_each(x.len(), |t| Some((run.time(t), x[t].clone()?)))
}

/// The time since the occurrence before, which lies in `[c, t)`: silent at the first.
pub fn elapsed<A: Clone>(run: &Run, c: usize, x: &[Option<A>]) -> Occurrences<Span> {
    let since_last = |past: &[(Time, A)], now: (Time, A)| Some(now.0.since(past.last()?.0));
    with_past(c, &timestamped(run, x), since_last)
}
