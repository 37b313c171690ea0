//! Networks with alarms of both phases give what the model gives, instant by instant.
//!
//! Each combinator shares its machine with another input, so that it is polled for nothing too.

use proptest::prelude::*;
use tidegate::model::run::{Phase, Run, drive};
use tidegate::model::{Occurrences, behavior, clock, dynamic, event};
use tidegate::network::{
    Burst, Clock, Event, Root, Shared, Stretch, after, at as at_time, every, every_from, feedback, in_force,
    never, timetable,
};
use tidegate::time::{Span, Time};

use crate::timeline::{AFTERWARDS, Instant, instants, occurrences, run_from};

type List = [Option<i64>];

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn at(second: i32) -> Time {
    Time::from_secs(second)
}

fn odd(x: i64, y: i64) -> i64 {
    x.wrapping_mul(31).wrapping_add(y)
}

fn second(at: Time) -> i64 {
    at.nanos() / 1_000_000_000
}

/// What the model makes of a list of instants: with its second, what occurs.
fn modelled<B: Clone>(
    list: &[Instant],
    program: impl Fn(&Run, &List, &List) -> Occurrences<B>,
) -> Vec<(i32, B)> {
    let rounds: Vec<_> = list.iter().map(|instant| (at(instant.at), (instant.a, instant.b))).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(secs(AFTERWARDS));
    let before_end = Time::from_nanos(end.nanos() - 1);
    let (run, found) = drive(Time::EPOCH, &rounds, before_end, |run, both| {
        let (a, b) = (event::filter_map(|both| both.0, both), event::filter_map(|both| both.1, both));
        program(run, &a, &b)
    });
    run.stamped(&found).into_iter().map(|(at, x)| (second(at) as i32, x)).collect()
}

/// The network and the program of each law, over the same inputs and parameters.
macro_rules! agree {
    ($($name:ident ($($parameter:ident in $range:expr),*): $wire:expr, $program:expr;)*) => { $(
        #[test]
        fn $name() {
            proptest!(ProptestConfig::with_cases(96), |(list in instants() $(, $parameter in $range)*)| {
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

fn phase(last: bool) -> Phase {
    if last { Phase::Last } else { Phase::First }
}

fn ticks(first: i32, period: u64, last: bool) -> impl Event<Item = i64, Level = Root> {
    let ticks = every_from(at(first), secs(period));
    (if last { ticks.last() } else { ticks }).map(second)
}

fn model_ticks(run: &Run, c: usize, first: i32, period: u64, last: bool) -> Occurrences<i64> {
    event::map(second, &clock::every_from(run, c, at(first), secs(period), phase(last)))
}

/// Four times, the last two side by side.
fn table(first: i32, gap: i32) -> Vec<(Time, i64)> {
    [(0, 7), (gap, 8), (2 * gap, 9), (2 * gap + 1, 10)]
        .map(|(after, entry)| (at(first + after), entry))
        .to_vec()
}

fn stretch(start: i32, length: i32) -> Stretch {
    Stretch { start: at(start), end: at(start + length) }
}

fn bell(time: i32, last: bool) -> impl Event<Item = i64, Level = Root> {
    let bell = at_time(at(time));
    (if last { bell.last() } else { bell }).map(second)
}

fn model_bell(run: &Run, c: usize, time: i32, last: bool) -> Occurrences<i64> {
    event::map(second, &clock::at(run, c, at(time), phase(last)))
}

agree! {
    timers_of_both_phases_sample():
        |a, b| {
            let early = every(secs(2)).map(|_| 1).merge(after(secs(6)).map(|_| 2), odd);
            let late = every(secs(3)).last().map(|_| 3).merge(after(secs(6)).last().map(|_| 4), odd);
            early.merge(late, odd).sample(a.hold(0), odd).merge(b, odd)
        },
        |run, a, b| {
            let tick = |n, period, phase| event::map(|_| n, &clock::every(run, 0, secs(period), phase));
            let bell = |n, phase| event::map(|_| n, &clock::after(run, 0, secs(6), phase));
            let early = event::merge(odd, &tick(1, 2, Phase::First), &bell(2, Phase::First));
            let late = event::merge(odd, &tick(3, 3, Phase::Last), &bell(4, Phase::Last));
            let sampled = event::sample(odd, &behavior::hold(0, 0, a), &event::merge(odd, &early, &late));
            event::merge(odd, &sampled, b)
        };
    timers_begin_anywhere(first in -9..9, period in 1_u64..5, last in any::<bool>(), time in -2..9):
        |a, _| ticks(first, period, last).merge(bell(time, last), odd).merge(a, odd),
        |run, a, _| {
            let ticks = model_ticks(run, 0, first, period, last);
            event::merge(odd, &event::merge(odd, &ticks, &model_bell(run, 0, time, last)), a)
        };
    timetables(first in -3..6, gap in 1..4, last in any::<bool>()):
        |a, _| {
            let rung = timetable(table(first, gap));
            (if last { rung.last() } else { rung }).merge(a, odd)
        },
        |run, a, _| event::merge(odd, &clock::timetable(run, 0, &table(first, gap), phase(last)), a);
    entries_in_force(first in -3..6, gap in 1..4, period in 1_u64..4, last in any::<bool>()):
        |a, _| ticks(1, period, last).merge(a, odd).sample(in_force(table(first, gap)), |x, entry| (x, entry)),
        |run, a, _| {
            let occurs = event::merge(odd, &model_ticks(run, 0, 1, period, last), a);
            event::sample(|x, entry| (x, entry), &clock::in_force(run, &table(first, gap)), &occurs)
        };
    what_is_in_a_stretch(first in -3..6, gap in 1..4):
        |a, b| a.within_stretches(vec![stretch(first, gap), stretch(first + gap + 1, gap)]).merge(b, odd),
        |run, a, b| {
            let stretches = [stretch(first, gap), stretch(first + gap + 1, gap)].map(|one| (one.start, one.end));
            event::merge(odd, &clock::within_stretches(run, &stretches, a), b)
        };
    later_instants_of_a_timestamp():
        |a, b| a.next_instant().merge(b, odd).next_instant().merge(a, odd),
        |run, a, b| {
            let once = event::merge(odd, &clock::next_instant(run, 0, a), b);
            event::merge(odd, &clock::next_instant(run, 0, &once), a)
        };
    what_last_alarms_set_off():
        |a, b| {
            let ticks = every(secs(2)).last().sample(a.hold(0), |_, a| a).share();
            ticks.next_instant().merge(ticks.delay(secs(1)), odd).merge(ticks, odd).merge(b, odd)
        },
        |run, a, b| {
            let ticks = clock::every(run, 0, secs(2), Phase::Last);
            let ticks = event::sample(|_, a| a, &behavior::hold(0, 0, a), &ticks);
            let set_off = event::merge(
                odd, &clock::next_instant(run, 0, &ticks), &clock::delay(run, 0, secs(1), &ticks),
            );
            event::merge(odd, &event::merge(odd, &set_off, &ticks), b)
        };
    silences(span in 1_u64..5):
        |a, b| a.timeout(secs(span)).map(second).merge(b, odd),
        |run, a, b| {
            let silences = clock::timeout(run, 0, secs(span), Phase::Last, a);
            event::merge(odd, &event::map(second, &silences), b)
        };
    silences_of_what_alarms_give(span in 1_u64..4):
        |a, b| a.delay(secs(2)).next_instant().timeout(secs(span)).map(second).merge(b, odd),
        |run, a, b| {
            let late = clock::next_instant(run, 0, &clock::delay(run, 0, secs(2), a));
            let silences = clock::timeout(run, 0, secs(span), Phase::Last, &late);
            event::merge(odd, &event::map(second, &silences), b)
        };
    silences_that_end_as_they_are_told(span in 1_u64..5):
        |a, b| every(secs(3)).last().map(second).merge(a, odd).timeout(secs(span)).map(second).merge(b, odd),
        |run, a, b| {
            let ticks = event::map(second, &clock::every(run, 0, secs(3), Phase::Last));
            let silences = clock::timeout(run, 0, secs(span), Phase::Last, &event::merge(odd, &ticks, a));
            event::merge(odd, &event::map(second, &silences), b)
        };
    the_calm_after(span in 1_u64..5):
        |a, b| a.debounce(secs(span)).merge(b, odd),
        |run, a, b| event::merge(odd, &clock::debounce(run, 0, secs(span), Phase::Last, a), b);
    the_calm_after_what_alarms_give(span in 1_u64..4):
        |a, b| every(secs(3)).last().map(second).merge(a, odd).debounce(secs(span)).merge(b, odd),
        |run, a, b| {
            let ticks = event::map(second, &clock::every(run, 0, secs(3), Phase::Last));
            let calm = clock::debounce(run, 0, secs(span), Phase::Last, &event::merge(odd, &ticks, a));
            event::merge(odd, &calm, b)
        };
    distances(span in 0_u64..5):
        |a, b| a.throttle(secs(span)).merge(b, odd),
        |run, a, b| event::merge(odd, &clock::throttle(run, 0, secs(span), a), b);
    stamps():
        |a, b| {
            let stamped = a.timestamped().map(|(at, a)| odd(second(at), a));
            stamped.merge(a.elapsed().map(|span| span.nanos()), odd).merge(b, odd)
        },
        |run, a, b| {
            let stamped = event::map(|(at, a)| odd(second(at), a), &clock::timestamped(run, a));
            let elapsed = event::map(|span: Span| span.nanos(), &clock::elapsed(run, 0, a));
            event::merge(odd, &event::merge(odd, &stamped, &elapsed), b)
        };
    timers_of_parts_that_begin_when_they_are_due(first in 0..6, time in 0..9, last in any::<bool>()):
        |a, _| parts(a.per_key(key, move |_, own| {
            ticks(first, 3, last).merge(bell(time, !last), odd).merge(own, odd)
        })),
        |run, a, _| {
            let part = |c: usize, _: &i64, own: &List| {
                let (ticks, bell) = (model_ticks(run, c, first, 3, last), model_bell(run, c, time, !last));
                event::merge(odd, &event::merge(odd, &ticks, &bell), own)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    timers_in_joints_of_parts(time in 0..9, last in any::<bool>()):
        |a, b| parts(a.per_key(key, move |_, own| {
            let bell = bell(time, last).share();
            bell.next_instant().share().merge(bell, odd).merge(own, odd).merge(b, odd)
        })),
        |run, a, b| {
            let part = |c: usize, _: &i64, own: &List| {
                let bell = model_bell(run, c, time, last);
                let bells = event::merge(odd, &clock::next_instant(run, c, &bell), &bell);
                event::merge(odd, &event::merge(odd, &bells, own), b)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    silence_and_calm_in_parts(span in 1_u64..4):
        |a, b| parts(a.per_key(key, move |_, own| {
            let calm = own.debounce(secs(span)).share();
            own.timeout(secs(2)).map(second).merge(calm, odd).merge(own.throttle(secs(span)), odd).merge(b, odd)
        })),
        |run, a, b| {
            let part = |c: usize, _: &i64, own: &List| {
                let silences = clock::timeout(run, c, secs(2), Phase::Last, own);
                let calm = clock::debounce(run, c, secs(span), Phase::Last, own);
                let both = event::merge(odd, &event::map(second, &silences), &calm);
                let all = event::merge(odd, &both, &clock::throttle(run, c, secs(span), own));
                event::merge(odd, &all, b)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    what_is_selected_begins_anew(first in 0..6, last in any::<bool>()):
        |a: Shared<i64>, b: Shared<i64>| a.filter(|a| a % 2 == 0).switch(never(), move |a| {
            let silences = b.timeout(secs(a.unsigned_abs() + 1)).map(second);
            ticks(first, 2, last).merge(silences, odd).merge(b.elapsed().map(|span| span.nanos()), odd)
        }),
        |run, a, b| {
            let build = |c: usize, a: &i64| {
                let silences = clock::timeout(run, c, secs(a.unsigned_abs() + 1), Phase::Last, b);
                let ticks = model_ticks(run, c, first, 2, last);
                let both = event::merge(odd, &ticks, &event::map(second, &silences));
                event::merge(odd, &both, &event::map(|span: Span| span.nanos(), &clock::elapsed(run, c, b)))
            };
            dynamic::switch(run, 0, |_| event::never(b.len()), build, &event::filter(|a| a % 2 == 0, a))
        };
    loops_through_later_instants():
        |a: Shared<i64>, b: Shared<i64>| feedback(0, |last| {
            let next = a.or(b.next_instant()).sample(last, odd).filter(|x| x % 3 != 0).share();
            (next.next_instant().or(b), next)
        }),
        |run, a, b| behavior::feedback(run, 0, 0, |last| {
            let next = event::sample(odd, last, &event::or(a, &clock::next_instant(run, 0, b)));
            let next = event::filter(|x| x % 3 != 0, &next);
            (event::or(&clock::next_instant(run, 0, &next), b), next)
        });
}
