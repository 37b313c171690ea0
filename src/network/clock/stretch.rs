//! `within_stretches`: what occurs in certain stretches of time.

use crate::network::error::{BuildError, Place};
use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::time::Time;

/// A stretch of time: from `start` on, before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// Its first time.
    pub start: Time,
    /// The time after its last.
    pub end: Time,
}

impl Stretch {
    /// Whether it contains the time.
    #[must_use]
    pub fn contains(self, at: Time) -> bool {
        self.start <= at && at < self.end
    }
}

/// Stretches of time that do not overlap: sessions of a market, its auctions, hours of a plan.
///
/// Laws: `start < end <= ` the start of the one behind it; the answer is the same for every time from the end of the
/// stretch before to the last time of this one.
pub trait Stretches: Send + 'static {
    /// The stretch that contains `at`, or the first one behind it; `None` if there is none.
    fn at_or_after(&self, at: Time) -> Option<Stretch>;

    /// Refuses parameters that are out of range; `at` is where the author wrote the combinator that takes them.
    ///
    /// # Errors
    /// [`BuildError::ZeroSpan`].
    fn check(&self, _at: Place) -> Result<(), BuildError> {
        Ok(())
    }
}

/// A list in order is stretches.
impl Stretches for Vec<Stretch> {
    fn at_or_after(&self, at: Time) -> Option<Stretch> {
        self.get(self.partition_point(|stretch| stretch.end <= at)).copied()
    }
}

/// The stretch that was asked for last, so that the calendar is asked once for each.
#[derive(Debug)]
pub(crate) struct Near<S> {
    stretches: S,
    /// The times for which this is the answer: from the first on, before the end of the stretch.
    known: Option<(Time, Option<Stretch>)>,
}

impl<S: Stretches> Near<S> {
    pub(crate) const fn new(stretches: S) -> Self {
        Self { stretches, known: None }
    }

    /// The same as [`Stretches::at_or_after`]; times rise.
    #[inline]
    pub(crate) fn at_or_after(&mut self, at: Time) -> Option<Stretch> {
        match self.known {
            Some((from, stretch)) if from <= at && stretch.is_none_or(|stretch| at < stretch.end) => stretch,
            _ => self.look(at),
        }
    }

    #[cold]
    fn look(&mut self, at: Time) -> Option<Stretch> {
        let stretch = self.stretches.at_or_after(at);
        self.known = Some((at, stretch));
        stretch
    }

    pub(crate) fn check(&self, at: Place) -> Result<(), BuildError> {
        self.stretches.check(at)
    }

    /// The stretch that contains the time.
    #[inline]
    pub(crate) fn containing(&mut self, at: Time) -> Option<Stretch> {
        self.at_or_after(at).filter(|stretch| stretch.contains(at))
    }
}

/// Operator of [`Clock::within_stretches`](super::Clock::within_stretches).
#[derive(Debug)]
pub struct WithinStretches<S>(pub(super) Near<S>);

impl<A: 'static, S: Stretches> Operator<A> for WithinStretches<S> {
    type Out = A;
    const NAME: &'static str = "within_stretches";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        self.0.check(at)
    }

    fn apply<E: Env>(&mut self, input: A, env: &E) -> Option<A> {
        self.0.containing(env.core().at).map(|_| input)
    }
}
