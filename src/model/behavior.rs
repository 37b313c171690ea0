//! Behaviors: one value on entry to each instant, and one after the last.

use super::past::occurred;
use super::run::Run;
use super::{Occurrences, Values};

/// `hold(c, i, x)(t)` is the last occurrence of `x` in `[c, t)`, or `i`: strictly after.
///
/// ```
/// use tidegate::model::behavior::hold;
/// assert_eq!(hold(0, 0, &[Some(3), None, Some(4)]), [0, 3, 3, 4]);
/// assert_eq!(hold(1, 0, &[Some(3), None, Some(4)]), [0, 0, 0, 4]);
/// ```
pub fn hold<A: Clone>(c: usize, init: A, x: &[Option<A>]) -> Values<A> {
    (0..=x.len()).map(|t| occurred(c, t, x).pop().unwrap_or_else(|| init.clone())).collect()
}

/// `constant(v)(t) = v`, over `n` instants.
pub fn constant<A: Clone>(n: usize, value: A) -> Values<A> {
    vec![value; n + 1]
}

/// `map(f, b)(t) = f(b(t))`.
pub fn map<A: Clone, B>(f: impl Fn(A) -> B, b: &[A]) -> Values<B> {
    b.iter().cloned().map(f).collect()
}

/// `lift2(f, a, b)(t) = f(a(t), b(t))`.
pub fn lift2<A: Clone, B: Clone, C>(f: impl Fn(A, B) -> C, a: &[A], b: &[B]) -> Values<C> {
    a.iter().cloned().zip(b.iter().cloned()).map(|(a, b)| f(a, b)).collect()
}

/// The result of `wire(b)`, where `b` is the behavior that holds the event of `wire(b)`: a loop.
///
/// There is exactly one such `b`, by induction on instants: `b(0..=t)` decides the event up to `t`, and that
/// decides `b(t + 1)`. So from any guess, each round of `b = hold(c, i, wire(b))` makes one more instant
/// right. `forward` means the same with the event named later. What `wire` does to a wrong guess is not
/// seen, but it has to give something.
///
/// ```
/// use tidegate::model::{behavior::feedback, event::{filter, sample}, run::Run};
/// // A total that refuses to grow beyond nine.
/// let x = [Some(3), Some(4), Some(5), Some(2)];
/// let accepted = feedback(&Run::untimed(4), 0, 0, |total| {
///     let sums = filter(|sum| *sum < 10, &sample(|x, total| x + total, total, &x));
///     (sums.clone(), sums)
/// });
/// assert_eq!(accepted, [Some(3), Some(7), None, Some(9)]);
/// ```
pub fn feedback<A: Clone + PartialEq, R>(
    run: &Run,
    c: usize,
    init: A,
    wire: impl Fn(&[A]) -> (Occurrences<A>, R),
) -> R {
    let n = run.instants().len();
    let mut b = constant(n, init.clone());
    for _ in c..n {
        let next = hold(c, init.clone(), &run.part(false, || wire(&b).0));
        if next == b {
            break;
        }
        b = next;
    }
    wire(&b).1
}
