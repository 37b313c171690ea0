//! Dynamic combinators against the model, on random lists with coincidences and repeated timestamps.

use proptest::prelude::*;
use tidegate::model::run::Run;
use tidegate::model::{Occurrences, behavior, dynamic, event};
use tidegate::network::{Behavior, BuildError, Event, Network, constant, feedback};
use tidegate::time::Time;

use crate::timeline::{Instant, instants, run_from};

type List = [Option<i64>];

fn lists(list: &[Instant]) -> (Run, Occurrences<i64>, Occurrences<i64>) {
    let of = |side: fn(&Instant) -> Option<i64>| list.iter().map(side).collect();
    (Run::untimed(list.len()), of(|at| at.a), of(|at| at.b))
}

/// The network and the model of each law, over the same inputs, instant by instant.
macro_rules! agree {
    ($($name:ident: $wire:expr, $program:expr;)*) => { $(
        #[test]
        fn $name() {
            proptest!(ProptestConfig::with_cases(200), |(list in instants())| {
                let found: Vec<_> = run_from(0, &list, $wire).into_iter().map(|at| at.1).collect();
                let (run, a, b) = lists(&list);
                #[allow(clippy::redundant_closure_call)]
                let expected = $program(&run, &a[..], &b[..]);
                prop_assert_eq!(found, expected);
            });
        }
    )* };
}

fn key(x: &i64) -> i64 {
    x.rem_euclid(3)
}

agree! {
    keys_that_are_removed_begin_anew:
        |a, b| {
            let sums = a.keyed(key).removed_by(b.map(|b| b.rem_euclid(4))).each(|key, own| own.scan(*key, |s, x| s + x));
            sums.map(|burst| burst.into_iter().collect::<Vec<_>>())
        },
        |run: &Run, a: &List, b: &List| {
            let removed = event::map(|b: i64| b.rem_euclid(4), b);
            let sums = |c: usize, key: &i64, own: &List| event::scan(c, *key, |s, x| s + x, own);
            dynamic::keyed(run, 0, key, None, &removed, sums, a).0
        };
    parts_that_are_removed_hear_their_last_instant:
        |a, b| {
            // Every part reads b from outside, also in the instant that removes it.
            let sums = a.keyed(key).removed_by(b.map(|b| b.rem_euclid(4))).each(move |_, own| own.merge(b, |x, y| 10 * x + y).share());
            sums.map(|burst| burst.into_iter().collect::<Vec<_>>())
        },
        |run: &Run, a: &List, b: &List| {
            let removed = event::map(|b: i64| b.rem_euclid(4), b);
            let sums = |_: usize, _: &i64, own: &List| event::merge(|x, y| 10 * x + y, own, b);
            dynamic::keyed(run, 0, key, None, &removed, sums, a).0
        };
    a_limit_lets_so_many_keys_live:
        |a, b| {
            let keyed = a.keyed(key).removed_by(b.map(|b| b.rem_euclid(4))).limit(2);
            let (sums, refused) = keyed.each(|key, own| own.scan(*key, |s, x| s + x));
            let sums = sums.map(|burst| (burst.into_iter().collect::<Vec<_>>(), None));
            sums.merge(refused.map(|x| (Vec::new(), Some(x))), |sums, refused| (sums.0, refused.1))
        },
        |run: &Run, a: &List, b: &List| {
            let removed = event::map(|b: i64| b.rem_euclid(4), b);
            let sums = |c: usize, key: &i64, own: &List| event::scan(c, *key, |s, x| s + x, own);
            let (sums, refused) = dynamic::keyed(run, 0, key, Some(2), &removed, sums, a);
            let sums = event::map(|burst: Vec<(i64, i64)>| (burst, None), &sums);
            let refused = event::map(|x: i64| (Vec::new(), Some(x)), &refused);
            event::merge(|sums, refused| (sums.0, refused.1), &sums, &refused)
        };
    switches_tile_the_time:
        |a, b| a.switch(b, move |v| { let v = *v; b.scan(v, |s, x| s + x) }),
        |run: &Run, a: &List, b: &List| dynamic::switch(run, 0, |_| b.to_vec(), |c, v| event::scan(c, *v, |s, x| s + x, b), a);
    switches_inside_switches:
        |a, b| a.switch(b, move |v| {
            let v = *v;
            b.switch(a, move |w| { let w = *w; a.scan(v + w, |s, x| s + x).share() })
        }),
        |run: &Run, a: &List, b: &List| dynamic::switch(run, 0, |_| b.to_vec(), |c, v| {
            dynamic::switch(run, c, |_| a.to_vec(), |c, w| event::scan(c, v + w, |s, x| s + x, a), b)
        }, a);
    changes_of_a_switched_behavior:
        |a, b| {
            let b_held = b.hold(7);
            a.switch_behavior(b_held, move |v| { let v = *v; b_held.lift2(a.hold(v), move |x, y| (x + y + v) / 4) }).changes()
        },
        |run: &Run, a: &List, b: &List| {
            let held = behavior::hold(0, 7, b);
            let part = |c: usize, v: &i64| behavior::lift2(|x, y| (x + y + v) / 4, &held, &behavior::hold(c, *v, a));
            dynamic::changes(&dynamic::switch_behavior(run, 0, |_| held.clone(), part, a))
        };
    changes_of_a_switch_chosen_by_a_part:
        |a, b| a.per_key(key, move |_, own| {
            let held = own.hold(0);
            b.switch_behavior(constant(0), move |v| { let v = *v; held.map(move |h| h.min(v)) }).changes()
        }).map(|burst| burst.into_iter().collect::<Vec<_>>()),
        |run: &Run, a: &List, b: &List| dynamic::per_key(run, 0, key, |c, _, own: &List| {
            let held = behavior::hold(c, 0, own);
            let part = |_: usize, v: &i64| behavior::map(|h: i64| h.min(*v), &held);
            let zero = behavior::constant(own.len(), 0);
            let changes = dynamic::changes(&dynamic::switch_behavior(run, c, |_| zero.clone(), part, b));
            // A part that is not there yet says nothing.
            changes.into_iter().enumerate().map(|(t, x)| x.filter(|_| t >= c)).collect()
        }, a);
    frozen_values_are_those_on_entry:
        |a, b| a.per_key(key, move |_, own| {
            let first = b.hold(9).frozen();
            own.sample(first, |x, first| (x, first))
        }).map(|burst| burst.into_iter().collect::<Vec<_>>()),
        |run: &Run, a: &List, b: &List| dynamic::per_key(run, 0, key, |c, _, own: &List| {
            event::sample(|x, first| (x, first), &dynamic::frozen(c, &behavior::hold(c, 9, b)), own)
        }, a);
}

#[test]
fn the_changes_of_a_loop_are_refused_inside_it() {
    let refused = Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input::<i64>();
        let changes = feedback(0, |b| (x, b.map(|b| b + 1).changes().share()));
        let _ = border.output(changes);
    });
    assert!(matches!(refused, Err(BuildError::Ahead { .. })), "{refused:?}");
}

#[test]
fn the_changes_of_a_switch_to_a_loop_are_refused_when_it_is_made() {
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let changes = feedback(0, |b| (x, x.switch_behavior(constant(0), move |_| b).changes().share()));
        let _ = border.output(changes);
        input
    })
    .expect("at first nothing of the loop is selected");
    let refused = network.feed(Time::from_secs(1), &input, 1).expect_err("now it is");
    assert!(refused.to_string().contains("forward"), "{refused}");
}
