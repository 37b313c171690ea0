//! Laws of time, as statements about timestamps: rounds and instants do not come into them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tidegate::network::{Clock, Event, after, at, every, every_from};
use tidegate::time::{Span, Time};

use crate::timeline::{AFTERWARDS, Instant, instants, occurrences, run_from};

fn secs(secs: i32) -> Span {
    Span::from_secs(secs.unsigned_abs().into())
}

fn second(at: Time) -> i32 {
    (at.nanos() / 1_000_000_000) as i32
}

/// The last value of `a` at each second at which it occurs.
fn newest(list: &[Instant]) -> BTreeMap<i32, i64> {
    list.iter().filter_map(|instant| Some((instant.at, instant.a?))).collect()
}

/// Those of `times` after which there is none in `(T, T + span]`.
fn followed_by_nothing(times: &[i32], span: i32) -> Vec<i32> {
    let quiet = |(n, at): (usize, &i32)| {
        let next = times.get(n + 1);
        next.is_none_or(|next| *next > at + span).then_some(*at)
    };
    times.iter().enumerate().filter_map(quiet).collect()
}

proptest! {
    #[test]
    fn a_silence_is_told_after_each_time_that_nothing_follows(list in instants(), span in 1_i32..6) {
        let mut times: Vec<i32> = newest(&list).into_keys().collect();
        if times.first() != Some(&0) {
            times.insert(0, 0);
        }
        let told = occurrences(run_from(0, &list, |a, _| a.timeout(secs(span)).map(second)));
        let expected: Vec<_> = followed_by_nothing(&times, span).into_iter().map(|at| (at + span, at)).collect();
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn the_newest_of_each_time_that_nothing_follows_comes_out_of_a_debounce(list in instants(), span in 1_i32..6) {
        let newest = newest(&list);
        let times: Vec<i32> = newest.keys().copied().collect();
        let calm = occurrences(run_from(0, &list, |a, _| a.debounce(secs(span))));
        let expected: Vec<_> = followed_by_nothing(&times, span).into_iter().map(|at| (at + span, newest[&at])).collect();
        prop_assert_eq!(calm, expected);
    }

    #[test]
    fn what_passes_a_throttle_keeps_its_distance_and_what_does_not_could_not(list in instants(), span in 0_i32..6) {
        let marked = occurrences(run_from(0, &list, |a, _| {
            let a = a.map(|_| ()).share();
            a.throttle(secs(span)).map(|()| true).or(a.map(|()| false))
        }));
        let mut last: Option<i32> = None;
        for (at, passes) in marked {
            prop_assert_eq!(passes, last.is_none_or(|last| at - last >= span));
            last = if passes { Some(at) } else { last };
        }
    }

    #[test]
    fn a_later_instant_has_the_same_timestamp_and_keeps_the_order(list in instants()) {
        let once = occurrences(run_from(0, &list, |a, _| a.next_instant()));
        let there = occurrences(run_from(0, &list, |a, _| a));
        prop_assert_eq!(&once, &there);
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.next_instant().next_instant())), there);
    }

    #[test]
    fn a_later_instant_is_a_later_one(list in instants()) {
        // Marked with how many have occurred: on entry to the instant of the copy, that one is among them.
        let behind = occurrences(run_from(0, &list, |a, _| {
            let count = a.scan(0, |n, _| n + 1).share();
            count.next_instant().sample(count.hold(0), |own, seen| own <= seen)
        }));
        prop_assert!(behind.iter().all(|(_, behind)| *behind));
    }

    #[test]
    fn gaps_add_up_to_the_time_since_the_first(list in instants()) {
        let times: Vec<Time> = occurrences(run_from(0, &list, |a, _| a.timestamped().map(|(at, _)| at)))
            .into_iter().map(|(at, stamp)| { assert_eq!(at, second(stamp)); stamp }).collect();
        let gaps = occurrences(run_from(0, &list, |a, _| a.elapsed()));
        prop_assert_eq!(gaps.len(), times.len().saturating_sub(1));
        let sum = gaps.iter().fold(Span::ZERO, |sum, (_, gap)| sum.plus(*gap));
        let whole = times.last().zip(times.first()).map_or(Span::ZERO, |(last, first)| last.since(*first));
        prop_assert_eq!(sum, whole);
    }

    #[test]
    fn timers_are_named_by_what_they_count_from(list in instants(), start in -9_i32..1, span in 1_i32..6) {
        let first = Time::from_secs(start + span);
        let ring = |wire: fn(Time, Span) -> tidegate::network::Boxed<Time>| {
            occurrences(run_from(start, &list, |_, _| wire(first, secs(span))))
        };
        prop_assert_eq!(ring(|_, span| every(span).boxed()), ring(|first, span| every_from(first, span).boxed()));
        prop_assert_eq!(ring(|_, span| after(span).boxed()), ring(|first, _| at(first).boxed()));
        prop_assert_eq!(ring(|_, span| after(span).boxed()), ring(|_, span| every(span).once().boxed()));
        prop_assert_eq!(ring(|_, span| every(span).last().boxed()), ring(|_, span| every(span).boxed()));
    }

    #[test]
    fn a_sample_as_of_a_time_sees_all_of_it_and_one_on_entry_nothing(list in instants(), period in 1_i32..6) {
        let newest = newest(&list);
        let before = |at: i32| newest.range(..at).next_back().map_or(99, |(_, a)| *a);
        let end = list.last().map_or(0, |last| last.at) + AFTERWARDS as i32;
        let times = || (1..).map(|n| n * period).take_while(|at| *at < end);
        let entry = occurrences(run_from(0, &list, |a, _| every(secs(period)).sample(a.hold(99), |_, a| a)));
        prop_assert_eq!(entry, times().map(|at| (at, before(at))).collect::<Vec<_>>());
        let as_of = occurrences(run_from(0, &list, |a, _| every(secs(period)).last().sample(a.hold(99), |_, a| a)));
        prop_assert_eq!(as_of, times().map(|at| (at, before(at + 1))).collect::<Vec<_>>());
    }
}

#[test]
fn the_end_of_time_does_not_come() {
    let list = [Instant { at: 1, a: Some(5), b: None }];
    let nothing = run_from(0, &list, |a, _| {
        let timers = after(Span::MAX).or(at(Time::MAX)).or(every(Span::MAX).last()).map(second);
        timers
            .or(a.timeout(Span::MAX).map(second))
            .or(a.debounce(Span::MAX).map(|_| 1))
            .or(a.elapsed().map(|_| 2))
    });
    assert_eq!(occurrences(nothing), []);
}
