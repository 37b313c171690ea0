//! What has occurred so far: the words in which combinators that remember are defined.

use super::Occurrences;

/// The list whose element `t` is what `f` gives for `t`.
pub(super) fn at_each<B>(n: usize, f: impl Fn(usize) -> Option<B>) -> Occurrences<B> {
    (0..n).map(f).collect()
}

/// The list that has these values at these instants, which are different ones.
pub(super) fn placed<B>(n: usize, values: impl IntoIterator<Item = (usize, B)>) -> Occurrences<B> {
    let mut list = at_each(n, |_| None);
    for (t, value) in values {
        list[t] = Some(value);
    }
    list
}

/// The occurrences at or after `c`, each with its instant.
pub(super) fn since<A: Clone>(c: usize, x: &[Option<A>]) -> Vec<(usize, A)> {
    x.iter().cloned().enumerate().skip(c).filter_map(|(t, x)| Some((t, x?))).collect()
}

/// The occurrences in `[c, t)`, oldest first.
pub(super) fn occurred<A: Clone>(c: usize, t: usize, x: &[Option<A>]) -> Vec<A> {
    x.iter().take(t).skip(c).flatten().cloned().collect()
}

/// `f(the occurrences in [c, t), x@t)` where `x` occurs at `t >= c`.
pub(super) fn with_past<A: Clone, B>(
    c: usize,
    x: &[Option<A>],
    f: impl Fn(&[A], A) -> Option<B>,
) -> Occurrences<B> {
    at_each(x.len(), |t| f(&occurred(c, t, x), x[t].clone().filter(|_| t >= c)?))
}

/// A state that each instant from `c` on may change and that decides what occurs there.
pub(super) fn steps<S, B>(
    c: usize,
    n: usize,
    state: &mut S,
    step: impl Fn(&mut S, usize) -> Option<B>,
) -> Occurrences<B> {
    (0..n).map(|t| if t < c { None } else { step(state, t) }).collect()
}
