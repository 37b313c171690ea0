//! How many orders may leave in a span of time: a brake for a strategy that runs away.

use std::collections::VecDeque;
use std::fmt;

use crate::time::{Span, Time};

/// At most so many orders in a span of time, whichever span of that length one looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateLimit {
    orders: u32,
    per: Span,
}

impl RateLimit {
    /// At most so many orders in any span of this length; its end does not belong to it.
    #[must_use]
    pub const fn new(orders: u32, per: Span) -> Self {
        Self { orders, per }
    }

    /// Whether no time passes in its span, so that it limits nothing. No run begins with such a limit.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.per.is_zero()
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} orders in {}", self.orders, self.per)
    }
}

/// Counts orders against a limit.
///
/// Law: if no order leaves but when it [allows](Self::allows) one, no span holds more than the limit; and it allows each
/// that this law does. Costs constant time, and memory for as many times as the limit allows orders.
///
/// ```
/// use tidegate::safety::{RateLimit, RateLimiter};
/// use tidegate::time::{Span, Time};
///
/// let mut limiter = RateLimiter::new(RateLimit::new(2, Span::from_secs(1)));
/// let [first, second, early, later] = [0, 900, 999, 1_000].map(|ms| Time::EPOCH.after(Span::from_millis(ms)));
/// limiter.count(first);
/// limiter.count(second);
/// assert!(!limiter.allows(early), "two have left within a second");
/// assert!(limiter.allows(later), "the first of them is a second old");
/// ```
#[derive(Clone, Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    /// When the last ones left, as many as the limit allows.
    left: VecDeque<Time>,
}

impl RateLimiter {
    /// Nothing has left so far.
    #[must_use]
    pub const fn new(limit: RateLimit) -> Self {
        Self { limit, left: VecDeque::new() }
    }

    /// The limit.
    #[must_use]
    pub const fn limit(&self) -> RateLimit {
        self.limit
    }

    /// Whether one more may leave at `at`.
    #[must_use]
    pub fn allows(&self, at: Time) -> bool {
        let is_full = self.left.len() as u64 >= u64::from(self.limit.orders);
        !is_full || self.left.front().is_some_and(|first| first.after(self.limit.per) <= at)
    }

    /// One leaves at `at`. Times rise: an earlier one than the last counts as the last.
    pub fn count(&mut self, at: Time) {
        let at = self.left.back().map_or(at, |last| at.max(*last));
        self.left.push_back(at);
        if self.left.len() as u64 > u64::from(self.limit.orders) {
            self.left.pop_front();
        }
    }
}
