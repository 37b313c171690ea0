//! How long something is on its way.

use crate::rng::Rng;
use crate::time::{Span, Time};

/// How long something is on its way: a fixed span, and a random part on top.
///
/// What leaves first arrives first: whoever would overtake waits for the one before.
///
/// ```
/// use tidegate::connector::wire::Latency;
/// use tidegate::time::Span;
/// let latency = Latency::of(Span::from_millis(5)).jitter(Span::from_millis(2));
/// assert_eq!((latency.least(), latency.most()), (Span::from_millis(5), Span::from_millis(7)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Latency {
    base: Span,
    jitter: Span,
}

impl Latency {
    /// Always this long.
    #[must_use]
    pub const fn of(base: Span) -> Self {
        Self { base, jitter: Span::ZERO }
    }

    /// Longer by up to this, each as likely as the others.
    #[must_use]
    pub const fn jitter(mut self, most: Span) -> Self {
        self.jitter = most;
        self
    }

    /// The shortest it can be.
    #[must_use]
    pub const fn least(self) -> Span {
        self.base
    }

    /// The longest it can be.
    #[must_use]
    pub const fn most(self) -> Span {
        self.base.plus(self.jitter)
    }

    fn draw(self, rng: &mut Rng) -> Span {
        match self.jitter.is_zero() {
            true => self.base,
            // In 2^32 parts: finer than a nanosecond for anything below four seconds.
            false => self.base.plus(part(self.jitter, rng.below(u32::MAX))),
        }
    }
}

fn part(whole: Span, of: i64) -> Span {
    let nanos = i128::from(whole.nanos()) * i128::from(of) / i128::from(u32::MAX - 1);
    Span::from_nanos(u64::try_from(nanos).unwrap_or(0))
}

/// One way of a wire: what leaves first arrives first.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    latency: Latency,
    rng: Rng,
    /// The latency of what leaves next.
    next: Span,
    /// When what left last arrives.
    last: Time,
}

impl Channel {
    pub(super) fn new(latency: Latency, mut rng: Rng) -> Self {
        let next = latency.draw(&mut rng);
        Self { latency, rng, next, last: Time::MIN }
    }

    /// How long what leaves next will be on its way at least.
    pub(super) const fn peek(&self) -> Span {
        self.next
    }

    /// When what leaves at `at` arrives.
    pub(super) fn arrives(&mut self, at: Time) -> Time {
        self.last = self.last.max(self.overtaken(at));
        self.next = self.latency.draw(&mut self.rng);
        self.last
    }

    /// The same for what others may overtake. What comes behind it may be as fast.
    pub(super) const fn overtaken(&self, at: Time) -> Time {
        at.after(self.next)
    }
}
