//! Laws of events without behaviors: `map`, `filter`, `merge`, `or`, `partition`, `scan`, `dedupe`, `once`.

use proptest::prelude::*;
use tidegate::network::{Event, never};

use crate::timeline::{instants, list_a, list_b, run};

/// Neither associative nor commutative.
fn odd_pair(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

proptest! {
    #[test]
    fn never_is_neutral_for_merge_and_or(list in instants()) {
        let a = list_a(&list);
        prop_assert_eq!(run(&list, |a, _| a.merge(never(), odd_pair)), a.clone());
        prop_assert_eq!(run(&list, |a, _| never().merge(a, odd_pair)), a.clone());
        prop_assert_eq!(run(&list, |a, _| a.or(never())), a.clone());
        prop_assert_eq!(run(&list, |a, _| never().or(a)), a);
    }

    #[test]
    fn never_stays_silent_under_every_adaptor(list in instants()) {
        let silent = vec![None; list.len()];
        prop_assert_eq!(run(&list, |_, _| never::<i64>().map(|x| x + 1)), silent.clone());
        prop_assert_eq!(run(&list, |_, _| never::<i64>().scan(0, |s, x| s + x)), silent.clone());
        prop_assert_eq!(run(&list, |_, _| never::<i64>().map_accum(0, |s, x| { *s += x; *s })), silent.clone());
        prop_assert_eq!(run(&list, |a, _| never::<i64>().sample(a.hold(0), |x, b| x + b)), silent.clone());
        prop_assert_eq!(run(&list, |a, _| never::<i64>().with_latest(a, 0, |x, b| x + b)), silent.clone());
        prop_assert_eq!(run(&list, |_, _| never::<i64>().dedupe().once().share()), silent);
    }

    #[test]
    fn merge_gives_both_where_both_occur_and_the_one_elsewhere(list in instants()) {
        let expected: Vec<_> = list.iter().map(|at| match (at.a, at.b) {
            (Some(x), Some(y)) => Some(odd_pair(x, y)),
            (one, None) | (None, one) => one,
        }).collect();
        prop_assert_eq!(run(&list, |a, b| a.merge(b, odd_pair)), expected);
    }

    #[test]
    fn merging_an_event_with_itself_keeps_its_occurrences(list in instants()) {
        prop_assert_eq!(run(&list, |a, _| a.merge(a, i64::max)), list_a(&list));
        let twice = run(&list, |a, _| a.merge(a, odd_pair));
        prop_assert_eq!(twice, list_a(&list).iter().map(|x| x.map(|x| odd_pair(x, x))).collect::<Vec<_>>());
    }

    #[test]
    fn merge_is_associative_and_commutative_if_its_function_is(list in instants()) {
        let left = run(&list, |a, b| a.merge(b, |x, y| x + y).merge(a.map(|x| x * 7), |x, y| x + y));
        let right = run(&list, |a, b| a.merge(b.merge(a.map(|x| x * 7), |x, y| x + y), |x, y| x + y));
        prop_assert_eq!(left, right);
        prop_assert_eq!(run(&list, |a, b| a.merge(b, i64::min)), run(&list, |a, b| b.merge(a, i64::min)));
        let turned = run(&list, |a, b| b.merge(a, |y, x| odd_pair(x, y)));
        prop_assert_eq!(run(&list, |a, b| a.merge(b, odd_pair)), turned);
    }

    #[test]
    fn or_prefers_its_left_side(list in instants()) {
        let expected: Vec<_> = list.iter().map(|at| at.a.or(at.b)).collect();
        prop_assert_eq!(run(&list, |a, b| a.or(b)), expected.clone());
        prop_assert_eq!(run(&list, |a, b| a.merge(b, |x, _| x)), expected);
    }

    #[test]
    fn map_distributes_over_filter_and_merge(list in instants()) {
        let before = run(&list, |a, _| a.map(|x| x * 3).filter(|x| x % 2 == 0));
        let after = run(&list, |a, _| a.filter(|x| (x * 3) % 2 == 0).map(|x| x * 3));
        prop_assert_eq!(before, after);
        let before = run(&list, |a, b| a.or(b).map(|x| x * 3));
        let after = run(&list, |a, b| a.map(|x| x * 3).or(b.map(|x| x * 3)));
        prop_assert_eq!(before, after);
        let one = run(&list, |a, _| a.map(|x| x * 3).map(|x| x + 1));
        prop_assert_eq!(one, run(&list, |a, _| a.map(|x| x * 3 + 1)));
    }

    #[test]
    fn filter_map_is_map_and_filter_in_one(list in instants()) {
        let expected = run(&list, |a, _| a.filter(|x| *x > 0).map(|x| x * x));
        prop_assert_eq!(run(&list, |a, _| a.filter_map(|x| (x > 0).then_some(x * x))), expected.clone());
        prop_assert_eq!(run(&list, |a, _| a.filter_map_ref(|x| (*x > 0).then_some(x * x))), expected);
        prop_assert_eq!(run(&list, |a, _| a.map_ref(|x| x + 1)), run(&list, |a, _| a.map(|x| x + 1)));
    }

    #[test]
    fn scan_ref_is_scan_by_reference(list in instants()) {
        let expected = run(&list, |a, _| a.scan(1, |s, x| s * 3 + x));
        prop_assert_eq!(run(&list, |a, _| a.scan_ref(1, |s, x| s * 3 + x)), expected);
    }

    #[test]
    fn the_sides_of_a_partition_never_coincide_and_cover_the_source(list in instants()) {
        let sides = run(&list, |a, _| {
            let (even, odd) = a.partition(|x| x % 2 == 0);
            even.map(|x| (Some(x), None)).merge(odd.map(|x| (None, Some(x))), |x, y| (x.0, y.1))
        });
        for (side, source) in sides.iter().zip(list_a(&list)) {
            match (side, source) {
                (None, None) => {}
                (Some((Some(x), None)), Some(y)) => prop_assert!(*x == y && y % 2 == 0),
                (Some((None, Some(x))), Some(y)) => prop_assert!(*x == y && y % 2 != 0),
                other => prop_assert!(false, "both sides, or one without its source: {:?}", other),
            }
        }
    }

    #[test]
    fn scan_and_map_accum_run_through_the_list(list in instants()) {
        let mut sum = 0;
        let sums: Vec<_> = list.iter().map(|at| at.a.map(|x| { sum = odd_pair(sum, x); sum })).collect();
        prop_assert_eq!(run(&list, |a, _| a.scan(0, |s, x| odd_pair(*s, x))), sums.clone());
        prop_assert_eq!(run(&list, |a, _| a.map_accum(0, |s, x| { *s = odd_pair(*s, x); *s })), sums);
    }

    #[test]
    fn dedupe_drops_what_equals_the_last_one_let_through(list in instants()) {
        let mut last = None;
        let expected: Vec<_> = list.iter().map(|at| {
            let fresh = at.a.filter(|x| last != Some(*x));
            last = fresh.or(last);
            fresh
        }).collect();
        prop_assert_eq!(run(&list, |a, _| a.dedupe()), expected.clone());
        prop_assert_eq!(run(&list, |a, _| a.dedupe().dedupe()), expected);
    }

    #[test]
    fn once_is_the_first_occurrence_and_nothing_else(list in instants()) {
        let first = list.iter().position(|at| at.a.is_some());
        let expected: Vec<_> = (0..list.len()).map(|at| list[at].a.filter(|_| Some(at) == first)).collect();
        prop_assert_eq!(run(&list, |a, _| a.once()), expected);
    }

    #[test]
    fn an_instant_in_which_nothing_occurs_changes_nothing(list in instants()) {
        let silent: Vec<_> = list.iter().map(|at| crate::timeline::Instant { a: None, b: None, ..*at }).collect();
        let stretched: Vec<_> = list.iter().zip(&silent).flat_map(|(some, none)| [*some, *none]).collect();
        let wire = |a: tidegate::network::Shared<i64>, b: tidegate::network::Shared<i64>| {
            a.sample(b.hold(0), odd_pair).with_latest(b.dedupe(), 0, |x, y| odd_pair(x, *y)).scan(0, |s, x| s ^ x)
        };
        let all = run(&stretched, wire);
        prop_assert!(all.iter().skip(1).step_by(2).all(Option::is_none));
        prop_assert_eq!(all.into_iter().step_by(2).collect::<Vec<_>>(), run(&list, wire));
        prop_assert_eq!(list_b(&silent), vec![None; list.len()]);
    }
}
