//! `collect_all`: all events of a list that occur at once.

use smallvec::{SmallVec, smallvec};

use crate::network::event::Event;
use crate::network::join::all::{All, Gather};

/// What occurs of a list of events at one instant, each with its place in the list; never empty.
pub type Collected<T> = SmallVec<[(usize, T); 4]>;

/// All that occur of a list of events of one type, each with its place in the list.
///
/// ```text
/// collect_all([x0, x1, ..])@t = the (i, xi@t) for which xi occurs, in list order   if there is one
/// collect_all([])             = never
/// ```
///
/// Up to four lie in place; five or more at once are allocated on the heap, at each such instant.
///
/// ```
/// use tidegate::network::{collect_all, simulate, Event};
/// let divides = simulate([(1, 6), (2, 7)], |x| {
///     let divided = |n: i32| x.filter(move |x| x % n == 0).map(move |x| x / n);
///     collect_all([2, 3, 5].map(divided)).map(|all| all.to_vec())
/// });
/// assert_eq!(divides, [(1, vec![(0, 3), (1, 2)])]);
/// ```
#[track_caller]
pub fn collect_all<E: Event>(events: impl IntoIterator<Item = E>) -> All<E, CollectAll> {
    All::new(events, CollectAll)
}

/// What [`collect_all`] makes of those that occur.
#[derive(Debug)]
pub struct CollectAll;

impl<T: 'static> Gather<T> for CollectAll {
    type Out = Collected<T>;
    const NAME: &'static str = "collect_all";

    #[inline(always)]
    fn first(&self, place: usize, value: T) -> Collected<T> {
        smallvec![(place, value)]
    }

    #[inline(always)]
    fn more(&self, mut so_far: Collected<T>, place: usize, value: T) -> Collected<T> {
        so_far.push((place, value));
        so_far
    }
}
