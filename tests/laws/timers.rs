//! Laws of what happens by itself: `delay`, `every`, `after`.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tidegate::network::{Clock, Event, after, every};
use tidegate::time::Span;

use crate::timeline::{AFTERWARDS, Instant, instants, occurrences, run_from};

/// What a delayed input meets: the n-th occurrence that is due at a second comes in its n-th instant.
fn delayed(list: &[Instant], by: i32) -> Vec<(i32, Option<i64>, Option<i64>)> {
    let mut seconds: BTreeMap<i32, (Vec<i64>, Vec<Option<i64>>)> = BTreeMap::new();
    for instant in list {
        seconds.entry(instant.at).or_default().1.push(instant.b);
        if let Some(value) = instant.a {
            seconds.entry(instant.at + by).or_default().0.push(value);
        }
    }
    let meet = |(at, (due, bs)): (i32, (Vec<i64>, Vec<Option<i64>>))| {
        let count = due.len().max(bs.len());
        (0..count).map(move |n| (at, due.get(n).copied(), bs.get(n).copied().flatten())).collect::<Vec<_>>()
    };
    seconds.into_iter().flat_map(meet).filter(|(_, due, b)| due.is_some() || b.is_some()).collect()
}

proptest! {
    #[test]
    fn each_occurrence_comes_again_after_the_span_and_meets_what_is_stamped_so(
        list in instants(), by in 1_i32..6,
    ) {
        let met = run_from(0, &list, |a, b| {
            let a = a.delay(Span::from_secs(by as u64)).map(|a| (Some(a), None));
            a.merge(b.map(|b| (None, Some(b))), |a, b| (a.0, b.1))
        });
        let met: Vec<_> = occurrences(met).into_iter().map(|(at, (a, b))| (at, a, b)).collect();
        prop_assert_eq!(met, delayed(&list, by));
    }

    #[test]
    fn delays_add_up(list in instants(), first in 1_u64..4, second in 1_u64..4) {
        let twice = run_from(0, &list, |a, _| a.delay(Span::from_secs(first)).delay(Span::from_secs(second)));
        let once = run_from(0, &list, |a, _| a.delay(Span::from_secs(first + second)));
        prop_assert_eq!(occurrences(twice), occurrences(once));
    }

    #[test]
    fn a_timer_counts_from_the_start_and_never_drifts(list in instants(), period in 1_u64..5) {
        let seen = occurrences(run_from(0, &list, |_, _| every(Span::from_secs(period))));
        let end = list.last().map_or(0, |last| last.at) as u64 + AFTERWARDS;
        let expected: Vec<i32> = (1..).map(|n| n * period).take_while(|at| *at < end).map(|at| at as i32).collect();
        prop_assert_eq!(seen.iter().map(|seen| seen.0).collect::<Vec<_>>(), expected);
        prop_assert!(seen.iter().all(|(at, due)| due.nanos() == i64::from(*at) * 1_000_000_000));
    }

    #[test]
    fn an_alarm_comes_once_and_with_the_inputs_of_its_second(list in instants(), span in 1_i32..20) {
        let seen = run_from(0, &list, |a, _| {
            let bell = after(Span::from_secs(span as u64)).map(|_| (true, None));
            bell.merge(a.map(|a| (false, Some(a))), |bell, a| (bell.0, a.1))
        });
        let first = list.iter().find(|instant| instant.at == span);
        let bells: Vec<_> = occurrences(seen).into_iter().filter(|(_, (bell, _))| *bell).collect();
        prop_assert_eq!(bells, [(span, (true, first.and_then(|instant| instant.a)))]);
    }
}

#[test]
fn two_occurrences_of_one_timestamp_stay_two_instants_in_order() {
    let at = |at, a| Instant { at, a: Some(a), b: None };
    let list = [at(1, 5), at(1, 5), at(1, 4)];
    let seen = run_from(0, &list, |a, _| a.delay(Span::from_secs(2)));
    assert_eq!(occurrences(seen), [(3, 5), (3, 5), (3, 4)], "and equal values are not merged");
}

#[test]
fn a_loop_through_a_delay_runs_by_itself() {
    use tidegate::network::feedback;
    let list = [Instant { at: 1, a: Some(3), b: None }];
    let seen = run_from(0, &list, |a, _| {
        feedback(0, |left| {
            let asked =
                a.or(every(Span::from_secs(1)).sample(left, |_, left| left - 1).filter(|left| *left >= 0));
            let asked = asked.share();
            (asked, asked)
        })
    });
    assert_eq!(occurrences(seen), [(1, 3), (2, 2), (3, 1), (4, 0)]);
}
