//! One event, seen as the sequence of its occurrences since `c`.

use std::ops::Sub;

use super::Occurrences;
use super::event::{filter_map, map};
use super::past::{at_each, occurred, with_past};

/// The first `n` occurrences: `x@t` where fewer than `n` lie in `[c, t)`.
pub fn take<A: Clone>(c: usize, n: u64, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| ((past.len() as u64) < n).then_some(now))
}

/// All but the first `n` occurrences. `take` and `skip` tile `x`.
pub fn skip<A: Clone>(c: usize, n: u64, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| (past.len() as u64 >= n).then_some(now))
}

/// `x@t` where `p` holds of it and of all in `[c, t)`.
pub fn take_while<A: Clone>(c: usize, p: impl Fn(&A) -> bool, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| (past.iter().all(&p) && p(&now)).then_some(now))
}

/// The rest: the first occurrence for which `p` fails, and all later ones.
pub fn skip_while<A: Clone>(c: usize, p: impl Fn(&A) -> bool, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| (!past.iter().all(&p) || !p(&now)).then_some(now))
}

/// `x@t` while `stop` has not occurred in `[c, t)`: still heard at the stop, never later.
///
/// ```
/// use tidegate::model::sequence::{skip_until, take_until};
/// let (x, stop) = ([Some(1), Some(2), Some(3)], [None, Some(()), None]);
/// assert_eq!(take_until(0, &x, &stop), [Some(1), Some(2), None]);
/// assert_eq!(skip_until(0, &x, &stop), [None, None, Some(3)]);
/// ```
pub fn take_until<A: Clone, B: Clone>(c: usize, x: &[Option<A>], stop: &[Option<B>]) -> Occurrences<A> {
    at_each(x.len(), |t| x[t].clone().filter(|_| t >= c && occurred(c, t, stop).is_empty()))
}

/// `x@t` once `start` has occurred in `[c, t)`: strictly after. With [`take_until`] it tiles `x`.
pub fn skip_until<A: Clone, B: Clone>(c: usize, x: &[Option<A>], start: &[Option<B>]) -> Occurrences<A> {
    at_each(x.len(), |t| x[t].clone().filter(|_| !occurred(c, t, start).is_empty()))
}

/// `(the last occurrence in [c, t), x@t)` where there is one: silent at the first.
pub fn pairwise<A: Clone>(c: usize, x: &[Option<A>]) -> Occurrences<(A, A)> {
    with_past(c, x, |past, now| Some((past.last()?.clone(), now)))
}

/// `x@t` minus the last occurrence in `[c, t)`: silent at the first.
pub fn difference<A: Clone + Sub>(c: usize, x: &[Option<A>]) -> Occurrences<A::Output> {
    map(|(previous, now)| now - previous, &pairwise(c, x))
}

/// `(the last occurrence in [c, t), or init; x@t)`.
pub fn with_previous<A: Clone>(c: usize, init: A, x: &[Option<A>]) -> Occurrences<(A, A)> {
    with_past(c, x, |past, now| Some((past.last().unwrap_or(&init).clone(), now)))
}

/// At each occurrence the value `n` occurrences ago: silent at the first `n`, and `x` itself for `n = 0`.
///
/// ```
/// use tidegate::model::sequence::delay_n;
/// let x = [Some(1), Some(2), None, Some(3)];
/// assert_eq!(delay_n(0, 1, &x), [None, Some(1), None, Some(2)]);
/// assert_eq!(delay_n(0, 0, &x), x);
/// ```
pub fn delay_n<A: Clone>(c: usize, n: usize, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| [past, &[now]].concat().into_iter().rev().nth(n))
}

/// 1, 2, 3, …: how many occurrences lie in `[c, t]`.
pub fn count<A: Clone>(c: usize, x: &[Option<A>]) -> Occurrences<u64> {
    with_past(c, x, |past, _| Some(past.len() as u64 + 1))
}

/// `(0, x), (1, x), …`: each with the number of occurrences in `[c, t)`.
pub fn enumerate<A: Clone>(c: usize, x: &[Option<A>]) -> Occurrences<(u64, A)> {
    with_past(c, x, |past, now| Some((past.len() as u64, now)))
}

/// The `n`-th, `2n`-th, … occurrence. `n = 0` is refused.
pub fn every_nth<A: Clone>(c: usize, n: u64, x: &[Option<A>]) -> Occurrences<A> {
    with_past(c, x, |past, now| (past.len() as u64 + 1).is_multiple_of(n).then_some(now))
}

/// Drops `x@t` if `same(l, x@t)`, where `l` is the last occurrence that passed in `[c, t)`; the first always
/// passes.
///
/// ```
/// use tidegate::model::sequence::dedupe_by;
/// let near = |last: &i32, new: &i32| (last - new).abs() < 2;
/// // Compared with what has passed, not with what was dropped.
/// assert_eq!(dedupe_by(0, near, &[Some(1), Some(2), Some(3)]), [Some(1), None, Some(3)]);
/// ```
pub fn dedupe_by<A: Clone>(c: usize, same: impl Fn(&A, &A) -> bool, x: &[Option<A>]) -> Occurrences<A> {
    let passes = |last: Option<&A>, new: &A| last.is_none_or(|last| !same(last, new));
    with_past(c, x, |past, now| {
        let last = past.iter().fold(None, |last, new| if passes(last, new) { Some(new) } else { last });
        passes(last, &now).then_some(now)
    })
}

/// Drops `x@t` if its key equals that of the last occurrence that passed.
pub fn dedupe_by_key<A: Clone, K: PartialEq>(
    c: usize,
    key: impl Fn(&A) -> K,
    x: &[Option<A>],
) -> Occurrences<A> {
    dedupe_by(c, |last, new| key(last) == key(new), x)
}

/// `value` where `x` occurs.
pub fn map_to<A: Clone, B: Clone>(value: B, x: &[Option<A>]) -> Occurrences<B> {
    map(|_| value.clone(), x)
}

/// The values and the errors of an event of results. The two never coincide.
pub fn split_result<B: Clone, E: Clone>(x: &[Option<Result<B, E>>]) -> (Occurrences<B>, Occurrences<E>) {
    (filter_map(Result::ok, x), filter_map(Result::err, x))
}

/// `f(x@t)`, its values and its errors apart.
pub fn try_map<A: Clone, B: Clone, E: Clone>(
    f: impl Fn(A) -> Result<B, E>,
    x: &[Option<A>],
) -> (Occurrences<B>, Occurrences<E>) {
    split_result(&map(f, x))
}

/// Like [`try_map`], and a value of `None` occurs on neither side.
pub fn try_filter_map<A: Clone, B: Clone, E: Clone>(
    f: impl Fn(A) -> Result<Option<B>, E>,
    x: &[Option<A>],
) -> (Occurrences<B>, Occurrences<E>) {
    let (values, errors) = try_map(f, x);
    (filter_map(|value| value, &values), errors)
}

/// A `scan` whose step may fail: an error comes out on the other side and leaves the state as it was.
///
/// ```
/// use tidegate::model::sequence::try_scan;
/// let below_six = |sum: &i32, x: i32| if sum + x < 6 { Ok(sum + x) } else { Err(x) };
/// let (sums, refused) = try_scan(0, 0, below_six, &[Some(4), Some(3), Some(1)]);
/// assert_eq!((sums, refused), (vec![Some(4), None, Some(5)], vec![None, Some(3), None]));
/// ```
pub fn try_scan<A: Clone, S: Clone, E: Clone>(
    c: usize,
    init: S,
    f: impl Fn(&S, A) -> Result<S, E>,
    x: &[Option<A>],
) -> (Occurrences<S>, Occurrences<E>) {
    split_result(&with_past(c, x, |past, now| {
        let state = past.iter().cloned().fold(init.clone(), |state, x| f(&state, x).unwrap_or(state));
        Some(f(&state, now))
    }))
}
