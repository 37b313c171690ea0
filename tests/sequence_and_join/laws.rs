//! How sequences and joins follow from each other and from the core.

use proptest::prelude::*;
use tidegate::network::{
    Boxed, EitherOrBoth, Event, Join, Sequence, Shared, accumulate, collect_all, first_of, merge_all, never,
};
use tidegate::time::Span;

use crate::timeline::{instants, list_a, run};

/// Neither associative nor commutative.
fn odd(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

/// Two parts that never coincide and together are the source.
fn tile<X, Y>(x: X, y: Y) -> impl Event<Item = i64>
where
    X: Event<Item = i64>,
    Y: Event<Item = i64>,
{
    x.merge_with(y, |x| x, |y| y, |_, _| panic!("the two coincide"))
}

proptest! {
    #[test]
    fn what_cuts_an_event_tiles_it(list in instants(), n in 0_u64..6) {
        let a = list_a(&list);
        let small = |x: &i64| *x < 2;
        prop_assert_eq!(run(&list, |a, _| tile(a.take(n), a.skip(n))), a.clone());
        prop_assert_eq!(run(&list, |a, _| tile(a.take_while(small), a.skip_while(small))), a.clone());
        prop_assert_eq!(run(&list, |a, b| tile(a.take_until(b), a.skip_until(b))), a.clone());
        prop_assert_eq!(run(&list, |a, b| tile(a.unless(b), a.coincide(b, |a, _| a))), a.clone());
        prop_assert_eq!(run(&list, |a, _| {
            let (ok, err) = a.try_map(|x| if x > 0 { Ok(x) } else { Err(x) });
            tile(ok, err)
        }), a);
    }

    #[test]
    fn neighbours_are_told_in_several_ways(list in instants()) {
        let previous = run(&list, |a, _| a.pairwise().map(|(previous, _)| previous));
        prop_assert_eq!(&previous, &run(&list, |a, _| a.delay_n(1)));
        prop_assert_eq!(&previous, &run(&list, |a, _| a.with_previous(0).skip(1).map(|(previous, _)| previous)));
        prop_assert_eq!(run(&list, |a, _| a.difference()), run(&list, |a, _| a.pairwise().map(|(p, x)| x - p)));
        prop_assert_eq!(run(&list, |a, _| a.with_previous(7)), run(&list, |a, _| a.sample(a.hold(7), |x, p| (p, x))));
    }

    #[test]
    fn sequences_of_the_core_are_special_cases(list in instants()) {
        prop_assert_eq!(run(&list, |a, _| a.take(1)), run(&list, |a, _| a.once()));
        prop_assert_eq!(run(&list, |a, _| a.dedupe_by(|x, y| x == y)), run(&list, |a, _| a.dedupe()));
        prop_assert_eq!(run(&list, |a, _| a.dedupe_by_key(|x| *x)), run(&list, |a, _| a.dedupe()));
        prop_assert_eq!(run(&list, |a, _| a.count()), run(&list, |a, _| a.scan(0, |n, _| n + 1)));
        prop_assert_eq!(run(&list, |a, _| a.enumerate()), run(&list, |a, _| {
            let a = a.share();
            a.count().coincide(a, |n, x| (n - 1, x))
        }));
        prop_assert_eq!(run(&list, |a, _| a.every_nth(1)), list_a(&list));
        prop_assert_eq!(run(&list, |a, _| a.delay_n(0)), list_a(&list));
        let fallible = run(&list, |a, _| a.try_scan(0, |s, x| Ok::<_, ()>(odd(*s, x))).0);
        prop_assert_eq!(fallible, run(&list, |a, _| a.scan(0, |s, x| odd(*s, x))));
    }

    #[test]
    fn joins_of_a_list_are_nested_joins_of_two(list in instants()) {
        let three = |a: Shared<i64>, b: Shared<i64>| [a.boxed(), b.boxed(), a.map(|x| x - 1).boxed()];
        let merged = run(&list, |a, b| merge_all(three(a, b), odd));
        prop_assert_eq!(merged, run(&list, |a, b| a.merge(b, odd).merge(a.map(|x| x - 1), odd)));
        let first = run(&list, |a, b| first_of(three(a, b)));
        prop_assert_eq!(first, run(&list, |a, b| a.or(b).or(a.map(|x| x - 1))));
        let collected = run(&list, |a, b| collect_all([a, b]).map(|all| all.to_vec()));
        let either = run(&list, |a, b| a.either(b).map(|x| match x {
            EitherOrBoth::Left(a) => vec![(0, a)],
            EitherOrBoth::Right(b) => vec![(1, b)],
            EitherOrBoth::Both(a, b) => vec![(0, a), (1, b)],
        }));
        prop_assert_eq!(collected, either);
    }

    #[test]
    fn a_list_without_events_is_never_and_neutral(list in instants()) {
        let silent = vec![None; list.len()];
        let none = Vec::<Boxed<i64>>::new;
        prop_assert_eq!(run(&list, |_, _| merge_all(none(), odd)), silent.clone());
        prop_assert_eq!(run(&list, |_, _| first_of(none())), silent.clone());
        prop_assert_eq!(run(&list, |_, _| collect_all(none()).map(|all| all.len() as i64)), silent.clone());
        prop_assert_eq!(run(&list, |_, _| accumulate(3_i64)), silent);
        prop_assert_eq!(run(&list, |a, _| merge_all([a.boxed(), never().boxed()], odd)), list_a(&list));
    }

    #[test]
    fn an_accumulation_of_one_event_is_a_scan_and_of_two_a_scan_of_both(list in instants()) {
        let one = run(&list, |a, _| accumulate(2).on(a, |s, x| odd(*s, x)));
        prop_assert_eq!(one, run(&list, |a, _| a.scan(2, |s, x| odd(*s, x))));
        let two = run(&list, |a, b| accumulate(2).on(a, |s, x| odd(*s, x)).on(b, |s, x| s - x));
        prop_assert_eq!(two, run(&list, |a, b| a.either(b).scan(2, |s, x| match x {
            EitherOrBoth::Left(a) => odd(*s, a),
            EitherOrBoth::Right(b) => s - b,
            EitherOrBoth::Both(a, b) => odd(*s, a) - b,
        })));
    }

    #[test]
    fn joins_by_time_without_limits_are_joins_by_order(list in instants()) {
        let latest = run(&list, |a, b| a.with_latest(b.map(Some), None, |a, b| (a, *b)));
        prop_assert_eq!(run(&list, |a, b| a.as_of(b, Span::MAX)), latest);
        let itself = run(&list, |a, _| a.synchronise(a, Span::ZERO));
        prop_assert_eq!(itself, run(&list, |a, _| a.map(|x| (x, x))));
        let turned = run(&list, |a, b| b.synchronise(a, Span::from_secs(2)).map(|(b, a)| (a, b)));
        prop_assert_eq!(run(&list, |a, b| a.synchronise(b, Span::from_secs(2))), turned);
    }

    #[test]
    fn what_does_not_wait_comes_alone(list in instants()) {
        let alone: Vec<_> = list_a(&list).into_iter().map(|x| x.map(|x| vec![x])).collect();
        prop_assert_eq!(run(&list, |a, _| a.batch_on(a)), alone.clone());
        prop_assert_eq!(run(&list, |a, _| a.buffer_while(never(), 1).map(|r| r.values)), alone);
        prop_assert_eq!(run(&list, |a, _| a.map(Some).unroll()), list_a(&list));
        let by_key = run(&list, |a, _| a.per_key(|x| x % 2, |_, own| own).map(|burst| burst.len()));
        let unrolled = run(&list, |a, _| a.per_key(|x| x % 2, |_, own| own).unroll().map_to(1_usize));
        prop_assert_eq!(by_key, unrolled);
    }
}
