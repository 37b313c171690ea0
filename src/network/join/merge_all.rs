//! `merge_all` and `first_of`: a list of events of one type becomes one event of that type.

use crate::network::event::Event;
use crate::network::join::all::{All, Gather};

/// Joins a list of events of one type; those that occur at once are joined by `both`, from the left in list
/// order.
///
/// ```text
/// merge_all([x, y, z], both) = merge(merge(x, y, both), z, both)
/// merge_all([], both)        = never
/// ```
///
/// Events of unlike types go into a list as [`boxed`](Event::boxed) ones.
///
/// ```
/// use tidegate::network::{merge_all, simulate, Event};
/// let said = simulate([(1, 1), (2, 6)], |x| {
///     let divides = |n: i32| x.filter(move |x| x % n == 0).map(move |_| n.to_string());
///     merge_all((1..4).map(divides), |a, b| format!("{a} {b}"))
/// });
/// assert_eq!(said, [(1, "1".to_owned()), (2, "1 2 3".to_owned())]);
/// ```
#[track_caller]
pub fn merge_all<E, F>(events: impl IntoIterator<Item = E>, both: F) -> All<E, MergeAll<F>>
where
    E: Event,
    F: Fn(E::Item, E::Item) -> E::Item + Send + Sync + 'static,
{
    All::new(events, MergeAll(both))
}

/// Of a list of events of one type the occurrence of the **earliest listed** that occurs; the others are lost.
///
/// ```text
/// first_of([x, y, z]) = or(or(x, y), z)
/// first_of([])        = never
/// ```
///
/// ```
/// use tidegate::network::{first_of, simulate, Event};
/// let least = simulate([(1, 35), (2, 12)], |x| {
///     let divided = |n: i32| x.filter(move |x| x % n == 0).map(move |_| n);
///     first_of([2, 3, 5, 7].map(divided))
/// });
/// assert_eq!(least, [(1, 5), (2, 2)]);
/// ```
#[track_caller]
pub fn first_of<E: Event>(events: impl IntoIterator<Item = E>) -> All<E, FirstOf> {
    All::new(events, FirstOf)
}

/// What [`merge_all`] makes of those that occur.
#[derive(Debug)]
pub struct MergeAll<F>(F);

impl<T: 'static, F: Fn(T, T) -> T + Send + Sync + 'static> Gather<T> for MergeAll<F> {
    type Out = T;
    const NAME: &'static str = "merge_all";

    #[inline(always)]
    fn first(&self, _place: usize, value: T) -> T {
        value
    }

    #[inline(always)]
    fn more(&self, so_far: T, _place: usize, value: T) -> T {
        (self.0)(so_far, value)
    }
}

/// What [`first_of`] makes of those that occur.
#[derive(Debug)]
pub struct FirstOf;

impl<T: 'static> Gather<T> for FirstOf {
    type Out = T;
    const NAME: &'static str = "first_of";

    #[inline(always)]
    fn first(&self, _place: usize, value: T) -> T {
        value
    }

    #[inline(always)]
    fn more(&self, so_far: T, _place: usize, _value: T) -> T {
        so_far
    }
}
