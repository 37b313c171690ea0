//! Networks give what the model gives, with alarms and parts of their own.

use proptest::prelude::*;
use tidegate::model::run::{Phase, Run, drive};
use tidegate::model::{Occurrences, behavior, clock, dynamic, event};
use tidegate::network::{Burst, Clock, Event, Shared, after, every, feedback};
use tidegate::time::{Span, Time};

use crate::timeline::{AFTERWARDS, Instant, instants, occurrences, run_from};

type List = [Option<i64>];

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn odd(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

/// What the model makes of a list of instants: with its second, what occurs.
fn modelled<B: Clone>(
    list: &[Instant],
    program: impl Fn(&Run, &List, &List) -> Occurrences<B>,
) -> Vec<(i32, B)> {
    let rounds: Vec<_> = list.iter().map(|at| (Time::from_secs(at.at), (at.a, at.b))).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(secs(AFTERWARDS));
    let before_end = Time::from_nanos(end.nanos() - 1);
    let (run, found) = drive(Time::EPOCH, &rounds, before_end, |run, both| {
        let (a, b) = (event::filter_map(|both| both.0, both), event::filter_map(|both| both.1, both));
        program(run, &a, &b)
    });
    let second = |at: Time| (at.nanos() / 1_000_000_000) as i32;
    run.stamped(&found).into_iter().map(|(at, x)| (second(at), x)).collect()
}

/// The network and the program of each law, over the same inputs.
macro_rules! agree {
    ($($name:ident: $wire:expr, $program:expr;)*) => { $(
        #[test]
        fn $name() {
            proptest!(ProptestConfig::with_cases(64), |(list in instants())| {
                let found = occurrences(run_from(0, &list, $wire));
                prop_assert_eq!(found, modelled(&list, $program));
            });
        }
    )* };
}

/// The parts of a burst.
fn parts(bursts: impl Event<Item = Burst<i64, i64>>) -> impl Event<Item = Vec<(i64, i64)>> {
    bursts.map(|burst| burst.into_iter().collect())
}

fn key(x: &i64) -> i64 {
    x.rem_euclid(3)
}

agree! {
    state_and_samplers:
        |a, b| {
            let latest = a.sample(b.hold(0), odd).with_latest(b.dedupe(), 0, |x, y| odd(x, *y));
            latest.scan(0, |s, x| odd(*s, x))
        },
        |_, a, b| {
            let sampled = event::sample(odd, &behavior::hold(0, 0, b), a);
            let latest = event::with_latest(0, 0, |x, y| odd(x, *y), &sampled, &event::dedupe(0, b));
            event::scan(0, 0, |s, x| odd(*s, x), &latest)
        };
    delays_meet_what_is_stamped_so:
        |a, b| a.delay(secs(2)).merge(b, odd).delay(secs(1)).merge(a, odd),
        |run, a, b| {
            let met = event::merge(odd, &clock::delay(run, 0, secs(2), a), b);
            event::merge(odd, &clock::delay(run, 0, secs(1), &met), a)
        };
    timers_sample_on_entry:
        |a, _| every(secs(3)).map(|_| 1).merge(after(secs(6)).map(|_| 2), odd).sample(a.hold(0), odd),
        |run, a, _| {
            let ticks = event::map(|_| 1, &clock::every(run, 0, secs(3), Phase::First));
            let bell = event::map(|_| 2, &clock::after(run, 0, secs(6), Phase::First));
            event::sample(odd, &behavior::hold(0, 0, a), &event::merge(odd, &ticks, &bell))
        };
    parts_wake_themselves_and_each_other:
        |a, b| parts(a.per_key(key, move |_, own| {
            own.delay(secs(2)).merge(b, odd).scan(0, |s, x| odd(*s, x)).merge(own.map(|x| x * 100), odd)
        })),
        |run, a, b| {
            let part = |c: usize, _: &i64, own: &List| {
                let late = event::merge(odd, &clock::delay(run, c, secs(2), own), b);
                let sums = event::scan(c, 0, |s, x| odd(*s, x), &late);
                event::merge(odd, &sums, &event::map(|x| x * 100, own))
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    timers_of_parts_count_from_their_birth:
        |a, _| parts(a.per_key(key, |key, own| {
            let (key, ticks) = (*key, every(secs(2)).map(|_| 1));
            ticks.or(after(secs(5)).map(move |_| key)).or(own).filter(|x| *x != 7)
        })),
        |run, a, _| {
            let part = |c: usize, key: &i64, own: &List| {
                let ticks = event::map(|_| 1, &clock::every(run, c, secs(2), Phase::First));
                let bell = event::map(|_| *key, &clock::after(run, c, secs(5), Phase::First));
                event::or(&event::or(&ticks, &bell), own)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    loops_through_delays:
        |a: Shared<i64>, b: Shared<i64>| feedback(0, |last| {
            let next = a.or(b).sample(last, odd).filter(|x| x % 3 != 0).share();
            (next.delay(secs(1)).or(b), next)
        }),
        |run, a, b| behavior::feedback(run, 0, 0, |last| {
            let next = event::filter(|x| x % 3 != 0, &event::sample(odd, last, &event::or(a, b)));
            (event::or(&clock::delay(run, 0, secs(1), &next), b), next)
        });
}
