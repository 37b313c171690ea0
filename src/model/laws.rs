//! The laws of the definitions: a network that gives what they give has them too.

use proptest::prelude::*;

use super::behavior::{feedback, hold, lift2};
use super::clock::{debounce, delay, every, throttle, timeout};
use super::dynamic::{changes, frozen, keyed, observe, per_key, switch, switch_behavior};
use super::event::{
    dedupe, filter, filter_map, map, map_accum, merge, never, once, or, partition, sample, scan, with_latest,
};
use super::join::{accumulate, batch_on, buffer_while, collect_all, either, first_of, on, unless, unroll};
use super::run::{Phase, Run, drive};
use super::sequence::{
    count, dedupe_by, delay_n, enumerate, every_nth, pairwise, skip, skip_until, skip_while, take,
    take_until, take_while,
};
use super::window::{bars, bars_by, tick_bars, total, window, window_of, window_of_full};
use super::{Occurrences, Values};
use crate::time::{Span, Time};

/// Neither associative nor commutative.
fn odd(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

fn add(x: i64, y: i64) -> i64 {
    x.wrapping_add(y)
}

/// Two events over the same instants, and one of these.
fn two() -> impl Strategy<Value = (Occurrences<i64>, Occurrences<i64>, usize)> {
    let value = || prop::option::of(-4_i64..5);
    prop::collection::vec((value(), value()), 1..16).prop_flat_map(|both| {
        let (x, y): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        let n = x.len();
        (Just(x), Just(y), 0..n)
    })
}

/// The two never coincide, and together they are `x` from `c` on.
fn tile(c: usize, one: &[Option<i64>], two: &[Option<i64>], x: &[Option<i64>]) {
    assert_eq!(unless(one, two), one);
    assert_eq!(or(one, two)[c..], x[c..]);
}

proptest! {
    #[test]
    fn never_is_neutral_and_what_remembers_it_is_never((x, _, c) in two()) {
        let n = x.len();
        prop_assert_eq!(&merge(odd, &x, &never(n)), &x);
        prop_assert_eq!(&merge(odd, &never(n), &x), &x);
        prop_assert_eq!(scan(c, 0, |s, x| odd(*s, x), &never(n)), never(n));
        prop_assert_eq!(merge(odd, &x, &x), map(|x| odd(x, x), &x));
    }

    #[test]
    fn merge_is_associative_and_commutative_if_its_function_is((x, y, _) in two()) {
        let z = map(|x| x * 7, &x);
        prop_assert_eq!(merge(add, &merge(add, &x, &y), &z), merge(add, &x, &merge(add, &y, &z)));
        prop_assert_eq!(merge(add, &x, &y), merge(add, &y, &x));
        prop_assert_eq!(merge(odd, &x, &y), merge(|y, x| odd(x, y), &y, &x));
    }

    #[test]
    fn map_distributes_over_filter_partition_and_one_sided_merges((x, y, _) in two()) {
        let (f, even) = (|x: i64| x * 3, |x: &i64| x % 2 == 0);
        prop_assert_eq!(map(f, &filter(|x| even(&f(*x)), &x)), filter(even, &map(f, &x)));
        let (yes, no) = partition(|x| even(&f(*x)), &x);
        prop_assert_eq!((map(f, &yes), map(f, &no)), partition(even, &map(f, &x)));
        prop_assert_eq!(map(f, &or(&x, &y)), or(&map(f, &x), &map(f, &y)));
    }

    #[test]
    fn sampling_commutes_with_lift2((x, y, c) in two()) {
        let (p, q) = (hold(c, 7, &x), hold(0, 8, &y));
        let lifted = sample(|_, both| both, &lift2(|p, q| (p, q), &p, &q), &x);
        let apart = sample(|p, q| (p, q), &q, &sample(|_, p| p, &p, &x));
        prop_assert_eq!(lifted, apart);
    }

    #[test]
    fn what_splits_an_event_tiles_it((x, y, c) in two(), n in 0_u64..6) {
        let small = |x: &i64| *x < 2;
        tile(c, &take(c, n, &x), &skip(c, n, &x), &x);
        tile(c, &take_while(c, small, &x), &skip_while(c, small, &x), &x);
        tile(c, &take_until(c, &x, &y), &skip_until(c, &x, &y), &x);
        let (one, two) = partition(small, &x);
        tile(c, &one, &two, &x);
    }

    #[test]
    fn state_is_the_past_since_the_creating_instant_included((x, y, c) in two()) {
        let sums = scan(c, 9, |s, x| odd(*s, x), &x);
        prop_assert_eq!(&sums[c..], &scan(0, 9, |s, x| odd(*s, x), &x[c..])[..]);
        prop_assert_eq!(&sums, &map_accum(c, 9, |s, x| { *s = odd(*s, x); *s }, &x));
        prop_assert_eq!(&hold(c, 9, &x)[c..], &hold(0, 9, &x[c..])[..]);
        prop_assert_eq!(once(c, &x), take(c, 1, &x));
        prop_assert_eq!(dedupe(c, &dedupe(c, &x)), dedupe(c, &x));
        prop_assert_eq!(every_nth(c, 1, &x), delay_n(c, 0, &x));
        prop_assert_eq!(delay_n(c, 1, &x), map(|pair| pair.0, &pairwise(c, &x)));
        prop_assert_eq!(count(c, &x), map(|(n, _)| n + 1, &enumerate(c, &x)));
        // What includes the instant is what a sampler sees one instant later.
        let latest = with_latest(c, 9, |_, y| *y, &x, &y);
        let held = hold(c, 9, &y);
        prop_assert_eq!(latest, sample(|_, after| after, &held[1..], &take(c, 99, &x)));
    }

    #[test]
    fn a_loop_through_a_hold_is_a_scan((x, _, c) in two()) {
        let looped = feedback(&Run::untimed(x.len()), c, 3, |sum| {
            let next = sample(|x, sum| odd(sum, x), sum, &take(c, 99, &x));
            (next.clone(), next)
        });
        prop_assert_eq!(looped, scan(c, 3, |s, x| odd(*s, x), &x));
    }

    #[test]
    fn several_events_are_joined_in_list_order((x, y, c) in two()) {
        let n = x.len();
        let (z, all) = (map(|x| x - 1, &x), [x.clone(), y.clone(), map(|x| x - 1, &x)]);
        prop_assert_eq!(super::join::merge_all(n, odd, &all), merge(odd, &merge(odd, &x, &y), &z));
        prop_assert_eq!(first_of(n, &all), or(&or(&x, &y), &z));
        prop_assert_eq!(super::join::merge_all(n, odd, &[]), never(n));
        let steps = all.each_ref().map(|event| on(|s: &i64, x| odd(*s, x), event));
        let fold = |s: &i64, all: Vec<(usize, i64)>| all.iter().fold(*s, |s, x| odd(s, x.1));
        prop_assert_eq!(accumulate(n, c, 5, &steps), scan(c, 5, fold, &collect_all(n, &all)));
        prop_assert_eq!(either(&x, &never::<()>(n)), map(super::join::EitherOrBoth::Left, &x));
    }

    #[test]
    fn switching_between_copies_of_one_hot_event_cannot_be_noticed((x, y, c) in two()) {
        let run = Run::untimed(x.len());
        let switched = switch(&run, c, |_| x.clone(), |_, _| x.clone(), &y);
        prop_assert_eq!(&switched[c..], &x[c..]);
        let held = hold(0, 9, &x);
        prop_assert_eq!(&switch_behavior(&run, c, |_| held.clone(), |_, _| held.clone(), &y), &held);
        prop_assert_eq!(observe(&run, 0, |_, _| held.clone(), &y), sample(|_, held| held, &held, &y));
        let at_build = observe(&run, 0, |c, _| frozen(c, &held), &y);
        prop_assert_eq!(at_build, sample(|_, held| held, &held, &y));
    }

    #[test]
    fn a_behavior_is_what_its_changes_hold((x, _, _) in two()) {
        let held = hold(0, 0, &x);
        prop_assert_eq!(&hold(0, 0, &changes(&held)), &held);
        prop_assert_eq!(changes(&held), dedupe_by(0, |a, b| a == b, &skip_while(0, |x| *x == 0, &x)));
    }

    #[test]
    fn parts_by_key_are_the_list_taken_apart((x, y, c) in two()) {
        let run = Run::untimed(x.len());
        let key = |x: &i64| x.rem_euclid(3);
        let sums = |c: usize, _: &i64, own: &[Option<i64>]| {
            scan(c, 0, |s, x| odd(*s, x), &merge(odd, own, &y))
        };
        let bursts = per_key(&run, c, key, sums, &x);
        for wanted in 0..3 {
            let own = filter(|x| key(x) == wanted, &x);
            let of_key = |burst: Vec<(i64, i64)>| burst.into_iter().find(|part| part.0 == wanted);
            let found = map(|part| part.1, &filter_map(of_key, &bursts));
            let expected = match (c..x.len()).find(|t| own[*t].is_some()) {
                Some(born) => sums(born, &wanted, &own),
                None => never(x.len()),
            };
            prop_assert_eq!(found, expected);
        }
        let (unlimited, refused) = keyed(&run, c, key, Some(3), &never(x.len()), sums, &x);
        prop_assert_eq!((unlimited, refused), (bursts, never(x.len())));
        let (nothing, all) = keyed(&run, c, key, Some(0), &never(x.len()), sums, &x);
        prop_assert_eq!((nothing, all), (never(x.len()), take(c, 99, &x)));
    }

    #[test]
    fn windows_by_count_agree_with_each_other((x, _, c) in two(), n in 1_usize..5) {
        let list = |all: &[i64]| all.to_vec();
        let whole = total(c, list, &x);
        prop_assert_eq!(window_of(c, 99, list, &x), whole.clone());
        let full = window_of_full(c, n, list, &x);
        prop_assert_eq!(&full, &filter(|all| all.len() == n, &window_of(c, n, list, &x)));
        prop_assert_eq!(every_nth(c, n as u64, &window_of(c, n, list, &x)), tick_bars(c, n as u64, list, &x));
        prop_assert_eq!(bars_by(c, |_| 1.0, n as f64, list, &x), tick_bars(c, n as u64, list, &x));
    }

    #[test]
    fn a_buffer_and_a_batch_lose_nothing_silently((x, y, c) in two(), limit in 1_usize..4) {
        // One instant more, at which the buffer opens and the batch ends.
        let x = [x, vec![None]].concat();
        let closed = [map(|y| y > 0, &y), vec![Some(false)]].concat();
        let released: Vec<_> = buffer_while(c, limit, &x, &closed).into_iter().flatten().collect();
        let total: u64 = released.iter().map(|released| released.values.len() as u64 + released.lost).sum();
        prop_assert_eq!(total, x[c..].iter().flatten().count() as u64);
        prop_assert!(released.iter().all(|released| released.values.len() <= limit + 1));
        let trigger = [y.clone(), vec![Some(0)]].concat();
        let batches: Vec<i64> = batch_on(c, &x, &trigger).into_iter().flatten().flatten().collect();
        prop_assert_eq!(batches, x[c..].iter().flatten().copied().collect::<Vec<_>>());
    }

    #[test]
    fn the_future_cannot_be_seen((x, y, cut) in two(), c in 0_usize..8) {
        prop_assume!(c <= cut);
        let all = |x: &[Option<i64>], y: &[Option<i64>]| {
            let run = Run::untimed(x.len());
            let sums = |c: usize, init: &i64| scan(c, *init, |s, x| odd(*s, x), x);
            let entry: Values<i64> = switch_behavior(&run, c, |c| hold(c, 0, x), |c, v| hold(c, *v, x), y);
            let count = |c: usize, _: &i64, own: &[Option<i64>]| scan(c, 0, |n, _| n + 1, own);
            let parts = keyed(&run, c, |x| x % 2, Some(1), y, count, x);
            (entry, vec![
                switch(&run, c, |c| sums(c, &0), sums, y),
                observe(&run, c, |c, v| hold(c, *v, x), y),
                map(|burst: Vec<(i64, i64)>| burst[0].1, &parts.0),
                parts.1,
                with_latest(c, 0, |x, y| odd(x, *y), x, y),
                dedupe(c, &delay_n(c, 1, x)),
            ])
        };
        let (entry, events) = all(&x, &y);
        let (cut_entry, cut_events) = all(&x[..cut], &y[..cut]);
        prop_assert_eq!(&entry[..=cut], &cut_entry[..]);
        for (event, cut_event) in events.iter().zip(&cut_events) {
            prop_assert_eq!(&event[..cut], &cut_event[..]);
        }
    }

    #[test]
    fn alarms_cannot_be_seen_before_they_ring((x, _, _) in two(), gaps in prop::collection::vec(0_i32..3, 16)) {
        let mut at = 0;
        let rounds: Vec<(Time, Option<i64>)> = x.iter().zip(gaps).map(|(x, gap)| {
            at += gap;
            (Time::from_secs(at), *x)
        }).collect();
        let program = |run: &Run, x: &[Option<Option<i64>>]| {
            let (x, d) = (filter_map(|x| x, x), Span::from_secs(2));
            let tick = |phase| map(|due: Time| due.nanos(), &every(run, 0, d, phase));
            let timers = |c: usize, v: &i64| match v.rem_euclid(3) {
                0 => delay(run, c, d, &x),
                1 => map(|due| due.nanos(), &every(run, c, d, Phase::Last)),
                _ => debounce(run, c, d, Phase::First, &x),
            };
            [
                tick(Phase::First),
                tick(Phase::Last),
                switch(run, 0, |c| timers(c, &0), timers, &x),
                window(run, 0, d, |all| all.iter().sum(), &x),
                map(|bar| bar.value, &bars(run, 0, d, Time::EPOCH, |all| all.iter().sum(), &x)),
                map(|since| since.nanos(), &timeout(run, 0, d, Phase::Last, &x)),
                throttle(run, 0, d, &x),
                unroll(run, 0, &map(|x| vec![x; 2], &x)),
            ]
        };
        let ended = Time::from_secs(at + 5);
        let (run, found) = drive(Time::EPOCH, &rounds, ended, |run, x| (x.to_vec(), program(run, x)));
        prop_assert!(run.instants().is_sorted_by_key(|at| at.time));
        for cut in 1..=run.instants().len() {
            let before = program(&Run::replay(run.instants()[..cut].to_vec()), &found.0[..cut]);
            for (all, before) in found.1.iter().zip(&before) {
                prop_assert_eq!(&all[..cut], &before[..]);
            }
        }
    }
}
