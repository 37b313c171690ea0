//! Limits of orders in a span of time.

use proptest::prelude::*;
use tidegate::safety::{RateLimit, RateLimiter};
use tidegate::time::{Span, Time};

fn at(nanos: u64) -> Time {
    Time::EPOCH.after(Span::from_nanos(nanos))
}

/// Of orders offered at these times, when those that may leave do.
fn leave(limiter: &mut RateLimiter, offered: &[u64]) -> Vec<u64> {
    let allowed = offered.iter().copied().filter(|time| {
        let allows = limiter.allows(at(*time));
        if allows {
            limiter.count(at(*time));
        }
        allows
    });
    allowed.collect()
}

#[test]
fn a_limit_of_none_lets_none_leave() {
    let mut limiter = RateLimiter::new(RateLimit::new(0, Span::from_secs(1)));
    limiter.count(at(0));
    assert!(!limiter.allows(at(0)) && !limiter.allows(Time::MAX));
}

#[test]
fn a_million_orders_a_second_leave_as_often_as_the_limit_says() {
    let mut limiter = RateLimiter::new(RateLimit::new(100, Span::from_secs(1)));
    let offered: Vec<u64> = (0..3_000_000).map(|n| n * 1_000).collect();
    assert_eq!(leave(&mut limiter, &offered).len(), 300);
}

#[test]
fn a_time_before_the_last_one_counts_as_the_last() {
    let mut limiter = RateLimiter::new(RateLimit::new(1, Span::from_nanos(10)));
    limiter.count(at(100));
    limiter.count(at(0));
    assert!(!limiter.allows(at(109)) && limiter.allows(at(110)));
}

#[test]
fn a_limit_reads_as_a_sentence() {
    assert_eq!(RateLimit::new(5, Span::from_secs(1)).to_string(), "5 orders in 1s");
}

proptest! {
    /// The least that the law asks for, and the most: whoever may leave does, and no span holds more.
    #[test]
    fn no_span_holds_more_than_the_limit_and_none_is_kept_back_needlessly(
        orders in 0_u32..5,
        per in 0_u64..20,
        steps in prop::collection::vec(0_u64..6, 0..60),
    ) {
        let offered: Vec<u64> = steps.iter().scan(0, |now, step| { *now += step; Some(*now) }).collect();
        let mut limiter = RateLimiter::new(RateLimit::new(orders, Span::from_nanos(per)));
        let mut model = Vec::new();
        for time in &offered {
            let in_span = model.iter().filter(|left| **left + per > *time).count();
            if in_span < orders as usize {
                model.push(*time);
            }
        }
        prop_assert_eq!(leave(&mut limiter, &offered), model);
    }
}
