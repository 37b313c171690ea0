//! Several events: what occurs together, what waits for each other, what comes one by one.

mod accumulate;
mod all;
mod as_of;
mod batch_on;
mod buffer_while;
mod coincide;
mod collect_all;
mod either;
mod merge_all;
mod merge_with;
mod steps;
mod synchronise;
mod unroll;

use std::collections::VecDeque;

pub use self::accumulate::{Accumulate, accumulate};
use self::as_of::AsOf;
use self::batch_on::BatchOn;
use self::buffer_while::BufferWhile;
pub use self::buffer_while::Released;
use self::coincide::{Coincide, Unless};
pub use self::collect_all::{Collected, collect_all};
use self::either::Either;
pub use self::either::EitherOrBoth;
pub use self::merge_all::{first_of, merge_all};
use self::merge_with::MergeWith;
use self::synchronise::Synchronise;
use self::unroll::Unroll;
use super::event::Event;
use super::event::both::Both;
use super::event::timed::Timed;
use super::state::State;
use crate::time::Span;

/// What can be made of two events, beyond [`merge`](Event::merge) and [`or`](Event::or), and of an event of lists.
///
/// For more than two see [`merge_all`], [`first_of`], [`collect_all`] and [`accumulate`]. In the equations `c` is
/// the instant at which the combinator comes into being, and `T(t)` is the timestamp of instant `t`.
pub trait Join: Event {
    /// Joins two events of any types by a function for each case.
    ///
    /// ```text
    /// merge_with(x, y, f, g, h)@t = f(x@t)        if only x occurs
    ///                             = g(y@t)        if only y does
    ///                             = h(x@t, y@t)   if both do
    /// ```
    ///
    /// [`merge`](Event::merge) is this with `f` and `g` the identity.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// let said = simulate([(1, 2), (2, 3), (3, 6)], |x| {
    ///     let (even, thirds) = (x.filter(|x| x % 2 == 0), x.filter(|x| x % 3 == 0));
    ///     even.merge_with(thirds, |_| "even", |_| "odd", |_, _| "both")
    /// });
    /// assert_eq!(said, [(1, "even"), (2, "odd"), (3, "both")]);
    /// ```
    #[track_caller]
    fn merge_with<Y, C, F, G, H>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
        only_this: F,
        only_other: G,
        both: H,
    ) -> Both<Self, Y, MergeWith<F, G, H>>
    where
        Y: Event,
        C: 'static,
        F: Fn(Self::Item) -> C + Send + Sync + 'static,
        G: Fn(Y::Item) -> C + Send + Sync + 'static,
        H: Fn(Self::Item, Y::Item) -> C + Send + Sync + 'static,
    {
        Both::new(self, other, MergeWith { left: only_this, right: only_other, both })
    }

    /// What occurs of two events, whatever their types.
    ///
    /// ```text
    /// either(x, y)@t = Left(x@t)        if only x occurs
    ///                = Right(y@t)       if only y does
    ///                = Both(x@t, y@t)   if both do
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, EitherOrBoth, Event, Join};
    /// let seen = simulate([(1, 2), (2, 3)], |x| x.either(x.filter(|x| x % 2 == 0).map(|_| "even")));
    /// assert_eq!(seen, [(1, EitherOrBoth::Both(2, "even")), (2, EitherOrBoth::Left(3))]);
    /// ```
    #[track_caller]
    fn either<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
    ) -> Both<Self, Y, Either>
    where
        Y: Event,
    {
        Both::new(self, other, Either)
    }

    /// `f` of the two occurrences where both events occur.
    ///
    /// `coincide(x, y, f)@t = f(x@t, y@t)` where both occur.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// let both = simulate([(1, 2), (2, 3)], |x| x.coincide(x.filter(|x| x % 2 == 0), |x, y| x + y));
    /// assert_eq!(both, [(1, 4)]);
    /// ```
    #[track_caller]
    fn coincide<Y, C, F>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
        f: F,
    ) -> Both<Self, Y, Coincide<F>>
    where
        Y: Event,
        C: 'static,
        F: Fn(Self::Item, Y::Item) -> C + Send + Sync + 'static,
    {
        Both::new(self, other, Coincide(f))
    }

    /// The occurrences at which `other` does not occur.
    ///
    /// `unless(x, y)@t = x@t` where `y` does not occur.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// assert_eq!(simulate([(1, 2), (2, 3)], |x| x.unless(x.filter(|x| x % 2 == 0))), [(2, 3)]);
    /// ```
    #[track_caller]
    fn unless<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
    ) -> Both<Self, Y, Unless>
    where
        Y: Event,
    {
        Both::new(self, other, Unless)
    }

    /// Pairs the newest unmatched occurrence of this with the newest unmatched one of `other`, if they are at most
    /// `within` apart.
    ///
    /// ```text
    /// synchronise(x, y, d)@t = (x@r, y@s), where t is the later of r and s, |T(r) - T(s)| <= d,
    ///     and x@r and y@s are the newest in [c, t], not used up by an earlier pair
    /// ```
    ///
    /// A pair occurs in the instant of its later half and uses both up. One that waits is replaced by a newer of its
    /// own side: it is then lost. Exactly `within` apart is a pair. (ROS: *approximate time synchroniser*.)
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// use tidegate::time::Span;
    /// let pairs = simulate([(1, 10), (2, 11), (4, -5), (9, -6)], |x| {
    ///     x.filter(|x| *x > 0).synchronise(x.filter(|x| *x < 0), Span::from_secs(2))
    /// });
    /// assert_eq!(pairs, [(4, (11, -5))]); // 10 was replaced, and -6 finds nothing to match
    /// ```
    #[track_caller]
    fn synchronise<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
        within: Span,
    ) -> Both<Self, Y, Synchronise<Self::Item, Y::Item>>
    where
        Y: Event,
        Self::Item: State,
        Y::Item: State,
    {
        Both::new(self, other, Synchronise { within, left: None, right: None })
    }

    /// Each occurrence with the newest of `other`, **this instant included**, if that is at most `within` old.
    ///
    /// ```text
    /// as_of(x, y, d)@t = (x@t, Some(y@s)), where y@s is the newest in [c, t] and T(t) - T(s) <= d
    ///                  = (x@t, None)       if there is none, or it is older
    /// ```
    ///
    /// [`with_latest`](Event::with_latest) is this for values that do not grow stale. (kdb+, pandas: *asof join* with
    /// a tolerance.)
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// use tidegate::time::Span;
    /// let quoted = simulate([(1, -7), (3, 1), (4, 2)], |x| {
    ///     x.filter(|x| *x > 0).as_of(x.filter(|x| *x < 0), Span::from_secs(2))
    /// });
    /// assert_eq!(quoted, [(3, (1, Some(-7))), (4, (2, None))]);
    /// ```
    #[expect(
        clippy::wrong_self_convention,
        reason = "the trade's word for this join; events are always moved"
    )]
    #[track_caller]
    fn as_of<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        other: Y,
        within: Span,
    ) -> Both<Self, Y, AsOf<Y::Item>>
    where
        Y: Event,
        Y::Item: State,
    {
        Both::new(self, other, AsOf { within, newest: None })
    }

    /// A gate with a buffer: while it is closed, occurrences wait.
    ///
    /// ```text
    /// g(t) = closed@t if it occurs, else what it said last in [c, t), and open before
    /// g(t) open:   occurs with all that waited and then x@t, if that is anything
    /// g(t) closed: x@t waits; if more than limit wait, the oldest is dropped and counted
    /// ```
    ///
    /// What is dropped shows in [`Released::lost`] of the next release. Costs one allocation a release, and nothing
    /// while it is closed.
    ///
    /// # Errors
    /// A limit of zero is a [`BuildError::OutOfRange`](super::BuildError::OutOfRange).
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join, Released};
    /// let released = simulate([(1, 1), (2, 0), (3, 3), (4, 4), (5, 5), (6, -1)], |x| {
    ///     let closed = x.filter(|x| *x <= 0).map(|x| x == 0);
    ///     x.filter(|x| *x > 0).buffer_while(closed, 2)
    /// });
    /// let release = |values: &[i32], lost| Released { values: values.to_vec(), lost };
    /// assert_eq!(released, [(1, release(&[1], 0)), (6, release(&[4, 5], 1))]);
    /// ```
    #[track_caller]
    fn buffer_while<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        closed: Y,
        limit: usize,
    ) -> Both<Self, Y, BufferWhile<Self::Item>>
    where
        Y: Event<Item = bool>,
        Self::Item: State,
    {
        let waiting = VecDeque::new();
        Both::new(self, closed, BufferWhile { limit, closed: false, waiting, lost: 0 })
    }

    /// At each occurrence of `trigger` all occurrences since the last one, **this instant included**.
    ///
    /// ```text
    /// batch_on(x, trigger)@t = the occurrences of x in (s, t], where s is the last occurrence of trigger before t
    ///                        = those in [c, t]               if there is none
    /// ```
    ///
    /// A batch may be empty. Nothing limits how many wait: the trigger has to. Costs one allocation a batch.
    ///
    /// ```
    /// use tidegate::network::{simulate, Event, Join};
    /// let batches = simulate([(1, 1), (2, 2), (3, 0), (4, 0), (5, 5)], |x| {
    ///     x.filter(|x| *x > 0).batch_on(x.filter(|x| x % 5 == 0))
    /// });
    /// assert_eq!(batches, [(3, vec![1, 2]), (4, vec![]), (5, vec![5])]);
    /// ```
    #[track_caller]
    fn batch_on<Y>(
        self, // an event has one consumer: `.share()` it first to use it twice
        trigger: Y,
    ) -> Both<Self, Y, BatchOn<Self::Item>>
    where
        Y: Event,
        Self::Item: State,
    {
        Both::new(self, trigger, BatchOn { waiting: Vec::new() })
    }

    /// The elements of lists, one an instant: the first in this one, the others in following ones of the same
    /// timestamp.
    ///
    /// ```text
    /// unroll(x)@t = the first of q(t) ++ x@t, where
    ///     q(t+1) = the rest of it, and is empty at c; while it is not, an alarm makes one more instant at T(t)
    /// ```
    ///
    /// Lists that arrive meanwhile wait in line; of an empty one nothing is seen. A list without an end stops the
    /// program.
    ///
    /// ```
    /// use tidegate::network::{simulate, Join};
    /// let all = simulate([(1, vec!['a', 'b']), (1, vec!['c']), (2, vec![])], |x| x.unroll());
    /// assert_eq!(all, [(1, 'a'), (1, 'b'), (1, 'c')]);
    /// ```
    #[track_caller]
    fn unroll<T>(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Timed<Self, Unroll<T>>
    where
        Self::Item: IntoIterator<Item = T>,
        T: State,
    {
        Timed::new(self, Unroll::new())
    }
}

impl<E: Event> Join for E {}
