//! Windows and bars: which occurrences belong together, and when they come out.
//!
//! What is made of them is a function of the list of members, computed from scratch each time; see
//! [`fold`](super::fold) for the usual ones. An incremental fold is right if it gives the same.

use std::iter::successors;
use std::ops::Add;

use super::Occurrences;
use super::clock::{rings, timestamped};
use super::past::{at_each, placed, since, steps, with_past};
use super::run::{Phase, Run};
use crate::time::{Span, Time};

/// What a stretch of time has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar<B> {
    /// Its first time.
    pub start: Time,
    /// The time after its last: the start of the next one.
    pub end: Time,
    /// What was made of what occurred in it.
    pub value: B,
}

/// The occurrences in `[c, t]` with a timestamp in `(T(t) - d, T(t)]`, oldest first.
fn members<A: Clone>(run: &Run, c: usize, span: Span, t: usize, x: &[Option<A>]) -> Vec<A> {
    let fresh = |(s, value): (usize, A)| (run.time(s).after(span) > run.time(t)).then_some(value);
    since(c, &x[..=t]).into_iter().filter_map(fresh).collect()
}

/// `f` of the occurrences in `(T - d, T]`, at each occurrence and whenever some of them leave.
///
/// A member of timestamp `S` leaves by an alarm at `S + d`: exactly `d` old, it is out. However much leaves
/// and arrives, there is one occurrence an instant.
///
/// ```
/// use tidegate::model::{run::simulate, window::window};
/// use tidegate::time::Span;
/// let lists = simulate([(1, 'a'), (2, 'b'), (4, 'c')], |run, x| {
///     window(run, 0, Span::from_secs(3), |members| members.iter().collect::<String>(), x)
/// });
/// let expected = [(1, "a"), (2, "ab"), (4, "bc"), (5, "c"), (7, "")];
/// assert_eq!(lists, expected.map(|(at, list)| (at, list.to_string())));
/// ```
pub fn window<A: Clone, B>(
    run: &Run,
    c: usize,
    span: Span,
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    let leaves = |(t, _): (usize, A)| run.alarm(t, run.time(t).after(span), Phase::First);
    let left: Vec<Option<usize>> = since(c, x).into_iter().map(leaves).collect();
    let changes = |t: usize| t >= c && (x[t].is_some() || left.contains(&Some(t)));
    at_each(x.len(), |t| changes(t).then(|| f(&members(run, c, span, t, x))))
}

/// Like [`window`], at the occurrences of `x` only.
pub fn window_at<A: Clone, B>(
    run: &Run,
    c: usize,
    span: Span,
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    at_each(x.len(), |t| x[t].as_ref().filter(|_| t >= c).map(|_| f(&members(run, c, span, t, x))))
}

/// `f` of the last `n` occurrences in `[c, t]`, or of all if there are fewer. `n = 0` is refused.
pub fn window_of<A: Clone, B>(c: usize, n: usize, f: impl Fn(&[A]) -> B, x: &[Option<A>]) -> Occurrences<B> {
    total(c, |all| f(&all[all.len().saturating_sub(n)..]), x)
}

/// Like [`window_of`], silent until there are `n`: the `.full()` variant.
pub fn window_of_full<A: Clone, B>(
    c: usize,
    n: usize,
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    with_past(c, x, |past, now| {
        let all = [past, &[now]].concat();
        Some(f(&all[all.len().checked_sub(n)?..]))
    })
}

/// `f` of all occurrences in `[c, t]`.
pub fn total<A: Clone, B>(c: usize, f: impl Fn(&[A]) -> B, x: &[Option<A>]) -> Occurrences<B> {
    with_past(c, x, |past, now| Some(f(&[past, &[now]].concat())))
}

/// Bars of equal length: bar `k` covers `[origin + k·p, origin + (k+1)·p)`.
///
/// Each is closed by an alarm of phase `First` at its end, even if nothing has arrived; an occurrence at the
/// boundary belongs to the new bar, and the old one comes out in the same instant. The first bar is the one
/// that contains `T(c)`; it has its full bounds, and the occurrences since `c`.
///
/// ```
/// use tidegate::model::{run::simulate, window::{bars, Bar}};
/// use tidegate::time::{Span, Time};
/// let at = Time::from_secs;
/// let closed = simulate([(1, 'a'), (4, 'b')], |run, x| {
///     bars(run, 0, Span::from_secs(2), at(0), |all| all.to_vec(), x)
/// });
/// let bar = |start, end, value| (end, Bar { start: at(start), end: at(end), value });
/// assert_eq!(closed[..3], [bar(0, 2, vec!['a']), bar(2, 4, vec![]), bar(4, 6, vec!['b'])]);
/// ```
pub fn bars<A: Clone, B>(
    run: &Run,
    c: usize,
    period: Span,
    origin: Time,
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<Bar<B>> {
    let all = timestamped(run, x);
    let ends = successors(Some(bar_end(run.time(c), period, origin)), |end| Some(end.after(period)));
    let bar = |(t, end): (usize, Time)| {
        let start = Time::from_nanos(end.nanos().saturating_sub(period.nanos()));
        let inside = |(_, (time, value))| (start <= time && time < end).then_some(value);
        let members: Vec<A> = since(c, &all).into_iter().filter_map(inside).collect();
        (t, Bar { start, end, value: f(&members) })
    };
    placed(x.len(), rings(run, c, ends, Phase::First).into_iter().map(bar))
}

/// Bars of stretches of time, each from its start on, before its end: those that end after `T(c)`.
///
/// As [`bars`]; what occurs between stretches is in none.
pub fn bars_in<A: Clone, B>(
    run: &Run,
    c: usize,
    stretches: &[(Time, Time)],
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<Bar<B>> {
    let all = timestamped(run, x);
    let ahead = stretches.iter().filter(|(_, end)| *end > run.time(c));
    let rung = rings(run, c, ahead.clone().map(|(_, end)| *end), Phase::First);
    let bar = |((t, _), (start, end)): ((usize, Time), &(Time, Time))| {
        let inside = |(_, (time, value))| (*start..*end).contains(&time).then_some(value);
        let members: Vec<A> = since(c, &all).into_iter().filter_map(inside).collect();
        (t, Bar { start: *start, end: *end, value: f(&members) })
    };
    placed(x.len(), rung.into_iter().zip(ahead).map(bar))
}

/// `f` of the occurrences in `[c, t]` in the stretch of time that contains `T(t)`, where `x` occurs in one.
pub fn total_in<A: Clone, B>(
    run: &Run,
    c: usize,
    stretches: &[(Time, Time)],
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    let of = |time: Time| stretches.iter().find(|(start, end)| (*start..*end).contains(&time));
    with_past(c, &timestamped(run, x), |past, now| {
        let stretch = of(now.0)?;
        let members = past.iter().chain([&now]).filter(|(time, _)| of(*time) == Some(stretch));
        Some(f(&members.map(|(_, value)| value.clone()).collect::<Vec<A>>()))
    })
}

/// The end of the bar that contains `time`: the least `origin + k·p` after it.
fn bar_end(time: Time, period: Span, origin: Time) -> Time {
    let (time, period, origin) =
        (i128::from(time.nanos()), i128::from(period.nanos()), i128::from(origin.nanos()));
    let end = origin + ((time - origin).div_euclid(period) + 1) * period;
    i64::try_from(end).map_or(Time::MAX, Time::from_nanos)
}

/// `f` of each `n` occurrences, at the last of them. `n = 0` is refused.
pub fn tick_bars<A: Clone, B>(c: usize, n: u64, f: impl Fn(&[A]) -> B, x: &[Option<A>]) -> Occurrences<B> {
    bars_by(c, |_| 1, n, f, x)
}

/// `f` of the occurrences since the last close, at the one with which their summed weight reaches `size`.
///
/// That one is part of the bar it closes, whole: what it weighs too much is not carried over.
///
/// ```
/// use tidegate::model::window::bars_by;
/// let volumes = [Some(3), Some(4), Some(1), Some(9)];
/// let bars = bars_by(0, |volume| *volume, 5, |all| all.to_vec(), &volumes);
/// assert_eq!(bars, [None, Some(vec![3, 4]), None, Some(vec![1, 9])]);
/// ```
pub fn bars_by<A: Clone, B, W: Add<Output = W> + PartialOrd>(
    c: usize,
    weight: impl Fn(&A) -> W,
    size: W,
    f: impl Fn(&[A]) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    let mut open: Vec<A> = Vec::new();
    steps(c, x.len(), &mut open, |open, t| {
        open.push(x[t].clone()?);
        let full = open.iter().map(&weight).reduce(|a, b| a + b).is_some_and(|sum| sum >= size);
        full.then(|| f(&std::mem::take(open)))
    })
}

/// The exponentially weighted average: the first value, then `v + alpha · (x@t - v)`.
pub fn ewma(c: usize, alpha: f64, x: &[Option<f64>]) -> Occurrences<f64> {
    total(c, |all| all.iter().copied().reduce(|v, x| v + alpha * (x - v)).unwrap_or_default(), x)
}

/// The same with the weight of time: `alpha = 1 - 2^(-e/h)`, where `e` is the time since the occurrence
/// before.
///
/// What has been averaged loses half its weight in the time `h`. An occurrence at the timestamp of the one
/// before it has no weight, unless it is the first.
pub fn ewma_half_life(run: &Run, c: usize, half_life: Span, x: &[Option<f64>]) -> Occurrences<f64> {
    let step = |(then, v): (Time, f64), (now, x): (Time, f64)| {
        let half_lives = now.since(then).nanos() as f64 / half_life.nanos() as f64;
        (now, v + (1.0 - (-half_lives).exp2()) * (x - v))
    };
    let average = |all: &[(Time, f64)]| all.iter().copied().reduce(step).map(|(_, v)| v).unwrap_or_default();
    total(c, average, &timestamped(run, x))
}
