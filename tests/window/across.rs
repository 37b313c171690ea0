//! Folds across keys give what the model gives, and what whole numbers give over long histories.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use tidegate::model::{across as by_key, event, window as model};
use tidegate::network::{Aggregate, Event, Fold, Rank, Windowed, across, rank, simulate};
use tidegate::time::{Span, Time};

use crate::history::History;
use crate::lists::{close, float, modelled};
use crate::timeline::{instants, occurrences, run_from};

type Row = (Option<f64>, Option<Rank>, f64);

fn key(x: &i64) -> i64 {
    x.rem_euclid(4)
}

/// All kinds, many of them equal.
fn value(x: &i64) -> f64 {
    if *x < 0 { float(*x) } else { (*x % 3) as f64 }
}

fn weight(key: &i64) -> f64 {
    (key - 1) as f64 * 0.5
}

fn folds() -> impl Aggregate<i64, Out = Row> {
    let all = || across(key, value);
    (all().z_score(), all().rank(), all().weighted_sum(weight))
}

fn model_row(all: &[i64]) -> Row {
    let rank = by_key::rank(key, value, all);
    let rank = rank.map(|rank| Rank { below: rank.below, equal: rank.equal, count: rank.count });
    (by_key::z_score(key, value, all), rank, by_key::weighted_sum(key, value, weight, all))
}

fn alike(found: &[(i32, Row)], expected: &[(i32, Row)]) -> bool {
    let same = |(x, y): (&(i32, Row), &(i32, Row))| {
        let (sums, scores) = (close(Some(x.1.2), Some(y.1.2)), close(x.1.0, y.1.0));
        x.0 == y.0 && scores && x.1.1 == y.1.1 && sums
    };
    found.len() == expected.len() && found.iter().zip(expected).all(same)
}

proptest! {
    #[test]
    fn of_windows_bars_and_all(list in instants(), n in 1_u64..9) {
        let (size, span) = (n as usize, Span::from_secs(n));
        let found = [
            occurrences(run_from(0, &list, |a, _| a.window(span, folds()))),
            occurrences(run_from(0, &list, |a, _| a.window_at(span, folds()))),
            occurrences(run_from(0, &list, |a, _| a.window_of(size, folds()))),
            occurrences(run_from(0, &list, |a, _| a.total(folds()))),
            occurrences(run_from(0, &list, |a, _| a.tick_bars(n, folds()))),
            occurrences(run_from(0, &list, |a, _| a.bars(span, Time::EPOCH, folds()).map(|bar| bar.value))),
        ];
        let expected = [
            modelled(&list, |run, a| model::window(run, 0, span, model_row, a)),
            modelled(&list, |run, a| model::window_at(run, 0, span, model_row, a)),
            modelled(&list, |_, a| model::window_of(0, size, model_row, a)),
            modelled(&list, |_, a| model::total(0, model_row, a)),
            modelled(&list, |_, a| model::tick_bars(0, n, model_row, a)),
            modelled(&list, |run, a| {
                event::map(|bar| bar.value, &model::bars(run, 0, span, Time::EPOCH, model_row, a))
            }),
        ];
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!(alike(found, expected), "{:?}\n{:?}", found, expected);
        }
    }

    #[test]
    fn of_integers(list in instants(), n in 1_usize..9) {
        let integer = |x: &i64| *x * *x;
        let all = || across(key, integer);
        let folds = || (all().z_score(), all().rank(), all().weighted_sum(weight));
        let found = occurrences(run_from(0, &list, |a, _| a.window_of(n, folds())));
        let expected = modelled(&list, |_, a| model::window_of(0, n, |all| {
            let float = |x: &i64| integer(x) as f64;
            let rank = by_key::rank(key, integer, all);
            let rank = rank.map(|rank| Rank { below: rank.below, equal: rank.equal, count: rank.count });
            (by_key::z_score(key, float, all), rank, by_key::weighted_sum(key, float, weight, all))
        }, a));
        prop_assert!(alike(&found, &expected), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn of_one_key_that_never_comes_again_it_is_the_rank_of_all(list in instants()) {
        // Each tick is a key of its own.
        let numbered = |a: tidegate::network::Shared<i64>| a.map_accum(0_i64, |n, x| { *n += 1; (*n, x) }).share();
        let folds = || (across(|tick: &(i64, i64)| tick.0, |tick: &(i64, i64)| tick.1).rank(), rank().of(|tick: &(i64, i64)| tick.1));
        for (_, (across, plain)) in occurrences(run_from(0, &list, |a, _| numbered(a).window_of(5, folds()))) {
            prop_assert_eq!(across, plain);
        }
    }
}

/// A tick of a long history: a key and a whole number.
type Tick = (u32, i128);

fn of_tick(tick: &Tick) -> (u32, f64) {
    (tick.0, tick.1 as f64)
}

fn whole_weight(key: &u32) -> i128 {
    i128::from(*key % 17) - 5
}

/// The greatest errors of the score in parts of its bound, and of the weighted sum in parts of its own. Windows of `window` ticks.
fn worst(seed: u64, ticks: u64, keys: u64, window: usize) -> [f64; 2] {
    let mut history = History::new(seed, 13, 30);
    let of = || across(|tick: &(u32, f64)| tick.0, |tick: &(u32, f64)| tick.1);
    let fold = (of().z_score(), of().rank(), of().weighted_sum(|key| whole_weight(key) as f64));
    let (mut state, mut line, mut worst) = (fold.start(), VecDeque::<Tick>::new(), [0.0_f64; 2]);
    let mut latest = BTreeMap::<u32, (i128, usize)>::new();
    let (mut sum, mut squares, mut weighted) = (0_i128, 0_i128, 0_i128);
    let mut random = seed;
    for i in 0..ticks {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Some keys are rare; for a while only a few tick.
        let few = if i / 7_000 % 3 == 1 { 4 } else { keys };
        let tick = (((random >> 33) % few * ((random >> 50) % 3 + 1) / 3) as u32, history.next());
        if line.len() == window {
            let gone = line.pop_front().expect("it is full");
            let next = line.front().map(of_tick);
            fold.leave(&mut state, &of_tick(&gone), next.as_ref());
            let left = latest.get_mut(&gone.0).expect("it is in");
            left.1 -= 1;
            if left.1 == 0 {
                let (x, _) = latest.remove(&gone.0).expect("it is in");
                (sum, squares, weighted) = (sum - x, squares - x * x, weighted - whole_weight(&gone.0) * x);
            }
        }
        fold.arrive(&mut state, &of_tick(&tick));
        line.push_back(tick);
        let (key, x) = tick;
        let before = latest.entry(key).or_default();
        (sum, squares) = (sum + x - before.0, squares + x * x - before.0 * before.0);
        weighted += whole_weight(&key) * (x - before.0);
        *before = (x, before.1 + 1);
        if i % 10_007 == 0 {
            let bytes = postcard::to_allocvec(&state).expect("the state is data");
            state = postcard::from_bytes(&bytes).expect("and comes back");
        }

        let (score, rank, found) = fold.out(&state);
        if i % 61 == 0 {
            let count =
                |which: &dyn Fn(i128) -> bool| latest.values().filter(|(y, _)| which(*y)).count() as u64;
            let expected =
                Rank { below: count(&|y| y < x), equal: count(&|y| y == x), count: count(&|_| true) };
            assert_eq!(rank, Some(expected), "tick {i}");
            let magnitude: f64 =
                latest.iter().map(|(key, (y, _))| (whole_weight(key) * y).abs() as f64).sum();
            let off = (found - weighted as f64).abs() - (weighted as f64).abs() * 2.0_f64.powi(-52);
            let bound = magnitude * 2.0_f64.powi(-97);
            assert!(off <= bound, "the sum is {found}, not {weighted}, at {i}");
            worst[1] = worst[1].max(if bound > 0.0 { off / bound } else { 0.0 });
        }
        let n = latest.len() as i128;
        let numerator = n * squares - sum * sum;
        if n < 2 || numerator == 0 {
            assert_eq!(score, None, "tick {i}: {n} keys have no spread");
            continue;
        }
        let std = (numerator as f64 / (n * (n - 1)) as f64).sqrt();
        let expected = (n * x - sum) as f64 / n as f64 / std;
        let score = score.expect("they are spread");
        let scale = latest.values().map(|(y, _)| y.abs()).max().unwrap_or(0) as f64 / std;
        let off = (score - expected).abs();
        let bound = (1.0 + expected.abs()) * (2.0_f64.powi(-47) + scale * 2.0_f64.powi(-95));
        assert!(off <= bound, "the score is {score}, not {expected}, at {i}");
        worst[0] = worst[0].max(off / bound);
    }
    worst
}

#[test]
fn scores_and_sums_keep_their_bounds_over_half_a_million_ticks() {
    for (seed, keys, window) in
        [(0, 50, usize::MAX), (1, 50, 120), (2, 3, 7), (3, 700, usize::MAX), (4, 1_000, 2_000)]
    {
        println!("{keys} keys in {window}: {:?} of the bounds", worst(seed, 150_000, keys, window));
    }
}

/// The order in which keys leave is not that in which they came: the sums of FIFO windows would take the last few of the same key
/// for all there are.
#[test]
fn one_key_that_stands_still_does_not_make_all_equal() {
    let ticks = [('a', 1.0), ('b', 5.0), ('b', 5.0), ('b', 5.0), ('b', 5.0)];
    let seen = simulate((0..).zip(ticks), |x| {
        x.total(across(|tick: &(char, f64)| tick.0, |tick: &(char, f64)| tick.1).z_score())
    });
    assert!(seen[1..].iter().all(|(_, score)| close(*score, Some(0.5_f64.sqrt()))), "{seen:?}");
}

#[test]
fn what_is_no_ordinary_number_leaves_no_trace() {
    let pairs = || across(|tick: &(char, f64)| tick.0, |tick: &(char, f64)| tick.1);
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e130, f64::MAX] {
        let ticks = [('a', 0.1), ('b', 0.7), ('c', odd), ('b', 0.2), ('c', 0.4)];
        let folds = || {
            (
                pairs().z_score(),
                pairs().rank(),
                pairs().weighted_sum(|key| if *key == 'a' { 3.0 } else { 2.0 }),
            )
        };
        let seen = simulate((0..).zip(ticks), |x| x.total(folds()));
        let ordinary = simulate([(0, ('a', 0.1)), (1, ('b', 0.2)), (2, ('c', 0.4))], |x| x.total(folds()));
        assert!(seen[2..4].iter().all(|(_, all)| all.0.is_some_and(f64::is_nan)), "{seen:?}");
        assert_eq!(seen[4].1, ordinary[2].1, "after {odd}");
        let sum = seen[3].1.2;
        assert!(
            if odd.abs() < 1e300 { close(Some(sum / odd), Some(2.0)) } else { !sum.is_finite() },
            "{odd}: {sum}"
        );
        assert_eq!(seen[2].1.1.is_none(), odd.is_nan());
    }
    let weightless = simulate([(0, ('a', 1.0)), (1, ('b', f64::NAN))], |x| {
        x.total(pairs().weighted_sum(|key| if *key == 'a' { 3.0 } else { 0.0 }))
    });
    assert_eq!(weightless[1].1, 3.0, "who has no weight is not there");
    for (value, weight) in
        [(f64::MAX, 1.0), (f64::MAX, -0.5), (0.5, f64::MAX), (2_f64.powi(424), 2_f64.powi(599))]
    {
        let greatest = simulate([(0, ('a', value))], |x| x.total(pairs().weighted_sum(move |_| weight)));
        assert_eq!(greatest[0].1, weight * value, "up to the greatest float");
    }
}

#[test]
fn equal_values_have_no_score_whatever_was_before() {
    let mut history = History::new(9, 20, 40);
    let noise = (0..5_000_u32).map(|i| (i % 13, history.next() as f64 / 7.0));
    let ticks: Vec<_> = noise.chain((0..13).map(|key| (key, 0.1))).collect();
    let seen = simulate((0..).zip(ticks), |x| {
        x.total(across(|tick: &(u32, f64)| tick.0, |tick: &(u32, f64)| tick.1).z_score())
    });
    assert!(seen[5_011].1.is_some() && seen[5_012].1.is_none());
}

#[test]
fn who_is_silent_for_the_span_of_a_window_is_out_of_it() {
    let prices = [(1, ('a', 9)), (2, ('b', 5)), (3, ('b', 6)), (5, ('c', 7))];
    let count = |all: Option<Rank>| all.map_or(0, |rank| rank.count);
    let seen = simulate(prices, |x| {
        x.window(Span::from_secs(3), across(|tick: &(char, i32)| tick.0, |tick: &(char, i32)| tick.1).rank())
            .map(count)
    });
    assert_eq!(seen, [(1, 1), (2, 2), (3, 2), (4, 1), (5, 2), (6, 1), (8, 0)]);
}
