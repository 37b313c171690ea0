//! The [`Clock`] trait: what depends on the timestamps of instants, and what makes instants of its own.
//!
//! All other combinators mean the same whatever the timestamps are. Those here set alarms, or look at the time.
//! An alarm has a [`Phase`](super::Phase):
//!
//! ```text
//! instants of T:   [ first alarms, first round of inputs ] [ second round ] ... [ last alarms ]
//! ```
//!
//! A round has at most one occurrence of each input. What an instant of `T` sets for `T` comes in a later
//! instant of `T`: with the next round, or alone. Time goes on when nothing is left.

pub(crate) mod after;
pub(crate) mod debounce;
pub(crate) mod delay;
pub(crate) mod elapsed;
pub(crate) mod every;
pub(crate) mod next_instant;
pub(crate) mod stretch;
pub(crate) mod throttle;
pub(crate) mod timeout;
pub(crate) mod timer;
pub(crate) mod timestamped;
pub(crate) mod timetable;

use std::collections::VecDeque;

use self::debounce::Debounce;
use self::delay::Delay;
use self::elapsed::Elapsed;
use self::next_instant::NextInstant;
use self::stretch::{Near, Stretches, WithinStretches};
use self::throttle::Throttle;
use self::timeout::Timeout;
use self::timestamped::Timestamped;
use super::event::Event;
use super::event::timed::Timed;
use super::event::via::Via;
use super::state::State;
use crate::time::Span;

/// Combinators of time, for every event.
///
/// In the equations `T(t)` is the timestamp of instant `t`. Timers without input are the functions
/// [`every`](super::every), [`every_from`](super::every_from), [`after`](super::after) and [`at`](super::at).
pub trait Clock: Event {
    /// Each occurrence again, `span` later; equal values are not merged.
    ///
    /// An occurrence at timestamp `T` comes again at `T + span`, in one instant with the first inputs
    /// stamped so; two that are due at one timestamp come in two instants, in order.
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`](super::BuildError::ZeroSpan); see
    /// [`next_instant`](Clock::next_instant).
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::Span;
    /// assert_eq!(simulate([(1, 'a'), (2, 'b')], |x| x.delay(Span::from_secs(5))), [(6, 'a'), (7, 'b')]);
    /// ```
    #[track_caller]
    fn delay(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
    ) -> Timed<Self, Delay<Self::Item>>
    where
        Self::Item: State,
    {
        Timed::new(self, Delay { span, waiting: VecDeque::new() })
    }

    /// Each occurrence again in a later instant of the same timestamp: the next one, if none waits before it.
    ///
    /// That instant is the next round of inputs of the timestamp, or has none. Occurrences that wait keep their order.
    /// Time goes on when all have come: no event is a loop. (csp: a *delay* of zero.)
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock, Event};
    /// let both = simulate([(5, 1), (5, 2)], |x| x.next_instant().merge(x, |before, new| before * 10 + new));
    /// assert_eq!(both, [(5, 1), (5, 12), (5, 2)]);
    /// ```
    #[track_caller]
    fn next_instant(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Timed<Self, NextInstant<Self::Item>>
    where
        Self::Item: State,
    {
        Timed::new(self, NextInstant::new())
    }

    /// Occurs when this has been silent for `span`, with the time at which the silence began; once a silence.
    ///
    /// ```text
    /// timeout(d, x)@t = T  if T(t) = T + d and x did not occur with a timestamp in (T, T + d],
    ///                      where T is the timestamp of its last occurrence before t, or the start
    /// ```
    ///
    /// An occurrence stamped `T + d` wins, in whatever round it comes: the alarm is of phase
    /// [`Last`](super::Phase::Last). (Rx: *timeout*, which is an error there.)
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`](super::BuildError::ZeroSpan).
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::{Span, Time};
    /// let silences = simulate([(2, ()), (4, ()), (7, ())], |x| x.timeout(Span::from_secs(2)));
    /// assert_eq!(silences, [(6, Time::from_secs(4)), (9, Time::from_secs(7))]);
    /// ```
    #[track_caller]
    fn timeout(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
    ) -> Timed<Self, Timeout> {
        Timed::new(self, Timeout::new(span))
    }

    /// An occurrence, `span` later, if there has been no other since. (Rx: *debounceTime*.)
    ///
    /// ```text
    /// debounce(d, x)@t = v  if T(t) = T + d and x did not occur with a timestamp in (T, T + d],
    ///                       where v is its last occurrence before t, and T the timestamp of that
    /// ```
    ///
    /// An occurrence stamped `T + d` starts the wait anew, in whatever round it comes: the alarm is of phase
    /// [`Last`](super::Phase::Last).
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`](super::BuildError::ZeroSpan).
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::Span;
    /// let calm = simulate([(1, 'a'), (3, 'b'), (4, 'c'), (9, 'd')], |x| x.debounce(Span::from_secs(2)));
    /// assert_eq!(calm, [(6, 'c'), (11, 'd')]);
    /// ```
    #[track_caller]
    fn debounce(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
    ) -> Timed<Self, Debounce<Self::Item>>
    where
        Self::Item: State,
    {
        Timed::new(self, Debounce { span, waiting: None })
    }

    /// The occurrences that come `span` or more after the last one let through; the first always passes. (Rx:
    /// *throttleTime*.)
    ///
    /// ```text
    /// throttle(d, x)@t = x@t  if nothing passed with a timestamp in (T(t) - d, T(t)]
    /// ```
    ///
    /// Exactly `span` apart passes; with a span of zero everything does.
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::Span;
    /// let some = simulate([(1, 'a'), (2, 'b'), (3, 'c'), (3, 'd')], |x| x.throttle(Span::from_secs(2)));
    /// assert_eq!(some, [(1, 'a'), (3, 'c')]);
    /// ```
    #[track_caller]
    fn throttle(
        self, // an event has one consumer: `.share()` it first to use it twice
        span: Span,
    ) -> Via<Self, Throttle> {
        Via::new(self, Throttle { span, passed: None })
    }

    /// Each occurrence with the timestamp of its instant: `timestamped(x)@t = (T(t), x@t)`.
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::Time;
    /// assert_eq!(simulate([(1, 'a')], |x| x.timestamped()), [(1, (Time::from_secs(1), 'a'))]);
    /// ```
    #[track_caller]
    fn timestamped(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Timestamped> {
        Via::new(self, Timestamped)
    }

    /// How long before each occurrence the one before it was; silent at the first.
    ///
    /// `elapsed(x)@t = T(t) - T(s)`, where `s` is the last instant before `t` at which `x` occurs.
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock};
    /// use tidegate::time::Span;
    /// let gaps = simulate([(1, ()), (4, ()), (4, ())], |x| x.elapsed());
    /// assert_eq!(gaps, [(4, Span::from_secs(3)), (4, Span::ZERO)]);
    /// ```
    #[track_caller]
    fn elapsed(
        self, // an event has one consumer: `.share()` it first to use it twice
    ) -> Via<Self, Elapsed> {
        Via::new(self, Elapsed { last: None })
    }

    /// What occurs in one of the stretches of time, at its timestamp.
    ///
    /// ```text
    /// within_stretches(x)@t = x@t   where start <= T(t) < end for one of the stretches
    /// ```
    ///
    /// Each stretch is asked for once.
    ///
    /// ```
    /// use tidegate::network::{simulate, Clock, Stretch};
    /// use tidegate::time::Time;
    /// let [start, end] = [2, 4].map(Time::from_secs);
    /// let heard = simulate([(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')], |x| {
    ///     x.within_stretches(vec![Stretch { start, end }])
    /// });
    /// assert_eq!(heard, [(2, 'b'), (3, 'c')]);
    /// ```
    #[track_caller]
    fn within_stretches<S: Stretches>(
        self, // an event has one consumer: `.share()` it first to use it twice
        stretches: S,
    ) -> Via<Self, WithinStretches<S>> {
        Via::new(self, WithinStretches(Near::new(stretches)))
    }
}

impl<E: Event> Clock for E {}
