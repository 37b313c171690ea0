//! The [`Clock`] trait: what depends on the timestamps of instants, and what makes instants of its own.

pub(crate) mod delay;
pub(crate) mod timer;

use std::collections::VecDeque;

use self::delay::Delay;
use super::event::Event;
use super::event::timed::Timed;
use super::state::State;
use crate::time::Span;

/// Combinators of time, for every event.
pub trait Clock: Event {
    /// Each occurrence again, `span` later; equal values are not merged.
    ///
    /// An occurrence at timestamp `T` comes again at `T + span`, in one instant with the inputs
    /// stamped so; two that are due at one timestamp come in two instants, in order.
    ///
    /// # Errors
    /// A span of zero is a [`BuildError::ZeroSpan`](super::BuildError::ZeroSpan).
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
}

impl<E: Event> Clock for E {}
