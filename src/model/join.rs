//! Several events: what occurs together, and what waits for each other.

use std::collections::VecDeque;
use std::rc::Rc;

use super::Occurrences;
use super::event::{filter_map, map, scan};
use super::past::{at_each, occurred, since, steps};
use super::run::{Phase, Run};
use crate::time::Span;

/// What occurs of two events: never neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EitherOrBoth<A, B> {
    /// Only the first.
    Left(A),
    /// Only the second.
    Right(B),
    /// The two at once.
    Both(A, B),
}

/// What a buffer lets go at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released<T> {
    /// What had waited, oldest first, and what occurs now.
    pub values: Vec<T>,
    /// How many older ones were dropped for want of room since the last release.
    pub lost: u64,
}

/// `Left(x@t)` if only `x` occurs, `Right(y@t)` if only `y`, `Both(x@t, y@t)` if both.
pub fn either<A: Clone, B: Clone>(x: &[Option<A>], y: &[Option<B>]) -> Occurrences<EitherOrBoth<A, B>> {
    at_each(x.len(), |t| match (x[t].clone(), y[t].clone()) {
        (Some(x), Some(y)) => Some(EitherOrBoth::Both(x, y)),
        (Some(x), None) => Some(EitherOrBoth::Left(x)),
        (None, y) => y.map(EitherOrBoth::Right),
    })
}

/// `f(x@t)` if only `x` occurs, `g(y@t)` if only `y`, `h(x@t, y@t)` if both.
pub fn merge_with<A: Clone, B: Clone, C>(
    f: impl Fn(A) -> C,
    g: impl Fn(B) -> C,
    h: impl Fn(A, B) -> C,
    x: &[Option<A>],
    y: &[Option<B>],
) -> Occurrences<C> {
    let join = |both| match both {
        EitherOrBoth::Left(x) => f(x),
        EitherOrBoth::Right(y) => g(y),
        EitherOrBoth::Both(x, y) => h(x, y),
    };
    map(join, &either(x, y))
}

/// `f(x@t, y@t)` where both occur.
pub fn coincide<A: Clone, B: Clone, C>(
    f: impl Fn(A, B) -> C,
    x: &[Option<A>],
    y: &[Option<B>],
) -> Occurrences<C> {
    at_each(x.len(), |t| Some(f(x[t].clone()?, y[t].clone()?)))
}

/// `x@t` where `y` does not occur.
pub fn unless<A: Clone, B>(x: &[Option<A>], y: &[Option<B>]) -> Occurrences<A> {
    at_each(x.len(), |t| x[t].clone().filter(|_| y[t].is_none()))
}

/// All that occur at `t`, each with its place in the list; occurs if any does. `n` is the number of instants.
pub fn collect_all<T: Clone>(n: usize, events: &[Occurrences<T>]) -> Occurrences<Vec<(usize, T)>> {
    let all = |t: usize| -> Vec<(usize, T)> {
        events.iter().enumerate().filter_map(|(place, event)| Some((place, event[t].clone()?))).collect()
    };
    at_each(n, |t| Some(all(t)).filter(|all| !all.is_empty()))
}

/// Those that occur at `t`, joined by `both` from the left in list order. Of no events: `never`.
pub fn merge_all<T: Clone>(n: usize, both: impl Fn(T, T) -> T, events: &[Occurrences<T>]) -> Occurrences<T> {
    filter_map(|all| all.into_iter().map(|(_, value)| value).reduce(&both), &collect_all(n, events))
}

/// The occurrence of the earliest listed that occurs.
pub fn first_of<T: Clone>(n: usize, events: &[Occurrences<T>]) -> Occurrences<T> {
    merge_all(n, |first, _| first, events)
}

/// A function of a state, as [`on`] makes it from an occurrence.
pub type Step<'a, S> = Rc<dyn Fn(&S) -> S + 'a>;

/// What an occurrence of `x` does to the state of an [`accumulate`]: `s` becomes `f(s, x@t)`.
pub fn on<'a, S: 'a, A: Clone + 'a>(
    f: impl Fn(&S, A) -> S + 'a,
    x: &[Option<A>],
) -> Occurrences<Step<'a, S>> {
    let f = Rc::new(f);
    let step = |x: A| -> Step<'a, S> {
        let f = Rc::clone(&f);
        Rc::new(move |state| f(state, x.clone()))
    };
    map(step, x)
}

/// One state and several events: the functions of those that occur at `t` are applied in list order.
///
/// Occurs once with the new state if any of them occurs.
///
/// ```
/// use tidegate::model::join::{accumulate, on};
/// let (add, double) = ([Some(3), Some(4)], [None, Some(())]);
/// let steps = [on(|s, x| s + x, &add), on(|s, ()| s * 2, &double)];
/// assert_eq!(accumulate(2, 0, 0, &steps), [Some(3), Some(14)]);
/// ```
pub fn accumulate<S: Clone>(
    n: usize,
    c: usize,
    init: S,
    events: &[Occurrences<Step<'_, S>>],
) -> Occurrences<S> {
    let apply = |state: &S, all: Vec<(usize, Step<'_, S>)>| {
        all.iter().fold(state.clone(), |state, (_, step)| step(&state))
    };
    scan(c, init, apply, &collect_all(n, events))
}

/// Pairs the newest unmatched `x` with the newest unmatched `y`, if they are at most `within` apart.
///
/// A pair occurs in the instant of its later half and uses both up. One that waits is replaced by a newer
/// of its own side.
///
/// ```
/// use tidegate::model::{event::filter_map, join::synchronise, run::simulate};
/// use tidegate::time::Span;
/// let pairs = simulate([(1, 10), (2, 11), (4, -5), (9, -6)], |run, all| {
///     let x = filter_map(|v| (v > 0).then_some(v), all);
///     let y = filter_map(|v| (v < 0).then_some(v), all);
///     synchronise(run, 0, Span::from_secs(2), &x, &y)
/// });
/// assert_eq!(pairs, [(4, (11, -5))], "10 was replaced; -6 finds nothing to match");
/// ```
pub fn synchronise<A: Clone, B: Clone>(
    run: &Run,
    c: usize,
    within: Span,
    x: &[Option<A>],
    y: &[Option<B>],
) -> Occurrences<(A, B)> {
    let mut waiting = (None, None);
    steps(c, x.len(), &mut waiting, |(left, right), t| {
        *left = x[t].clone().map(|x| (run.time(t), x)).or(left.take());
        *right = y[t].clone().map(|y| (run.time(t), y)).or(right.take());
        let ((s, x), (u, y)) = left.clone().zip(right.clone())?;
        let apart = s.since(u).max(u.since(s));
        (apart <= within).then(|| {
            (*left, *right) = (None, None);
            (x, y)
        })
    })
}

/// Each `x` with the newest `y` up to and **including** this instant, if that is at most `within` old.
pub fn as_of<A: Clone, B: Clone>(
    run: &Run,
    c: usize,
    within: Span,
    x: &[Option<A>],
    y: &[Option<B>],
) -> Occurrences<(A, Option<B>)> {
    let newest = |t: usize| since(c, &y[..=t]).pop();
    let fresh = |t: usize| newest(t).filter(|(s, _)| run.time(t).since(run.time(*s)) <= within);
    at_each(x.len(), |t| {
        let now = x[t].clone().filter(|_| t >= c)?;
        Some((now, fresh(t).map(|(_, y)| y)))
    })
}

/// A gate with a buffer: while it is closed, `x` waits.
///
/// The gate is at `t` what `closed@t` says, else what it said last in `[c, t)`, and open before. Open, it
/// releases all that waited and then `x@t`, if that is anything. Closed, it lets `x@t` wait; if more than
/// `limit` wait, the oldest is dropped and counted. `limit = 0` is refused.
///
/// ```
/// use tidegate::model::join::{buffer_while, Released};
/// let x = [Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)];
/// let closed = [None, Some(true), None, None, Some(false), None];
/// let released = |values: &[i32], lost| Some(Released { values: values.to_vec(), lost });
/// assert_eq!(
///     buffer_while(0, 2, &x, &closed),
///     [released(&[1], 0), None, None, None, released(&[3, 4, 5], 1), released(&[6], 0)]
/// );
/// ```
pub fn buffer_while<A: Clone>(
    c: usize,
    limit: usize,
    x: &[Option<A>],
    closed: &[Option<bool>],
) -> Occurrences<Released<A>> {
    let is_closed = |t| occurred(c, t + 1, closed).pop().unwrap_or(false);
    let mut waiting: Released<A> = Released { values: Vec::new(), lost: 0 };
    steps(c, x.len(), &mut waiting, |waiting, t| {
        waiting.values.extend(x[t].clone());
        if !is_closed(t) {
            let released = std::mem::replace(waiting, Released { values: Vec::new(), lost: 0 });
            return Some(released).filter(|released| !released.values.is_empty());
        }
        if waiting.values.len() > limit {
            waiting.values.remove(0);
            waiting.lost += 1;
        }
        None
    })
}

/// At each occurrence of `trigger` all occurrences of `x` since the last one, this instant included.
///
/// ```
/// use tidegate::model::join::batch_on;
/// let (x, trigger) = ([Some(1), Some(2), None, Some(3)], [None, Some(()), Some(()), Some(())]);
/// assert_eq!(batch_on(0, &x, &trigger), [None, Some(vec![1, 2]), Some(vec![]), Some(vec![3])]);
/// ```
pub fn batch_on<A: Clone, B: Clone>(c: usize, x: &[Option<A>], trigger: &[Option<B>]) -> Occurrences<Vec<A>> {
    let from = |t| since(c, &trigger[..t]).pop().map_or(c, |(last, _)| last + 1);
    at_each(x.len(), |t| trigger[t].as_ref().filter(|_| t >= c).map(|_| occurred(from(t), t + 1, x)))
}

/// The elements of lists, one an instant: the first in this one, the others in instants of their own.
///
/// Each following instant has the same timestamp, by an alarm at now. Lists that arrive meanwhile wait in
/// line; empty ones leave nothing.
///
/// ```
/// use tidegate::model::{event, join::unroll, run::simulate};
/// let all = simulate([(1, vec![1, 2]), (1, vec![3]), (2, vec![])], |run, x| unroll(run, 0, x));
/// assert_eq!(all, [(1, 1), (1, 2), (1, 3)]);
/// ```
pub fn unroll<L: IntoIterator + Clone>(run: &Run, c: usize, x: &[Option<L>]) -> Occurrences<L::Item> {
    let mut waiting = VecDeque::new();
    let list = steps(c, x.len(), &mut waiting, |waiting, t| {
        waiting.extend(x[t].iter().cloned().flatten());
        waiting.pop_front()
    });
    if !waiting.is_empty() {
        let now = x.len() - 1;
        run.alarm(now, run.time(now), Phase::First);
    }
    list
}
