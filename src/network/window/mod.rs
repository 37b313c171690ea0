//! Windows and bars: which occurrences belong together, and when they come out.
//!
//! What is made of them is an [`Aggregate`] where members leave again, and a [`Fold`] where they do not.
//! The meaning of each combinator is a function of lists in [`model::window`](crate::model::window).

mod at_occurrence;
mod bars;
mod bars_by;
mod bars_in;
mod by_count;
mod by_time;
mod last;
mod line;
mod sliding;
mod tick_bars;
mod total;
mod total_in;

use std::ops::Add;

use self::at_occurrence::WindowAt;
use self::bars::Bars;
use self::bars_by::BarsBy;
use self::bars_in::BarsIn;
use self::by_count::WindowOf;
use self::by_time::Window;
use self::last::Last;
use self::sliding::Sliding;
use self::tick_bars::TickBars;
use self::total::Total;
use self::total_in::TotalIn;
use crate::network::clock::stretch::{Near, Stretches};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::event::timed::Timed;
use crate::network::event::via::Via;
use crate::network::state::State;
use crate::network::statistic::{Aggregate, Fold};
use crate::time::{Span, Time};

pub use self::bars::Bar;

/// Refuses a stretch of no occurrences.
fn nonzero_count(count: u64, operator: &'static str, used_at: Place) -> Result<(), BuildError> {
    match count {
        0 => Err(BuildError::OutOfRange {
            operator,
            expected: "at least one occurrence",
            found: count.to_string(),
            used_at,
        }),
        _ => Ok(()),
    }
}

/// Windows and bars of an event.
///
/// In the equations `members@t` is a list, oldest first, `T(t)` is the timestamp of the instant `t`, and `c` is the
/// instant at which the combinator comes into being.
pub trait Windowed: Event {
    /// The aggregate of what has occurred in the last `span`, whenever that changes.
    ///
    /// ```text
    /// members@t = x@s for all s in [c, t] with T(s) in (T(t) - span, T(t)]
    /// window(x)@t = aggregate(members@t)   where x occurs, or a member has left
    /// ```
    ///
    /// A member of timestamp S leaves by an alarm at S + span: exactly `span` old, it is out. However many leave and
    /// arrive, there is one occurrence an instant. Costs one alarm at a time, and O(1) on average for each member that
    /// comes and goes; where only the values at occurrences count, [`window_at`](Windowed::window_at) is cheaper.
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`].
    ///
    /// ```
    /// use tidegate::network::{simulate, sum, Windowed};
    /// use tidegate::time::Span;
    /// let sums = simulate([(1, 3_i64), (2, 4), (4, 5)], |x| x.window(Span::from_secs(3), sum()));
    /// assert_eq!(sums, [(1, 3), (2, 7), (4, 9), (5, 5), (7, 0)]);
    /// ```
    #[track_caller]
    fn window<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
        aggregate: A,
    ) -> Timed<Self, Window<Self::Item, A, A::State>>
    where
        Self::Item: State,
        A: Aggregate<Self::Item>,
    {
        Timed::new(self, Window(Sliding::new(span, aggregate)))
    }

    /// The aggregate of what has occurred in the last `span`, at each occurrence.
    ///
    /// ```text
    /// members@t = x@s for all s in [c, t] with T(s) in (T(t) - span, T(t)]
    /// window_at(x)@t = aggregate(members@t)   where x occurs
    /// ```
    ///
    /// Sets no alarms: who is out by then is dropped when the event occurs.
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`].
    ///
    /// ```
    /// use tidegate::network::{max, simulate, Windowed};
    /// use tidegate::time::Span;
    /// let highs = simulate([(1, 5), (2, 4), (4, 3)], |x| x.window_at(Span::from_secs(3), max()));
    /// assert_eq!(highs, [(1, Some(5)), (2, Some(5)), (4, Some(4))]);
    /// ```
    #[track_caller]
    fn window_at<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
        aggregate: A,
    ) -> Via<Self, WindowAt<Self::Item, A, A::State>>
    where
        Self::Item: State,
        A: Aggregate<Self::Item>,
    {
        Via::new(self, WindowAt(Sliding::new(span, aggregate)))
    }

    /// The aggregate of the last `size` occurrences, this one included.
    ///
    /// ```text
    /// members@t = the last `size` of x@s, s in [c, t], or all if there are fewer
    /// window_of(x)@t = aggregate(members@t)   where x occurs
    /// ```
    ///
    /// It occurs from the first on; `window_of(…).full()` only when there are `size`.
    ///
    /// # Errors
    /// A size of 0 is a [`BuildError::OutOfRange`].
    ///
    /// ```
    /// use tidegate::network::{mean, simulate, Windowed};
    /// let means = simulate([(1, 3), (2, 4), (3, 5)], |x| x.window_of(2, mean()));
    /// assert_eq!(means, [(1, Some(3.0)), (2, Some(3.5)), (3, Some(4.5))]);
    /// ```
    #[track_caller]
    fn window_of<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        size: usize,
        aggregate: A,
    ) -> Via<Self, WindowOf<Self::Item, A, A::State>>
    where
        Self::Item: State,
        A: Aggregate<Self::Item>,
    {
        let state = aggregate.start();
        Via::new(self, WindowOf { full: false, aggregate, state, members: Last::new(size) })
    }

    /// The fold of all occurrences since `c`, at each.
    ///
    /// `total(x)@t = fold(x@s for all s in [c, t])` where `x` occurs.
    ///
    /// ```
    /// use tidegate::network::{count, simulate, sum, Windowed};
    /// assert_eq!(simulate([(1, 3_i64), (2, 4)], |x| x.total((count(), sum()))), [(1, (1, 3)), (2, (2, 7))]);
    /// ```
    #[track_caller]
    fn total<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        fold: A,
    ) -> Via<Self, Total<A, A::State>>
    where
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Via::new(self, Total { fold, state })
    }

    /// The fold of each `period` of time: bar k covers `[origin + k · period, origin + (k + 1) · period)`.
    ///
    /// ```text
    /// bars(x)@t = Bar { start, end, fold(x@s for all s in [c, t) with start <= T(s) < end) }
    ///             where t is the first instant with T(t) >= end
    /// ```
    ///
    /// Each bar is closed by an alarm at its end, even if nothing has occurred in it. An occurrence exactly at the
    /// boundary belongs to the new bar, and the closed one comes out in its instant. The first bar is the one that
    /// contains T(c), with its full bounds and what has occurred since `c`. The origin may be any time, later ones
    /// included: it only says where the boundaries lie. (Also: *tumbling window*.)
    ///
    /// # Errors
    /// A period of zero is a [`BuildError::ZeroSpan`].
    ///
    /// ```
    /// use tidegate::network::{ohlc, simulate, Event, Windowed};
    /// use tidegate::time::{Span, Time};
    /// let closes = simulate([(1, 30), (2, 31), (5, 40)], |x| {
    ///     let bars = x.bars(Span::from_secs(2), Time::EPOCH, ohlc());
    ///     bars.filter(|bar| bar.end <= Time::from_secs(6)).map(|bar| bar.value.map(|prices| prices.close))
    /// });
    /// assert_eq!(closes, [(2, Some(30)), (4, Some(31)), (6, Some(40))]);
    /// ```
    #[track_caller]
    fn bars<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        period: Span,
        origin: Time,
        fold: A,
    ) -> Timed<Self, Bars<A, A::State>>
    where
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Timed::new(self, Bars { period, origin, fold, state, end: Time::MAX })
    }

    /// The fold of each of these stretches of time: sessions, or the minutes of sessions.
    ///
    /// ```text
    /// bars_in(x)@t = Bar { start, end, fold(x@s for all s in [c, t) with start <= T(s) < end) }
    ///                where t is the first instant with T(t) >= end
    /// ```
    ///
    /// As [`bars`](Windowed::bars), but that what occurs between stretches is in no bar. The first bar is that of the
    /// stretch that contains T(c), or of the first one behind it.
    ///
    /// ```
    /// use tidegate::network::{count, simulate, Event, Stretch, Windowed};
    /// use tidegate::time::Time;
    /// let stretch = |start, end| Stretch { start: Time::from_secs(start), end: Time::from_secs(end) };
    /// let counts = simulate([(1, ()), (2, ()), (4, ()), (5, ()), (9, ())], |x| {
    ///     x.bars_in(vec![stretch(0, 3), stretch(5, 7)], count()).map(|bar| bar.value)
    /// });
    /// assert_eq!(counts, [(3, 2), (7, 1)]);
    /// ```
    #[track_caller]
    fn bars_in<C, A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        stretches: C,
        fold: A,
    ) -> Timed<Self, BarsIn<C, A, A::State>>
    where
        C: Stretches,
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Timed::new(self, BarsIn { stretches, fold, state, open: None })
    }

    /// The fold of all occurrences since the stretch of time began in which they lie, at each: an anchor.
    ///
    /// ```text
    /// total_in(x)@t = fold(x@s for all s in [c, t] with T(s) in the stretch of T(t))   where x occurs in one
    /// ```
    ///
    /// ```
    /// use tidegate::network::{simulate, sum, Stretch, Windowed};
    /// use tidegate::time::Time;
    /// let stretch = |start, end| Stretch { start: Time::from_secs(start), end: Time::from_secs(end) };
    /// let sums = simulate([(1, 1_i64), (2, 2), (3, 4), (5, 8)], |x| {
    ///     x.total_in(vec![stretch(0, 3), stretch(5, 7)], sum())
    /// });
    /// assert_eq!(sums, [(1, 1), (2, 3), (5, 8)]);
    /// ```
    #[track_caller]
    fn total_in<C, A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        stretches: C,
        fold: A,
    ) -> Via<Self, TotalIn<C, A, A::State>>
    where
        C: Stretches,
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Via::new(self, TotalIn { stretches: Near::new(stretches), fold, state, since: None })
    }

    /// The fold of each `size` occurrences, at the last of them.
    ///
    /// # Errors
    /// A size of 0 is a [`BuildError::OutOfRange`].
    ///
    /// ```
    /// use tidegate::network::{simulate, sum, Windowed};
    /// assert_eq!(simulate([(1, 3_i64), (2, 4), (3, 5)], |x| x.tick_bars(2, sum())), [(2, 7)]);
    /// ```
    #[track_caller]
    fn tick_bars<A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        size: u64,
        fold: A,
    ) -> Via<Self, TickBars<A, A::State>>
    where
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Via::new(self, TickBars { size, fold, state, open: 0 })
    }

    /// The fold of what has occurred since the last bar, at the occurrence with which that weighs `size` together.
    ///
    /// That one is part of the bar it closes, whole: what it weighs too much is not carried over. The weights are
    /// added up in order. By volume: `bars_by(|trade| trade.quantity.units(), size, …)`. With a size of zero each
    /// occurrence is a bar.
    ///
    /// # Errors
    /// A size that does not equal itself, as NaN, is a [`BuildError::OutOfRange`].
    ///
    /// ```
    /// use tidegate::network::{count, simulate, Windowed};
    /// let bars = simulate([(1, 3), (2, 4), (3, 1), (4, 9)], |x| x.bars_by(|volume| *volume, 5, count()));
    /// assert_eq!(bars, [(2, 2), (4, 2)]);
    /// ```
    #[track_caller]
    fn bars_by<W, F, A>(
        self, // an event has one consumer: `.share()` it first to use it twice
        weight: F,
        size: W,
        fold: A,
    ) -> Via<Self, BarsBy<F, W, A, A::State>>
    where
        W: State + Add<Output = W> + PartialOrd,
        F: Fn(&Self::Item) -> W + Send + Sync + 'static,
        A: Fold<Self::Item>,
    {
        let state = fold.start();
        Via::new(self, BarsBy { weight, size, fold, state, open: None })
    }
}

impl<E: Event> Windowed for E {}
