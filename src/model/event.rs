//! The core: functions of occurrences, instant by instant or with the past of one event.

use super::Occurrences;
use super::past::{at_each, occurred, with_past};
use super::sequence::dedupe_by;

/// What never occurs: `never@t = ∅`.
pub fn never<A>(n: usize) -> Occurrences<A> {
    at_each(n, |_| None)
}

/// `map(f, x)@t = f(x@t)` where `x` occurs.
pub fn map<A: Clone, B>(f: impl Fn(A) -> B, x: &[Option<A>]) -> Occurrences<B> {
    at_each(x.len(), |t| x[t].clone().map(&f))
}

/// `filter(p, x)@t = x@t` where `x` occurs and `p(x@t)`.
pub fn filter<A: Clone>(keep: impl Fn(&A) -> bool, x: &[Option<A>]) -> Occurrences<A> {
    at_each(x.len(), |t| x[t].clone().filter(&keep))
}

/// `filter_map(f, x)@t = v` where `x` occurs and `f(x@t) = Some(v)`.
pub fn filter_map<A: Clone, B>(f: impl Fn(A) -> Option<B>, x: &[Option<A>]) -> Occurrences<B> {
    at_each(x.len(), |t| x[t].clone().and_then(&f))
}

/// The occurrences for which `keep` holds, and the others. The two tile `x`.
pub fn partition<A: Clone>(keep: impl Fn(&A) -> bool, x: &[Option<A>]) -> (Occurrences<A>, Occurrences<A>) {
    (filter(&keep, x), filter(|x| !keep(x), x))
}

/// `merge(both, x, y)@t = both(x@t, y@t)` where both occur, else the one that does.
///
/// ```
/// use tidegate::model::event::merge;
/// let (x, y) = ([Some(3), Some(4), None, None], [Some(10), None, Some(20), None]);
/// assert_eq!(merge(|x, y| x + y, &x, &y), [Some(13), Some(4), Some(20), None]);
/// ```
pub fn merge<A: Clone>(both: impl Fn(A, A) -> A, x: &[Option<A>], y: &[Option<A>]) -> Occurrences<A> {
    at_each(x.len(), |t| match (x[t].clone(), y[t].clone()) {
        (Some(x), Some(y)) => Some(both(x, y)),
        (one, None) | (None, one) => one,
    })
}

/// `or(x, y)@t = x@t` where `x` occurs, else `y@t`.
pub fn or<A: Clone>(x: &[Option<A>], y: &[Option<A>]) -> Occurrences<A> {
    merge(|x, _| x, x, y)
}

/// `scan(c, i, f, x)@t = f(s, x@t)`, where `s` is `f` run through the occurrences in `[c, t)`, from `i`.
///
/// ```
/// use tidegate::model::event::scan;
/// assert_eq!(scan(0, 0, |s, x| s + x, &[Some(3), None, Some(4)]), [Some(3), None, Some(7)]);
/// ```
pub fn scan<A: Clone, S: Clone>(
    c: usize,
    init: S,
    f: impl Fn(&S, A) -> S,
    x: &[Option<A>],
) -> Occurrences<S> {
    with_past(c, x, |past, now| {
        let state = past.iter().cloned().fold(init.clone(), |state, x| f(&state, x));
        Some(f(&state, now))
    })
}

/// `map_accum(c, i, f, x)@t` is what `f` gives for `x@t`, after it has changed `i` with the occurrences in
/// `[c, t)`.
pub fn map_accum<A: Clone, S: Clone, B>(
    c: usize,
    init: S,
    f: impl Fn(&mut S, A) -> B,
    x: &[Option<A>],
) -> Occurrences<B> {
    with_past(c, x, |past, now| {
        let mut state = init.clone();
        past.iter().cloned().for_each(|x| _ = f(&mut state, x));
        Some(f(&mut state, now))
    })
}

/// Drops an occurrence that equals the last one let through since `c`.
pub fn dedupe<A: Clone + PartialEq>(c: usize, x: &[Option<A>]) -> Occurrences<A> {
    dedupe_by(c, |last, new| last == new, x)
}

/// `once(c, x)@t = x@t` where `x` does not occur in `[c, t)`.
pub fn once<A: Clone>(c: usize, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| past.is_empty().then_some(now))
}

/// `sample(f, b, x)@t = f(x@t, b(t))`: the value on entry to `t`.
pub fn sample<A: Clone, V: Clone, B>(f: impl Fn(A, V) -> B, b: &[V], x: &[Option<A>]) -> Occurrences<B> {
    at_each(x.len(), |t| Some(f(x[t].clone()?, b[t].clone())))
}

/// `gate(open, x)@t = x@t` where `open(t)`: on entry to `t`.
pub fn gate<A: Clone>(open: &[bool], x: &[Option<A>]) -> Occurrences<A> {
    at_each(x.len(), |t| x[t].clone().filter(|_| open[t]))
}

/// `with_latest(c, i, f, x, y)@t = f(x@t, the last occurrence of y in [c, t], or i)`: this instant included.
///
/// ```
/// use tidegate::model::{behavior, event};
/// let (x, y) = ([Some('a'), Some('b')], [Some(1), None]);
/// assert_eq!(event::with_latest(0, 0, |x, y| (x, *y), &x, &y), [Some(('a', 1)), Some(('b', 1))]);
/// assert_eq!(event::sample(|x, y| (x, y), &behavior::hold(0, 0, &y), &x), [Some(('a', 0)), Some(('b', 1))]);
/// ```
pub fn with_latest<A: Clone, V: Clone, B>(
    c: usize,
    init: V,
    f: impl Fn(A, &V) -> B,
    x: &[Option<A>],
    y: &[Option<V>],
) -> Occurrences<B> {
    let latest = |t| occurred(c, t + 1, y).pop().unwrap_or_else(|| init.clone());
    at_each(x.len(), |t| Some(f(x[t].clone().filter(|_| t >= c)?, &latest(t))))
}
