//! Feedback into sub-networks and across switches, without any shift in time.

use tidegate::network::{Behavior, Event, constant, feedback, never, simulate};

#[test]
fn a_loop_may_lead_through_a_switch() {
    // The total chooses what is added: the plain number while it is small, its negative when it is large.
    let totals = simulate((1..=6).map(|n| (n, 2_i64)), |x| {
        feedback(0_i64, |total| {
            let large = x.sample(total, |_, total| total >= 4).dedupe();
            let step = large.switch(x, move |large| {
                let sign = if *large { -1 } else { 1 };
                x.map(move |x| sign * x)
            });
            let sums = step.sample(total, |step, total| total + step).share();
            (sums, sums)
        })
    });
    // At 3 the total on entry is 4: the switch is made then and heard from 4 on; at 5 it is 2 on entry.
    assert_eq!(totals, [(1, 2), (2, 4), (3, 6), (4, 4), (5, 2), (6, 0)]);
}

#[test]
fn a_loop_may_close_inside_a_part() {
    // Each key refuses what would take its own sum beyond three.
    let accepted = simulate([(1, 1), (2, 11), (3, 2), (4, 12), (5, 1), (6, 11)], |x| {
        let parts = x.per_key(
            |x| x / 10,
            |_, own| {
                feedback(0, move |sum| {
                    let sums = own.sample(sum, |x, sum| sum + x % 10).filter(|sum| *sum <= 3).share();
                    (sums, sums)
                })
            },
        );
        parts.map(|burst| burst.into_iter().collect::<Vec<_>>())
    });
    assert_eq!(accepted, [(1, vec![(0, 1)]), (2, vec![(1, 1)]), (3, vec![(0, 3)]), (4, vec![(1, 3)])]);
}

#[test]
fn a_part_may_read_the_loop_around_it() {
    // Every number makes a part that adds it to what the loop holds when the next one comes.
    let sums = simulate([(1, 1), (2, 10), (3, 100)], |x| {
        feedback(0, |last| {
            let switched = x.switch(never(), move |v| {
                let v = *v;
                x.sample(last, move |x, last| last + x + v)
            });
            (switched, switched)
        })
    });
    assert_eq!(sums, [(2, 11), (3, 121)]);
}

#[test]
fn a_switched_behavior_may_be_held_by_what_it_decides() {
    let seen = simulate([(1, 1), (2, 1), (3, 1)], |x| {
        feedback(1, |factor| {
            let scaled = x.switch_behavior(constant(0), move |_| factor.map(|f| 10 * f));
            let next = x.sample(factor, |_, f| f + 1);
            (next, x.sample(scaled, |_, scaled| scaled))
        })
    });
    assert_eq!(seen, [(1, 0), (2, 20), (3, 30)]);
}
