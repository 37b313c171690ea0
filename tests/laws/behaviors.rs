//! Laws of behaviors: what is held shows strictly after its instant, and sampling is pointwise.

use proptest::prelude::*;
use tidegate::network::{Behavior, Event, constant, feedback, forward};

use crate::timeline::{held, instants, list_a, list_b, run};

proptest! {
    #[test]
    fn a_held_value_shows_strictly_after_its_instant(list in instants()) {
        let entry = held(&list_a(&list), 100);
        let expected: Vec<_> = list.iter().zip(&entry).map(|(at, held)| at.b.map(|b| (b, *held))).collect();
        prop_assert_eq!(run(&list, |a, b| b.sample(a.hold(100), |b, held| (b, held))), expected);
        let own: Vec<_> = list.iter().zip(&entry).map(|(at, held)| at.a.map(|_| *held)).collect();
        prop_assert_eq!(run(&list, |a, _| a.sample(a.hold(100), |_, held| held)), own);
    }

    #[test]
    fn the_order_in_which_holds_and_samplers_are_written_does_not_show(list in instants()) {
        let sampler_first = run(&list, |a, b| {
            let (held, duty) = forward(100);
            let sampled = b.sample(held, |b, held| (b, held)).share();
            duty.bind(a);
            sampled
        });
        prop_assert_eq!(sampler_first, run(&list, |a, b| b.sample(a.hold(100), |b, held| (b, held))));
    }

    #[test]
    fn with_latest_includes_the_running_instant(list in instants()) {
        let mut latest = 100;
        let expected: Vec<_> = list.iter().map(|at| {
            latest = at.b.unwrap_or(latest);
            at.a.map(|a| (a, latest))
        }).collect();
        prop_assert_eq!(run(&list, |a, b| a.with_latest(b, 100, |a, b| (a, *b))), expected);
    }

    #[test]
    fn with_latest_is_what_a_sample_shows_one_instant_later(list in instants()) {
        let including = run(&list, |a, b| a.with_latest(b, 100, |_, b| *b));
        let after = held(&[list_b(&list), vec![None]].concat(), 100);
        for (at, including) in including.into_iter().enumerate() {
            prop_assert_eq!(including, list[at].a.map(|_| after[at + 1]));
        }
    }

    #[test]
    fn sampling_commutes_with_map_and_lift2(list in instants()) {
        let lifted = run(&list, |a, b| {
            let (p, q) = (a.hold(1), b.map(|b| b * 10).hold(2));
            a.sample(p.map(|p| p + 3).lift2(q, |p, q| p * 100 - q), |_, v| v)
        });
        let apart = run(&list, |a, b| {
            let (p, q) = (a.hold(1), b.map(|b| b * 10).hold(2));
            a.sample(p, |_, p| p).sample(q, |p, q| (p + 3) * 100 - q)
        });
        prop_assert_eq!(lifted, apart);
    }

    #[test]
    fn a_constant_is_neutral_for_sampling(list in instants()) {
        prop_assert_eq!(run(&list, |a, _| a.sample(constant(0), |a, zero| a + zero)), list_a(&list));
    }

    #[test]
    fn a_gate_is_a_sample_and_a_filter(list in instants()) {
        let gate = run(&list, |a, b| a.gate(b.hold(0).map(|b| b >= 0)));
        let both = run(&list, |a, b| {
            a.sample(b.hold(0), |a, b| (a, b)).filter(|(_, b)| *b >= 0).map(|(a, _)| a)
        });
        prop_assert_eq!(gate, both);
    }

    #[test]
    fn a_boxed_behavior_is_the_behavior(list in instants()) {
        let plain = run(&list, |a, b| {
            let sum = a.hold(1).lift2(b.hold(2), |a, b| a * 7 + b);
            a.or(b).sample(sum.map(|s| s - 1).lift2(sum, |s, t| s * t), |x, s| (x, s))
        });
        let boxed = run(&list, |a, b| {
            let sum = a.hold(1).boxed().lift2(b.hold(2).boxed(), |a, b| a * 7 + b).boxed();
            a.or(b).sample(sum.clone().map(|s| s - 1).boxed().lift2(sum, |s, t| s * t).boxed(), |x, s| (x, s))
        });
        prop_assert_eq!(plain, boxed);
    }

    #[test]
    fn a_feedback_is_recursion_on_the_list(list in instants()) {
        // The position takes orders while it stays small, and is reset by the other input.
        let mut position: i64 = 0;
        let expected: Vec<_> = list.iter().map(|at| {
            let entry = position;
            let accepted = at.a.filter(|order| (entry + order).abs() <= 6);
            if let Some(order) = accepted {
                position = entry + order;
            }
            if at.b.is_some() {
                position = 0;
            }
            accepted.map(|order| (order, entry))
        }).collect();
        let found = run(&list, |orders, resets| feedback(0, |position| {
            let accepted = orders.sample(position, |order, entry| (order, entry))
                .filter(|(order, entry)| (entry + order).abs() <= 6).share();
            (resets.map(|_| 0).or(accepted.map(|(order, entry)| entry + order)), accepted)
        }));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn two_feedbacks_through_each_other_have_one_solution(list in instants()) {
        let (mut x, mut y) = (1_i64, 2_i64);
        let expected: Vec<_> = list.iter().map(|at| {
            let entry = (x, y);
            if at.a.is_some() {
                x = entry.1.wrapping_add(at.a?);
            }
            if at.b.is_some() {
                y = entry.0.wrapping_mul(3);
            }
            at.a.or(at.b).map(|_| entry)
        }).collect();
        let found = run(&list, |a, b| {
            let ((x, next_x), (y, next_y)) = (forward(1_i64), forward(2_i64));
            next_x.bind(a.sample(y, |a, y| y.wrapping_add(a)));
            next_y.bind(b.sample(x, |_, x| x.wrapping_mul(3)));
            a.or(b).sample(x.lift2(y, |x, y| (x, y)), |_, entry| entry)
        });
        prop_assert_eq!(found, expected);
    }
}
