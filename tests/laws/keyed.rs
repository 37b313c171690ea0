//! The law of `per_key`: it is the list taken apart by key, each part run by a network of its own.
//!
//! That network begins at the instant that reveals the key and includes it. Each wiring below is used
//! twice: inside `per_key`, and at the top of a network that is fed one key's part of the list.

use proptest::prelude::*;
use tidegate::network::{Behavior, Clock, Entry, Event, Held, Shared, after, every, feedback};
use tidegate::time::Span;

use crate::timeline::{Instant, held, instants, list_b, occurrences, run_from};

fn key(value: &i64) -> i64 {
    value.rem_euclid(3)
}

/// The keys with the position of their first instant, in order of appearance.
fn keys(list: &[Instant]) -> Vec<(i64, usize)> {
    let mut keys: Vec<(i64, usize)> = Vec::new();
    for (at, instant) in list.iter().enumerate() {
        if let Some(key) = instant.a.as_ref().map(key).filter(|key| keys.iter().all(|known| known.0 != *key))
        {
            keys.push((key, at));
        }
    }
    keys
}

/// What came out of each key's sub-network; `per_key` gives it as bursts.
type Parts<T> = Vec<(i64, Vec<(i32, T)>)>;

fn in_one_network<E>(
    list: &[Instant],
    body: impl Fn(Entry<i64>, Shared<i64>, Held<i64>) -> E + Send + Sync + 'static,
) -> Parts<E::Item>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let bursts = occurrences(run_from(0, list, |a, b| {
        let held = b.hold(100);
        a.per_key(key, move |_, own| body(own, b, held))
    }));
    let keys = keys(list);
    let place = |key: i64| keys.iter().position(|known| known.0 == key);
    for (_, burst) in &bursts {
        let places: Vec<_> = burst.iter().map(|(key, _)| place(*key)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "once a key, in order of appearance");
        assert!(burst.len() > 0, "a burst is never empty");
    }
    let of_key = |key: i64| {
        let of_burst = |(at, burst): &(i32, tidegate::network::Burst<i64, E::Item>)| {
            let found = burst.iter().find(|(other, _)| *other == key);
            found.map(|(_, value)| (*at, value.clone()))
        };
        bursts.iter().filter_map(of_burst).collect()
    };
    keys.iter().map(|(key, _)| (*key, of_key(*key))).collect()
}

fn one_by_one<E>(list: &[Instant], body: impl Fn(Shared<i64>, Shared<i64>, Held<i64>) -> E) -> Parts<E::Item>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let entry = held(&list_b(list), 100);
    let part = |(own, first): (i64, usize)| {
        let of_key = |instant: &Instant| Instant { a: instant.a.filter(|a| key(a) == own), ..*instant };
        let part: Vec<_> = list[first..].iter().map(of_key).collect();
        let seen = run_from(list[first].at, &part, |a, b| body(a, b, b.hold(entry[first])));
        (own, occurrences(seen))
    };
    keys(list).into_iter().map(part).collect()
}

/// The end of the shorter run: the last key's network may run longer than the others'.
macro_rules! taken_apart {
    ($($(#[$doc:meta])* $name:ident: |$own:ident, $b:ident, $held:ident| $body:expr;)*) => { $(
        $(#[$doc])*
        #[test]
        fn $name() {
            proptest!(|(list in instants())| {
                let together = in_one_network(&list, |$own, $b, $held| { let _ = ($b, $held); $body });
                let apart = one_by_one(&list, |$own, $b, $held| { let _ = ($b, $held); $body });
                prop_assert_eq!(together, apart);
            });
        }
    )* };
}

taken_apart! {
    a_sub_network_without_state_gives_what_comes_in: |own, b, held| own;
    a_sub_network_counts_from_its_first_occurrence: |own, b, held| own.scan(0, |n, x| n * 10 + x);
    a_sub_network_may_use_its_occurrences_often: |own, b, held|
        own.map(|x| x * 100).merge(own.scan(0, |s, x| s + x), |x, y| x + y);
    a_scope_inside_sees_the_same: |own, b, held|
        own.scan(1, |s, x| s * 3 + x).within(|x| x.filter(|x| x % 2 == 0).or(own).merge(x, |x, y| x - y));
    a_scope_on_a_joint_inside_may_use_the_own_occurrences: |own, b, held| {
        let sums = own.scan(0, |s, x| s + x).share();
        sums.within(|s| s.filter(|s| s % 2 == 0).or(own).merge(s, |x, y| x - y))
    };
    a_scope_on_an_event_outside_may_use_the_own_occurrences: |own, b, held|
        b.within(|b| b.filter(|b| b % 2 == 0).or(own).merge(b, |x, y| x - y)).merge(own, |x, y| x * 10 + y);
    a_scope_hides_nothing_from_what_stands_beside_it: |own, b, held| {
        let twice = own.map(|x| x * 2).share();
        twice.within(move |t| {
            let next = own.map(|x| x + 1).within(|x| x.filter(|x| x % 2 == 0).merge(x, |x, y| x - y));
            t.merge(next, |t, x| t * 100 + x).or(t)
        })
    };
    a_joint_inside_is_fed_at_the_first_instant: |own, b, held| {
        let sums = own.scan(0, |s, x| s + x).share();
        sums.merge(sums.filter(|s| s % 2 == 0), |x, y| x * y)
    };
    a_hold_inside_starts_with_the_creating_instant: |own, b, held|
        own.sample(own.hold(50), |x, last| x * 1_000 + last);
    a_loop_inside_is_a_loop_of_its_own: |own, b, held| feedback(0_i64, |total| {
        let next = own.sample(total, |x, total| total * 2 + x).filter(|x| *x < 1_000).share();
        (next, next)
    });
    a_delay_inside_wakes_its_own_sub_network: |own, b, held|
        own.delay(Span::from_secs(2)).merge(own.map(|x| x * 100), |x, y| x + y);
    a_delay_behind_a_joint_inside_wakes_it_too: |own, b, held| {
        let late = own.delay(Span::from_secs(3)).share();
        late.sample(own.hold(0), |late, last| late * 100 + last)
    };
    timers_inside_count_from_the_creating_instant: |own, b, held| {
        let ticks = every(Span::from_secs(2)).map(|at| at.nanos()).share();
        ticks.or(after(Span::from_secs(3)).map(|at| -at.nanos())).or(own).filter(|at| *at < 20_000_000_000)
    };
    a_shared_event_outside_wakes_all_sub_networks: |own, b, held|
        own.map(|x| x * 100).merge(b, |x, y| x + y);
    state_about_an_outside_event_starts_with_the_creating_instant: |own, b, held|
        b.scan(0, |n, _| n + 1).with_latest(own, 0, |n, own| n * 100 + own);
    a_behavior_outside_is_read_on_entry_and_wakes_nobody: |own, b, held| own.sample(held, |x, b| x * 1_000 + b);
    outside_reads_behind_inner_joints_wake_too: |own, b, held| {
        let sums = b.merge(own, |x, y| x * 7 + y).scan(0_i64, |s, x| s.wrapping_mul(5).wrapping_add(x)).share();
        sums.sample(held.map(|b| b * 3).lift2(sums.hold(9), |b, s| b ^ s), |x, y| x.wrapping_sub(y))
    };
    a_boxed_sub_network_is_the_same: |own, b, held|
        own.boxed().scan(0, |s, x| s + x).boxed().or(b.boxed()).boxed();
}

/// What a nested `per_key` gives, as a number that depends on keys, values and their order.
fn digest<K: Into<i64> + Copy + Eq + std::hash::Hash>(burst: tidegate::network::Burst<K, i64>) -> i64 {
    let fold = |sum: i64, (key, value): (K, i64)| {
        sum.wrapping_mul(1_000_003).wrapping_add(key.into() * 7_919).wrapping_add(value)
    };
    burst.into_iter().fold(1, fold)
}

taken_apart! {
    sub_networks_nest: |own, b, held|
        own.per_key(|x| *x % 2 == 0, |_, inner| inner.scan(0, |s, x| s * 3 + x)).map(digest);
    nested_sub_networks_read_what_is_outside_of_both: |own, b, held|
        own.per_key(|x| *x % 2 == 0, move |_, inner| {
            inner.map(|x| x * 10).merge(b, |x, y| x - y).sample(held, |x, b| x * 100 + b)
        }).map(digest);
    nested_sub_networks_read_what_is_between: |own, b, held| {
        let doubled = own.map(|x| x * 2).share();
        let last = own.hold(77);
        own.per_key(|x| *x % 2 == 0, move |_, inner| {
            inner.delay(Span::from_secs(2)).merge(doubled, |x, y| x * 50 + y).sample(last, |x, y| x * 100 + y)
        }).map(digest)
    };
    nested_sub_networks_use_the_outer_occurrence: |own, b, held|
        own.per_key(|x| *x % 2 == 0, move |_, inner| inner.merge(own, |x, y| x * 31 + y)).map(digest);
    nested_timers_wake_through_all_levels: |own, b, held|
        own.per_key(|x| *x % 2 == 0, move |_, inner| {
            let late = inner.delay(Span::from_secs(1)).share();
            late.scan(0, |n, x| n * 2 + x).merge(late.delay(Span::from_secs(2)), |x, y| x - y)
        }).map(digest);
}

#[test]
fn the_tick_that_reveals_a_key_is_processed_by_the_sub_network_it_creates() {
    let list = [Instant { at: 1, a: Some(4), b: Some(9) }];
    let seen = in_one_network(&list, |own, b, held| {
        let count = own.or(b).scan(0, |n, _| n + 1);
        count.sample(own.hold(50), |n, last| (n, last)).sample(held, |(n, last), held| (n, last, held))
    });
    assert_eq!(seen, [(1, vec![(1, (1, 50, 100))])], "the first tick counts, what is held shows later");
}
