//! What lies exactly on a boundary: one function for each row of the table of time-based operators, named after its
//! rule.
//!
//! A row is checked on the network and on the model: both have to give what is written here.

use tidegate::model::event::{map, merge, sample, with_latest};
use tidegate::model::run::{Phase, Run};
use tidegate::model::{Occurrences, behavior, clock, run};
use tidegate::network::{self, Clock, Event, Shared, every, every_from};
use tidegate::time::{Span, Time};

/// What occurs, with its second.
type Seen<B> = Vec<(i32, B)>;

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn at(second: i32) -> Time {
    Time::from_secs(second)
}

/// Checks that network and model give `expected`, up to the last second that is expected.
#[track_caller]
fn row<A, B, E>(
    inputs: &[(i32, A)],
    network: impl FnOnce(Shared<A>) -> E,
    model: impl Fn(&Run, &[Option<A>]) -> Occurrences<B>,
    expected: &[(i32, B)],
) where
    A: Clone + Send + Sync + 'static,
    B: Clone + PartialEq + std::fmt::Debug + Send + Sync,
    E: Event<Item = B>,
{
    // Timers go on for as long as anybody looks.
    let end = expected.iter().map(|seen| seen.0).chain(inputs.iter().map(|input| input.0)).max().unwrap_or(0);
    let until_end = |seen: Seen<B>| seen.into_iter().filter(|seen| seen.0 <= end).collect::<Seen<B>>();
    assert_eq!(until_end(network::simulate(inputs.to_vec(), network)), expected, "the network");
    assert_eq!(until_end(run::simulate(inputs.to_vec(), model)), expected, "the model");
}

/// What comes late and what is new, as one number.
fn late_and_new(late: i32, new: i32) -> i32 {
    late * 10 + new
}

mod delay {
    use super::*;

    #[test]
    fn it_may_coincide_with_inputs_at_its_time() {
        row(
            &[(1, 5), (3, 6)],
            |x| x.delay(secs(2)).merge(x, late_and_new),
            |run, x| merge(late_and_new, &clock::delay(run, 0, secs(2), x), x),
            &[(1, 5), (3, 56), (5, 6)],
        );
    }

    #[test]
    fn two_due_at_one_timestamp_stay_two_instants_in_order() {
        row(
            &[(1, 5), (1, 6), (3, 7)],
            |x| x.delay(secs(2)).merge(x, late_and_new),
            |run, x| merge(late_and_new, &clock::delay(run, 0, secs(2), x), x),
            &[(1, 5), (1, 6), (3, 57), (3, 6), (5, 7)],
        );
    }

    #[test]
    fn equal_values_are_not_merged() {
        row(
            &[(1, 5), (1, 5)],
            |x| x.delay(secs(2)),
            |run, x| clock::delay(run, 0, secs(2), x),
            &[(3, 5), (3, 5)],
        );
    }
}

mod delay_by_nothing {
    use super::*;
    use tidegate::network::{BuildError, Network};

    #[test]
    fn it_is_refused() {
        let refused = Network::build(Time::EPOCH, |border| {
            let (_, x) = border.input::<i32>();
            let _ = border.output(x.delay(Span::ZERO));
        });
        assert!(matches!(refused, Err(BuildError::ZeroSpan { operator: "delay", .. })), "{refused:?}");
    }

    #[test]
    fn next_instant_has_the_same_timestamp_and_comes_later() {
        row(
            &[(1, 5), (1, 6), (3, 7)],
            |x| x.next_instant().merge(x, late_and_new),
            |run, x| merge(late_and_new, &clock::next_instant(run, 0, x), x),
            &[(1, 5), (1, 56), (1, 6), (3, 7), (3, 7)],
        );
    }
}

mod ticker {
    use super::*;

    #[test]
    fn it_never_rings_at_the_start_and_does_not_drift() {
        // The start is second 0; inputs are between the ticks.
        row(
            &[(0, ()), (1, ()), (4, ()), (5, ())],
            |_| every(secs(2)),
            |run, _| clock::every(run, 0, secs(2), Phase::First),
            &[(2, at(2)), (4, at(4)), (6, at(6)), (8, at(8))],
        );
    }

    #[test]
    fn from_a_time_it_rings_at_it_and_does_not_make_up_for_what_is_over() {
        for (first, expected) in [(3, [3, 7]), (0, [0, 4]), (-4, [0, 4]), (-5, [3, 7])] {
            row(
                &[(1, ())],
                |_| every_from(at(first), secs(4)),
                |run, _| clock::every_from(run, 0, at(first), secs(4), Phase::First),
                &expected.map(|second| (second, at(second))),
            );
        }
    }
}

mod timeout {
    use super::*;

    fn silences(inputs: &[(i32, bool)], expected: &[(i32, Time)]) {
        // Only true ones are heard.
        row(
            inputs,
            |x| x.filter(|heard| *heard).timeout(secs(3)),
            |run, x| {
                let heard = tidegate::model::event::filter(|heard| *heard, x);
                clock::timeout(run, 0, secs(3), Phase::Last, &heard)
            },
            expected,
        );
    }

    #[test]
    fn an_occurrence_exactly_at_the_deadline_wins() {
        silences(&[(1, true), (4, true)], &[(7, at(4))]);
    }

    #[test]
    fn it_wins_in_a_later_round_of_the_deadline_too() {
        silences(&[(1, true), (4, false), (4, true)], &[(7, at(4))]);
    }

    #[test]
    fn what_is_not_heard_does_not_win() {
        silences(&[(1, true), (4, false)], &[(4, at(1))]);
    }

    #[test]
    fn the_start_is_the_beginning_of_a_silence_and_each_is_told_once() {
        silences(&[(5, true), (20, false)], &[(3, at(0)), (8, at(5))]);
    }
}

mod debounce {
    use super::*;

    fn calm(inputs: &[(i32, i32)], expected: &[(i32, i32)]) {
        // Zeros are not heard.
        row(
            inputs,
            |x| x.filter(|x| *x != 0).debounce(secs(3)),
            |run, x| {
                let heard = tidegate::model::event::filter(|x| *x != 0, x);
                clock::debounce(run, 0, secs(3), Phase::Last, &heard)
            },
            expected,
        );
    }

    #[test]
    fn an_occurrence_exactly_at_the_deadline_restarts() {
        calm(&[(1, 5), (4, 6)], &[(7, 6)]);
    }

    #[test]
    fn it_restarts_in_a_later_round_of_the_deadline_too() {
        calm(&[(1, 5), (4, 0), (4, 6)], &[(7, 6)]);
    }

    #[test]
    fn a_nanosecond_later_is_too_late() {
        calm(&[(1, 5), (5, 6)], &[(4, 5), (8, 6)]);
    }

    #[test]
    fn of_several_at_one_timestamp_the_newest_counts() {
        calm(&[(1, 5), (1, 6)], &[(4, 6)]);
    }
}

mod throttle {
    use super::*;

    fn passed(span: u64, expected: &[(i32, char)]) {
        row(
            &[(1, 'a'), (2, 'b'), (3, 'c'), (3, 'd'), (4, 'e'), (5, 'f')],
            |x| x.throttle(secs(span)),
            |run, x| clock::throttle(run, 0, secs(span), x),
            expected,
        );
    }

    #[test]
    fn exactly_the_span_apart_passes() {
        passed(2, &[(1, 'a'), (3, 'c'), (5, 'f')]);
        passed(1, &[(1, 'a'), (2, 'b'), (3, 'c'), (4, 'e'), (5, 'f')]);
    }

    #[test]
    fn only_what_passed_counts() {
        passed(3, &[(1, 'a'), (4, 'e')]);
    }

    #[test]
    fn without_a_span_there_is_no_limit() {
        passed(0, &[(1, 'a'), (2, 'b'), (3, 'c'), (3, 'd'), (4, 'e'), (5, 'f')]);
    }
}

mod sample_on_a_timer {
    use super::*;

    /// Second 2, at which the timer rings, has two rounds.
    const INPUTS: [(i32, i32); 4] = [(1, 5), (2, 6), (2, 7), (3, 8)];

    #[test]
    fn in_its_first_phase_it_sees_the_value_on_entry() {
        row(
            &INPUTS,
            |x| every(secs(2)).sample(x.hold(0), |_, x| x),
            |run, x| {
                let ticks = clock::every(run, 0, secs(2), Phase::First);
                sample(|_, x| x, &behavior::hold(0, 0, x), &ticks)
            },
            &[(2, 5), (4, 8)],
        );
    }

    #[test]
    fn with_latest_includes_what_occurs_with_the_tick_and_that_is_the_first_round() {
        row(
            &INPUTS,
            |x| every(secs(2)).with_latest(x, 0, |_, x| *x),
            |run, x| with_latest(0, 0, |_, x| *x, &clock::every(run, 0, secs(2), Phase::First), x),
            &[(2, 6), (4, 8)],
        );
    }

    #[test]
    fn in_its_last_phase_it_sees_all_of_its_timestamp() {
        row(
            &INPUTS,
            |x| every(secs(2)).last().sample(x.hold(0), |_, x| x),
            |run, x| {
                let ticks = clock::every(run, 0, secs(2), Phase::Last);
                sample(|_, x| x, &behavior::hold(0, 0, x), &ticks)
            },
            &[(2, 7), (4, 8)],
        );
    }

    #[test]
    fn in_its_last_phase_it_follows_what_comes_in_later_instants_of_its_timestamp() {
        row(
            &INPUTS,
            |x| every(secs(2)).last().sample(x.next_instant().next_instant().hold(0), |_, x| x),
            |run, x| {
                let late = clock::next_instant(run, 0, &clock::next_instant(run, 0, x));
                let ticks = clock::every(run, 0, secs(2), Phase::Last);
                sample(|_, x| x, &behavior::hold(0, 0, &late), &ticks)
            },
            &[(2, 7), (4, 8)],
        );
    }

    #[test]
    fn in_its_last_phase_it_meets_no_input() {
        row(
            &INPUTS,
            |x| every(secs(2)).last().map(|_| 0).merge(x, late_and_new),
            |run, x| {
                let ticks = map(|_| 0, &clock::every(run, 0, secs(2), Phase::Last));
                merge(late_and_new, &ticks, x)
            },
            &[(1, 5), (2, 6), (2, 7), (2, 0), (3, 8), (4, 0)],
        );
    }
}
