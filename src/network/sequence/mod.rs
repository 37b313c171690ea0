//! One event as the sequence of its occurrences: the first of them, the others, neighbours, failures.

mod count;
mod dedupe_by;
mod delay_n;
mod difference;
mod every_nth;
mod map_to;
mod pairwise;
mod results;
mod take;
mod take_until;
mod take_while;
mod try_scan;

use std::collections::VecDeque;
use std::ops::Sub;

use self::count::{Count, Enumerate};
use self::dedupe_by::{DedupeBy, DedupeByKey};
use self::delay_n::DelayN;
use self::difference::Difference;
use self::every_nth::EveryNth;
use self::map_to::MapTo;
use self::pairwise::{Pairwise, WithPrevious};
pub use self::results::{ErrSide, OkSide};
use self::results::{TryFilterMap, TryMap};
use self::take::{Skip, Take};
use self::take_until::{SkipUntil, TakeUntil};
use self::take_while::{SkipWhile, TakeWhile};
use self::try_scan::TryScan;
use super::event::Event;
use super::event::both::Both;
use super::event::via::Via;
use super::state::State;

/// What can be said of one event by the order of its occurrences.
///
/// In the equations `c` is the instant at which the combinator comes into being: the start of the network, or
/// the instant that builds the sub-network around it. What is kept begins with that instant, included.
pub trait Sequence: Event {
    /// The first `n` occurrences.
    ///
    /// ```text
    /// take(n, x)@t = x@t   where x occurs fewer than n times in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.take(2)), [(1, 'a'), (2, 'b')]);
    /// ```
    #[track_caller]
    fn take(
        self, // an event has one consumer: `.share()` it first to use it twice
        n: u64,
    ) -> Via<Self, Take> {
        Via::new(self, Take { left: n })
    }

    /// All but the first `n` occurrences: with [`take`](Sequence::take) it tiles the event.
    ///
    /// ```text
    /// skip(n, x)@t = x@t   where x occurs n times or more in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.skip(2)), [(3, 'c')]);
    /// ```
    #[track_caller]
    fn skip(
        self, // an event has one consumer: `.share()` it first to use it twice
        n: u64,
    ) -> Via<Self, Skip> {
        Via::new(self, Skip { left: n })
    }

    /// The occurrences before the first for which `keep` fails; that one and all later ones are dropped.
    ///
    /// ```text
    /// take_while(keep, x)@t = x@t   where keep holds of x@t and of all occurrences in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 1), (2, 5), (3, 2)], |x| x.take_while(|x| *x < 5)), [(1, 1)]);
    /// ```
    #[track_caller]
    fn take_while<F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        keep: F,
    ) -> Via<Self, TakeWhile<F>>
    where
        F: Fn(&Self::Item) -> bool + Send + Sync + 'static,
    {
        Via::new(self, TakeWhile { keep, failed: false })
    }

    /// The first occurrence for which `drop` fails, and all later ones: with
    /// [`take_while`](Sequence::take_while) it tiles the event.
    ///
    /// ```text
    /// skip_while(drop, x)@t = x@t   where drop fails for x@t or for some occurrence in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 1), (2, 5), (3, 2)], |x| x.skip_while(|x| *x < 5)), [(2, 5), (3, 2)]);
    /// ```
    #[track_caller]
    fn skip_while<F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        drop: F,
    ) -> Via<Self, SkipWhile<F>>
    where
        F: Fn(&Self::Item) -> bool + Send + Sync + 'static,
    {
        Via::new(self, SkipWhile { drop, failed: false })
    }

    /// The occurrences up to the first of `stop`, that instant **included**; silence ever after.
    ///
    /// ```text
    /// take_until(x, stop)@t = x@t   where stop does not occur in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// let heard = simulate([(1, 1), (2, 5), (3, 2)], |x| x.take_until(x.filter(|x| *x == 5)));
    /// assert_eq!(heard, [(1, 1), (2, 5)]);
    /// ```
    #[track_caller]
    fn take_until<S>(
        self, // an event has one consumer: `.share()` it first to use it twice
        stop: S,
    ) -> Both<Self, S, TakeUntil>
    where
        S: Event,
    {
        Both::new(self, stop, TakeUntil { stopped: false })
    }

    /// The occurrences **strictly after** the first of `start`: with [`take_until`](Sequence::take_until) it
    /// tiles the event.
    ///
    /// ```text
    /// skip_until(x, start)@t = x@t   where start occurs in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// let heard = simulate([(1, 1), (2, 5), (3, 2)], |x| x.skip_until(x.filter(|x| *x == 5)));
    /// assert_eq!(heard, [(3, 2)]);
    /// ```
    #[track_caller]
    fn skip_until<S>(
        self, // an event has one consumer: `.share()` it first to use it twice
        start: S,
    ) -> Both<Self, S, SkipUntil>
    where
        S: Event,
    {
        Both::new(self, start, SkipUntil { started: false })
    }

    /// Each occurrence with the one before it; silent at the first.
    ///
    /// ```text
    /// pairwise(x)@t = (p, x@t)   where p is the last occurrence of x in [c, t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 3), (2, 4), (3, 8)], |x| x.pairwise()), [(2, (3, 4)), (3, (4, 8))]);
    /// ```
    #[track_caller]
    fn pairwise(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Pairwise<Self::Item>>
    where
        Self::Item: State,
    {
        Via::new(self, Pairwise { previous: None })
    }

    /// Each occurrence less the one before it; silent at the first.
    ///
    /// ```text
    /// difference(x)@t = x@t - p   where p is the last occurrence of x in [c, t)
    /// ```
    ///
    /// The subtraction is that of the type, with its overflow.
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 3), (2, 4), (3, 2)], |x| x.difference()), [(2, 1), (3, -2)]);
    /// ```
    #[track_caller]
    fn difference(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Difference<Self::Item>>
    where
        Self::Item: State + Sub<Output: 'static>,
    {
        Via::new(self, Difference { previous: None })
    }

    /// Each occurrence with the one before it, at the first with `init`.
    ///
    /// ```text
    /// with_previous(init, x)@t = (p, x@t)   where p is the last occurrence of x in [c, t), or init
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 3), (2, 4)], |x| x.with_previous(0)), [(1, (0, 3)), (2, (3, 4))]);
    /// ```
    #[track_caller]
    fn with_previous(
        self, // an event has one consumer: `.share()` it first to use it twice
        init: Self::Item,
    ) -> Via<Self, WithPrevious<Self::Item>>
    where
        Self::Item: State,
    {
        Via::new(self, WithPrevious { previous: init })
    }

    /// At each occurrence the value `n` occurrences ago; silent at the first `n`.
    ///
    /// ```text
    /// delay_n(n, x)@t = the n-th last occurrence of x in [c, t)   where x occurs and there is one
    /// delay_n(0, x)   = x
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 'a'), (2, 'b'), (3, 'c')], |x| x.delay_n(2)), [(3, 'a')]);
    /// ```
    #[track_caller]
    fn delay_n(
        self, // an event has one consumer: `.share()` it first to use it twice
        n: usize,
    ) -> Via<Self, DelayN<Self::Item>>
    where
        Self::Item: State,
    {
        Via::new(self, DelayN { n, waiting: VecDeque::new() })
    }

    /// 1, 2, 3, …: how many occurrences there have been, this one included.
    ///
    /// ```text
    /// count(x)@t = the number of occurrences of x in [c, t]   where x occurs
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 'a'), (5, 'b')], |x| x.count()), [(1, 1), (5, 2)]);
    /// ```
    #[track_caller]
    fn count(self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Count> {
        Via::new(self, Count { seen: 0 })
    }

    /// Each occurrence with its number, from 0.
    ///
    /// ```text
    /// enumerate(x)@t = (the number of occurrences of x in [c, t), x@t)
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 'a'), (5, 'b')], |x| x.enumerate()), [(1, (0, 'a')), (5, (1, 'b'))]);
    /// ```
    #[track_caller]
    fn enumerate(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Enumerate> {
        Via::new(self, Enumerate { seen: 0 })
    }

    /// The `n`-th, `2n`-th, … occurrence.
    ///
    /// ```text
    /// every_nth(n, x)@t = x@t   where n divides the number of occurrences of x in [c, t]
    /// ```
    ///
    /// # Errors
    /// `n` = 0 is a [`BuildError::OutOfRange`](super::BuildError::OutOfRange).
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// let all = [(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')];
    /// assert_eq!(simulate(all, |x| x.every_nth(2)), [(2, 'b'), (4, 'd')]);
    /// ```
    #[track_caller]
    fn every_nth(
        self, // an event has one consumer: `.share()` it first to use it twice
        n: u64,
    ) -> Via<Self, EveryNth> {
        Via::new(self, EveryNth { n, seen: 0 })
    }

    /// Drops an occurrence that is the `same` as the last one let through; the first always passes.
    ///
    /// ```text
    /// dedupe_by(same, x)@t = x@t   unless same(l, x@t), where l is the last that passed in [c, t)
    /// ```
    ///
    /// What has been dropped is not compared with, so that a slow drift passes in steps.
    /// [`dedupe`](Event::dedupe) is this with `==`.
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// let steps = simulate([(1, 10), (2, 11), (3, 12), (4, 13)], |x| x.dedupe_by(|last, new| new - last < 2));
    /// assert_eq!(steps, [(1, 10), (3, 12)]);
    /// ```
    #[track_caller]
    fn dedupe_by<F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        same: F,
    ) -> Via<Self, DedupeBy<Self::Item, F>>
    where
        Self::Item: State,
        F: Fn(&Self::Item, &Self::Item) -> bool + Send + Sync + 'static,
    {
        Via::new(self, DedupeBy { last: None, same })
    }

    /// Drops an occurrence with the same `key` as the last one let through; the first always passes.
    ///
    /// ```text
    /// dedupe_by_key(key, x) = dedupe_by(|l, n| key(l) == key(n), x)
    /// ```
    ///
    /// Only the key is kept.
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// let signs = simulate([(1, 3), (2, 8), (3, -2)], |x| x.dedupe_by_key(|x| *x > 0));
    /// assert_eq!(signs, [(1, 3), (3, -2)]);
    /// ```
    #[track_caller]
    fn dedupe_by_key<K, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        key: F,
    ) -> Via<Self, DedupeByKey<K, F>>
    where
        K: State + PartialEq,
        F: Fn(&Self::Item) -> K + Send + Sync + 'static,
    {
        Via::new(self, DedupeByKey { last: None, key })
    }

    /// The same value at each occurrence. (Haskell: `<$`.)
    ///
    /// `map_to(value, x)@t = value` where `x` occurs.
    ///
    /// ```
    /// use tidegate::network::{simulate, Sequence};
    /// assert_eq!(simulate([(1, 3), (2, 5)], |x| x.map_to("tick")), [(1, "tick"), (2, "tick")]);
    /// ```
    #[track_caller]
    fn map_to<B>(
        self, // an event has one consumer: `.share()` it first to use it twice
        value: B,
    ) -> Via<Self, MapTo<B>>
    where
        B: Clone + Send + Sync + 'static,
    {
        Via::new(self, MapTo(value))
    }

    /// The values and the errors of an event of results. The two never coincide.
    ///
    /// ```text
    /// split_result(x) = (v, e)   where v@t = b if x@t = Ok(b), and e@t = error if x@t = Err(error)
    /// ```
    ///
    /// One joint, since both sides use the source.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// let inputs = [(1, "3"), (2, "tide")];
    /// let (numbers, errors) = (
    ///     simulate(inputs, |x| x.map(str::parse::<i32>).split_result().0),
    ///     simulate(inputs, |x| x.map(str::parse::<i32>).split_result().1.map(|error| error.to_string())),
    /// );
    /// assert_eq!(numbers, [(1, 3)]);
    /// assert_eq!(errors, [(2, "invalid digit found in string".to_owned())]);
    /// ```
    #[track_caller]
    fn split_result<B, X>(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> (OkSide<B, X>, ErrSide<B, X>)
    where
        Self: Event<Item = Result<B, X>>,
        B: Clone + Send + Sync + 'static,
        X: Clone + Send + Sync + 'static,
    {
        results::split(self)
    }

    /// `f` of each occurrence, its values on one side and its errors on the other. The two never coincide.
    ///
    /// `try_map(f, x) = split_result(map(f, x))`. One joint.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// let halves = simulate([(1, 3), (2, 4)], |x| {
    ///     let (halves, odd) = x.try_map(|x| if x % 2 == 0 { Ok(x / 2) } else { Err(x) });
    ///     halves.or(odd.map(|x| -x))
    /// });
    /// assert_eq!(halves, [(1, -3), (2, 2)]);
    /// ```
    #[track_caller]
    fn try_map<B, X, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        f: F,
    ) -> (OkSide<B, X>, ErrSide<B, X>)
    where
        B: Clone + Send + Sync + 'static,
        X: Clone + Send + Sync + 'static,
        F: Fn(Self::Item) -> Result<B, X> + Send + Sync + 'static,
    {
        results::split(Via::new(self, TryMap(f)))
    }

    /// The same for a function that may also give nothing: then neither side occurs.
    ///
    /// ```text
    /// try_filter_map(f, x) = (v, e)   where v@t = b     if f(x@t) = Ok(Some(b))
    ///                                 and e@t = error if f(x@t) = Err(error)
    /// ```
    ///
    /// One joint.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// // Blank lines are nothing, others have to be numbers.
    /// let read = simulate([(1, " 3"), (2, ""), (3, "x")], |lines| {
    ///     let (numbers, bad) = lines.try_filter_map(|line| match line.trim() {
    ///         "" => Ok(None),
    ///         text => text.parse::<i32>().map(Some),
    ///     });
    ///     numbers.or(bad.map_to(-1))
    /// });
    /// assert_eq!(read, [(1, 3), (3, -1)]);
    /// ```
    #[track_caller]
    fn try_filter_map<B, X, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        f: F,
    ) -> (OkSide<B, X>, ErrSide<B, X>)
    where
        B: Clone + Send + Sync + 'static,
        X: Clone + Send + Sync + 'static,
        F: Fn(Self::Item) -> Result<Option<B>, X> + Send + Sync + 'static,
    {
        results::split(Via::new(self, TryFilterMap(f)))
    }

    /// A running state whose step may fail: an error comes out on the other side and leaves the state as it was.
    ///
    /// ```text
    /// try_scan(i, f, x) = split_result(r), where r@t = f(s, x@t),
    ///     and s is the last value of the first side in [c, t), or i
    /// ```
    ///
    /// One joint, and one clone of the state an occurrence.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Sequence};
    /// let position = simulate([(1, 4), (2, 3), (3, 1)], |orders| {
    ///     let limited = |sum: &i32, x| if sum + x < 6 { Ok(sum + x) } else { Err(x) };
    ///     let (position, refused) = orders.try_scan(0, limited);
    ///     position.or(refused.map(|x| -x))
    /// });
    /// assert_eq!(position, [(1, 4), (2, -3), (3, 5)]);
    /// ```
    #[track_caller]
    fn try_scan<S, X, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        init: S,
        step: F,
    ) -> (OkSide<S, X>, ErrSide<S, X>)
    where
        S: State,
        X: Clone + Send + Sync + 'static,
        F: Fn(&S, Self::Item) -> Result<S, X> + Send + Sync + 'static,
    {
        results::split(Via::new(self, TryScan { state: init, step }))
    }
}

impl<E: Event> Sequence for E {}
