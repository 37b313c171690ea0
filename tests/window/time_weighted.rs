//! Means over time give what the model gives, and what whole numbers give over long histories.

use std::collections::VecDeque;

use proptest::prelude::*;
use tidegate::model::{Occurrences, clock, event, forgetting, run::Run, window as model};
use tidegate::network::{Aggregate, Clock, Event, Fold, Windowed, simulate, time_weighted_mean};
use tidegate::time::{Span, Time};

use crate::history::History;
use crate::lists::{close, float, modelled};
use crate::timeline::{instants, occurrences, run_from};

type Mean = (i32, Option<f64>);

fn alike(found: &[Mean], expected: &[Mean]) -> bool {
    let same = |(x, y): (&Mean, &Mean)| x.0 == y.0 && close(x.1, y.1);
    found.len() == expected.len() && found.iter().zip(expected).all(same)
}

fn timed(run: &Run, a: &[Option<i64>]) -> Occurrences<(Time, f64)> {
    clock::timestamped(run, &event::map(float, a))
}

proptest! {
    #[test]
    fn of_windows_bars_and_all(list in instants(), n in 1_u64..9) {
        let (size, span, mean) = (n as usize, Span::from_secs(n), forgetting::time_weighted_mean);
        let found = [
            occurrences(run_from(0, &list, |a, _| a.map(float).timestamped().window(span, time_weighted_mean()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).timestamped().window_at(span, time_weighted_mean()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).timestamped().window_of(size, time_weighted_mean()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).timestamped().total(time_weighted_mean()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).timestamped().tick_bars(n, time_weighted_mean()))),
            occurrences(run_from(0, &list, |a, _| {
                a.map(float).timestamped().bars(span, Time::EPOCH, time_weighted_mean()).map(|bar| bar.value)
            })),
            occurrences(run_from(0, &list, |a, _| {
                let finite = |member: &(Time, f64)| member.1.is_finite();
                a.map(float).timestamped().window(span, time_weighted_mean().only(finite))
            })),
        ];
        let finite = |all: &[(Time, f64)]| {
            mean(&all.iter().copied().filter(|member| member.1.is_finite()).collect::<Vec<_>>())
        };
        let expected = [
            modelled(&list, |run, a| model::window(run, 0, span, mean, &timed(run, a))),
            modelled(&list, |run, a| model::window_at(run, 0, span, mean, &timed(run, a))),
            modelled(&list, |run, a| model::window_of(0, size, mean, &timed(run, a))),
            modelled(&list, |run, a| model::total(0, mean, &timed(run, a))),
            modelled(&list, |run, a| model::tick_bars(0, n, mean, &timed(run, a))),
            modelled(&list, |run, a| {
                event::map(|bar| bar.value, &model::bars(run, 0, span, Time::EPOCH, mean, &timed(run, a)))
            }),
            modelled(&list, |run, a| model::window(run, 0, span, finite, &timed(run, a))),
        ];
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!(alike(found, expected), "{:?}\n{:?}", found, expected);
        }
    }
}

/// The greatest part of its bound that an error has taken, in windows of up to `window` members.
fn worst(seed: u64, members: u64, window: usize) -> f64 {
    let mut history = History::new(seed, 20, 20);
    let fold = time_weighted_mean();
    let (mut state, mut all) = (fold.start(), VecDeque::<(i64, i128)>::new());
    let (mut at, mut sum, mut worst) = (0_i64, 0_i128, 0.0_f64);
    let (mut greatest, mut longest) = (0.0_f64, 0.0_f64);
    let timed = |(at, x): (i64, i128)| (Time::from_nanos(at), x as f64);
    for i in 0..members {
        let random = i.wrapping_mul(6_364_136_223_846_793_005) >> 33;
        at += match random % 1_000 {
            0 => (random % 1_000_003) as i64 * 1_000_000,
            some if some % 5 == 0 => 0,
            _ => (random % 1_000_003) as i64,
        };
        let member = (at, history.next());
        if all.len() == window {
            let gone = all.pop_front().expect("it is full");
            let next = all.front().copied();
            fold.leave(&mut state, &timed(gone), next.map(timed).as_ref());
            sum -= next.map_or(0, |next| gone.1 * i128::from(next.0 - gone.0));
        }
        if let Some(last) = all.back() {
            sum += last.1 * i128::from(at - last.0);
            longest = longest.max((at - last.0) as f64);
        }
        fold.arrive(&mut state, &timed(member));
        all.push_back(member);
        greatest = greatest.max(member.1.abs() as f64);
        if i % 10_007 == 0 {
            let bytes = postcard::to_allocvec(&state).expect("the state is data");
            state = postcard::from_bytes(&bytes).expect("and comes back");
        }
        let passed = at - all[0].0;
        let Some(found) = fold.out(&state) else {
            assert_eq!(passed, 0, "none only while no time has passed");
            continue;
        };
        let expected = sum as f64 / passed as f64;
        let steps = (i + 1) as f64 * window as f64;
        let drift = steps * greatest * longest * 2.0_f64.powi(-102) / passed as f64;
        let off = (found - expected).abs() - expected.abs() * 2.0_f64.powi(-50);
        assert!(off <= drift, "{found} for {expected} after {i}");
        worst = worst.max(off / drift);
    }
    worst
}

#[test]
fn they_keep_their_bound_over_a_million_members() {
    for window in [200, 3, usize::MAX] {
        println!("windows of {window}: {:e} of the bound", worst(window as u64 % 1_000, 300_000, window));
    }
}

#[test]
fn what_has_not_held_does_not_count() {
    let ticks =
        [(1, 5.0), (2, f64::NAN), (2, 7.0), (4, f64::INFINITY), (5, 9.0), (6, 1e300), (7, 2.0), (9, 0.0)];
    let seen = simulate(ticks, |x| x.timestamped().window_of(3, time_weighted_mean()));
    let seen: Vec<_> = seen.into_iter().map(|(_, mean)| mean).collect();
    // A NaN that was replaced in its own timestamp never held; one that holds now has not held yet.
    assert_eq!(seen[..4], [None, Some(5.0), Some(5.0), Some(7.0)]);
    assert!(seen[4..7].iter().all(|mean| mean.is_some_and(f64::is_nan)), "{seen:?}");
    // 1e300 from 6 to 7, then 2 from 7 to 9; as soon as the former is out nothing is left of it.
    let later = simulate([(6, 1e300), (7, 2.0), (9, 0.0), (10, 8.0)], |x| {
        x.timestamped().window_of(3, time_weighted_mean())
    });
    assert!(later[2].1.is_some_and(f64::is_nan));
    assert!(close(later[3].1, Some(4.0 / 3.0)));
}

#[test]
fn of_a_constant_it_is_the_constant() {
    let ticks = (0..1_000).map(|at| (at * (1 + at % 3), if at < 3 { 1e60 } else { 0.1 }));
    let mut at = 0;
    let ticks = ticks.map(|(by, x)| {
        at += by % 7;
        (at, x)
    });
    let seen = simulate(ticks.collect::<Vec<_>>(), |x| x.timestamped().window_of(20, time_weighted_mean()));
    assert!(seen[30..].iter().all(|(_, mean)| *mean == Some(0.1)), "{:?}", &seen[30..40]);
}

#[test]
fn times_that_go_back_are_times_at_which_nothing_has_passed() {
    let back = |x: &f64| (Time::from_secs((10.0 - x) as i32), *x);
    let seen = simulate([(0, 1.0), (1, 2.0), (2, 3.0)], |x| x.window_of(2, time_weighted_mean().of(back)));
    assert!(seen.iter().all(|(_, mean)| mean.is_none()));
}
