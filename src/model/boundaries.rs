//! The edges of time: what lies exactly on a boundary, and in which instant.

use super::clock::{after, at, debounce, delay, elapsed, every, every_from, next_instant, throttle, timeout};
use super::dynamic::{keyed, per_key, switch};
use super::event::{filter, filter_map, map, map_accum, merge, never, or, sample};
use super::join::{as_of, either, synchronise, unroll};
use super::run::{Phase, Run, drive, rounds, simulate};
use super::window::{bars, ewma, ewma_half_life, window, window_at};
use super::{Occurrences, behavior, fold};
use crate::time::{Span, Time};

fn secs(secs: i32) -> Time {
    Time::from_secs(secs)
}

fn span(secs: u64) -> Span {
    Span::from_secs(secs)
}

/// Everything that happens in seconds 0 to `until`, instant by instant, without the one that builds the
/// network.
fn instants<A: Clone, B: Clone>(
    inputs: &[(i32, A)],
    until: i32,
    program: impl Fn(&Run, &[Option<A>]) -> Occurrences<B>,
) -> Vec<(i32, Phase, Option<B>)> {
    let rounds: Vec<(Time, A)> = inputs.iter().map(|(at, x)| (secs(*at), x.clone())).collect();
    let (run, list) = drive(secs(0), &rounds, secs(until), program);
    let second = |time: Time| (time.nanos() / 1_000_000_000) as i32;
    let instants = run.instants().iter().map(|at| (second(at.time), at.phase));
    instants.zip(list).skip(1).map(|((at, phase), x)| (at, phase, x)).collect()
}

use Phase::{First, Last};

#[test]
fn alarms_and_the_first_round_of_their_timestamp_are_one_instant() {
    let seen = instants(&[(2, 'a'), (2, 'b')], 3, |run, x| either(&every(run, 0, span(2), First), x));
    use super::join::EitherOrBoth::{Both, Right};
    assert_eq!(seen, [(2, First, Some(Both(secs(2), 'a'))), (2, First, Some(Right('b')))]);
}

#[test]
fn rounds_take_one_of_each_input() {
    let (a, b) = (vec![(secs(1), 1), (secs(1), 2), (secs(2), 3)], vec![(secs(1), 10)]);
    let (run, sums) = drive(secs(0), &rounds(&[a, b]), secs(9), |_, x| {
        map(|round: Occurrences<i32>| round.into_iter().flatten().sum::<i32>(), x)
    });
    assert_eq!(run.stamped(&sums), [(secs(1), 11), (secs(1), 2), (secs(2), 3)]);
}

#[test]
fn a_last_alarm_follows_all_inputs_and_all_that_they_set_off() {
    let seen = instants(&[(2, 'a'), (2, 'b')], 3, |run, x| {
        let copy = next_instant(run, 0, &next_instant(run, 0, x));
        or(&map(|_| 'T', &every(run, 0, span(2), Last)), &copy)
    });
    let found = [None, None, Some('a'), Some('b')].map(|x| (2, First, x));
    assert_eq!(seen, [&found[..], &[(2, Last, Some('T'))]].concat());
}

#[test]
fn what_a_last_alarm_sets_off_comes_after_it_in_its_timestamp() {
    let seen = instants(&[(2, ())], 3, |run, _| {
        let tick = after(run, 0, span(2), Last);
        or(&map(|_| 'T', &tick), &map(|_| 'c', &next_instant(run, 0, &tick)))
    });
    assert_eq!(seen, [(2, First, None), (2, Last, Some('T')), (2, First, Some('c'))]);
}

#[test]
fn two_due_at_one_timestamp_are_two_instants_and_meet_its_rounds() {
    let met = instants(&[(1, 5), (1, 5), (3, 7)], 4, |run, x| {
        merge(|late, new| late * 10 + new, &delay(run, 0, span(2), x), x)
    });
    assert_eq!(met[2..], [(3, First, Some(57)), (3, First, Some(5))]);
}

#[test]
fn timers_do_not_make_up_for_times_before_the_start() {
    let times = |first: i32| {
        let program = move |run: &Run, _: &[Option<()>]| every_from(run, 0, secs(first), span(4), First);
        instants(&[], 9, program).into_iter().filter_map(|(at, _, due)| due.map(|_| at)).collect::<Vec<_>>()
    };
    assert_eq!(times(-5), [3, 7], "-5 and -1 are over");
    assert_eq!(times(-4), [0, 4, 8], "a time equal to the start is not");
    assert_eq!(times(2), [2, 6]);
    let once = |time| simulate([], |run, _: &[Option<()>]| at(run, 0, secs(time), First));
    assert_eq!((once(-1), once(0), once(3)), (vec![], vec![(0, secs(0))], vec![(3, secs(3))]));
}

#[test]
fn a_timer_at_the_end_of_time_does_not_ring() {
    assert_eq!(simulate([], |run, _: &[Option<()>]| after(run, 0, Span::MAX, First)), []);
}

#[test]
fn the_start_is_a_silence_too_unless_something_occurs_in_it() {
    let silences = |c: usize| {
        let (run, list) =
            drive(secs(0), &[(secs(1), ())], secs(9), move |run, x| match run.instants().len() {
                n if n <= c => never(n),
                _ => timeout(run, c, span(3), First, x),
            });
        run.stamped(&list)
    };
    assert_eq!(silences(0), [(secs(4), secs(1))]);
    assert_eq!(silences(1), [(secs(4), secs(1))], "one silence, although it starts twice at instant 1");
    let start = simulate([], |run, x: &[Option<()>]| timeout(run, 0, span(3), First, x));
    assert_eq!(start, [(3, secs(0))], "and only one");
}

#[test]
fn an_occurrence_in_a_later_round_of_the_deadline_wins_over_a_last_alarm_only() {
    // Of two inputs at 4 the second is heard.
    let inputs = [(1, true), (4, false), (4, true)];
    let heard =
        |phase| simulate(inputs, move |run, x| timeout(run, 0, span(3), phase, &filter(|heard| *heard, x)));
    assert_eq!(heard(First), [(4, secs(1)), (7, secs(4))]);
    assert_eq!(heard(Last), [(7, secs(4))]);
    let calm =
        |phase| simulate(inputs, move |run, x| debounce(run, 0, span(3), phase, &filter(|heard| *heard, x)));
    assert_eq!(calm(First), [(4, true), (7, true)]);
    assert_eq!(calm(Last), [(7, true)]);
}

#[test]
fn a_throttle_looks_at_what_passed_only() {
    let passed =
        simulate([(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')], |run, x| throttle(run, 0, span(2), x));
    assert_eq!(passed, [(1, 'a'), (3, 'c'), (5, 'e')]);
    let all = simulate([(1, 'a'), (1, 'b')], |run, x| throttle(run, 0, Span::ZERO, x));
    assert_eq!(all, [(1, 'a'), (1, 'b')], "no span, no limit");
    assert_eq!(simulate([(1, 'a'), (4, 'b')], |run, x| elapsed(run, 0, x)), [(4, span(3))]);
}

#[test]
fn members_that_leave_together_or_as_another_arrives_are_one_occurrence() {
    let sums = simulate([(1, 1), (1, 2), (4, 5)], |run, x| window(run, 0, span(3), |all| all.to_vec(), x));
    assert_eq!(sums, [(1, vec![1]), (1, vec![1, 2]), (4, vec![5]), (7, vec![])]);
    let at_x = simulate([(1, 1), (3, 2), (4, 3)], |run, x| window_at(run, 0, span(3), |all| all.to_vec(), x));
    assert_eq!(at_x, [(1, vec![1]), (3, vec![1, 2]), (4, vec![2, 3])]);
}

#[test]
fn the_first_bar_is_the_one_that_contains_the_start() {
    let first = |start: i32, origin: i32| {
        let (run, list) = drive(secs(start), &[(secs(start), 'a')], secs(start + 9), |run, x| {
            bars(run, 0, span(5), secs(origin), |all| all.len(), x)
        });
        let bar = run.stamped(&list)[0].1;
        (bar.start, bar.end, bar.value)
    };
    assert_eq!(first(12, 0), (secs(10), secs(15), 1));
    assert_eq!(first(12, 101), (secs(11), secs(16), 1), "the origin may lie ahead");
    assert_eq!(first(-1, 0), (secs(-5), secs(0), 1));
    assert_eq!(first(10, 0), (secs(10), secs(15), 1), "an occurrence at the boundary is in the new bar");
}

#[test]
fn all_rounds_of_the_boundary_belong_to_the_new_bar() {
    let closed = instants(&[(2, 'a'), (2, 'b'), (3, 'c')], 4, |run, x| {
        bars(run, 0, span(2), secs(0), |all| all.iter().collect::<String>(), x)
    });
    let bar = |value: &str, end| {
        Some(super::window::Bar { start: secs(end - 2), end: secs(end), value: value.to_string() })
    };
    assert_eq!(
        closed,
        [(2, First, bar("", 2)), (2, First, None), (3, First, None), (4, First, bar("abc", 4))]
    );
}

#[test]
fn the_timers_of_a_part_count_from_the_instant_that_builds_it_and_end_with_it() {
    let seen = instants(&[(1, Some(2)), (6, None)], 9, |run, x| {
        let build = |c: usize, period: &Option<u64>| match period {
            Some(period) => every(run, c, span(*period), First),
            None => never(x.len()),
        };
        switch(run, 0, |c| every(run, c, span(10), First), build, x)
    });
    let times: Vec<_> = seen.iter().map(|(at, _, due)| (*at, due.is_some())).collect();
    assert_eq!(times, [(1, false), (3, true), (5, true), (6, false)], "and no instant at 7, nor at 10");
}

#[test]
fn a_removed_part_hears_its_removal_and_rings_no_more() {
    let seen = instants(&[(1, 1), (3, -1), (4, 1)], 9, |run, x| {
        let removed = filter_map(|x: i32| (x < 0).then_some(-x), x);
        let added = filter(|x| *x > 0, x);
        let ticks = |c: usize, _: &i32, _: &[Option<i32>]| every(run, c, span(2), First);
        map(|burst: Vec<(i32, Time)>| burst.len(), &keyed(run, 0, |x| *x, None, &removed, ticks, &added).0)
    });
    let times: Vec<_> = seen.iter().map(|(at, _, due)| (*at, due.is_some())).collect();
    assert_eq!(times, [(1, false), (3, true), (4, false), (6, true), (8, true)]);
}

#[test]
fn an_occurrence_that_is_delayed_in_a_part_comes_out_of_it() {
    let late = simulate([(1, 1), (2, 4), (3, 2)], |run, x| {
        per_key(run, 0, |x| x % 2, |c, _, own| delay(run, c, span(2), own), x)
    });
    assert_eq!(late, [(3, vec![(1, 1)]), (4, vec![(0, 4)]), (5, vec![(0, 2)])]);
}

#[test]
fn a_loop_through_an_alarm_runs_by_itself() {
    let left = simulate([(1, 3)], |run, x| {
        behavior::feedback(run, 0, 0, |left| {
            let tick = sample(|_, left| left - 1, left, &every(run, 0, span(1), First));
            let asked = or(x, &filter(|left| *left >= 0, &tick));
            (asked.clone(), asked)
        })
    });
    assert_eq!(left, [(1, 3), (2, 2), (3, 1), (4, 0)]);
}

#[test]
fn lists_that_arrive_while_one_is_unrolled_wait_in_line() {
    let seen =
        instants(&[(1, vec!['a', 'b', 'c']), (1, vec!['d']), (1, vec![])], 2, |run, x| unroll(run, 0, x));
    assert_eq!(seen, ['a', 'b', 'c', 'd'].map(|x| (1, First, Some(x))));
    let with_last = instants(&[(1, vec!['a', 'b'])], 1, |run, x| {
        or(&map(|_| 'T', &after(run, 0, span(1), Last)), &unroll(run, 0, x))
    });
    assert_eq!(with_last.last(), Some(&(1, Last, Some('T'))));
}

#[test]
fn pairs_and_fresh_values_may_be_exactly_the_span_apart() {
    let sides = |x: &[Option<i32>]| (filter(|x| *x > 0, x), filter(|x| *x < 0, x));
    let pairs = |inputs: &[(i32, i32)]| {
        simulate(inputs.to_vec(), |run, all| {
            let (x, y) = sides(all);
            synchronise(run, 0, span(2), &x, &y)
        })
    };
    assert_eq!(pairs(&[(1, 1), (3, -1)]), [(3, (1, -1))]);
    assert_eq!(pairs(&[(1, 1), (4, -1), (5, 2)]), [(5, (2, -1))]);
    assert_eq!(pairs(&[(1, -1), (1, 1), (1, 2), (1, -2)]), [(1, (1, -1)), (1, (2, -2))]);
    let fresh = simulate([(1, -1), (3, 1), (4, 2)], |run, all| {
        let (x, y) = sides(all);
        as_of(run, 0, span(2), &x, &y)
    });
    assert_eq!(fresh, [(3, (1, Some(-1))), (4, (2, None))]);
    let itself = simulate([(1, 1)], |run, x| as_of(run, 0, span(0), x, x));
    assert_eq!(itself, [(1, (1, Some(1)))], "this instant included");
}

#[test]
fn averages_forget_by_occurrence_or_by_time() {
    let x = [Some(4.0), None, Some(8.0), Some(8.0)];
    assert_eq!(ewma(0, 0.5, &x), [Some(4.0), None, Some(6.0), Some(7.0)]);
    let timed = simulate([(1, 4.0), (3, 8.0), (3, 100.0)], |run, x| ewma_half_life(run, 0, span(2), x));
    assert_eq!(timed, [(1, 4.0), (3, 6.0), (3, 6.0)]);
}

#[test]
fn statistics_of_little_are_none() {
    assert_eq!((fold::count::<i32>(&[]), fold::sum(&[]), fold::float_sum(&[])), (0, 0, 0.0));
    assert_eq!((fold::mean(&[]), fold::variance(&[2.0]), fold::std(&[])), (None, None, None));
    assert_eq!(fold::variance(&[2.0, 4.0, 6.0]), Some(4.0), "one degree of freedom is spent");
    assert_eq!(fold::ohlc::<i32>(&[]), None);
    assert_eq!((fold::sem(&[2.0]), fold::product(&[]), fold::geometric_mean(&[])), (None, 1.0, None));
    assert_eq!((fold::skewness(&[1.0, 2.0]), fold::kurtosis(&[1.0, 2.0, 4.0])), (None, None));
    assert_eq!(
        (fold::skewness(&[7.0; 3]), fold::kurtosis(&[7.0; 4])),
        (None, None),
        "equal ones have no shape"
    );
    assert_eq!((fold::covariance(&[(1.0, 2.0)]), fold::correlation(&[(1.0, 2.0)])), (None, None));
    assert_eq!(fold::correlation(&[(1.0, 2.0), (1.0, 3.0)]), None, "a constant goes with nothing");
    assert_eq!((fold::weighted_mean(&[]), fold::weighted_mean(&[(7.0, 0.0)])), (None, None));
    assert_eq!(fold::weighted_variance(&[(1.0, 2.0), (9.0, 0.0)]), None, "what has no weight is no member");
    assert_eq!(fold::at_least(2, fold::count, &[1]), None);
    let ohlc = fold::Ohlc { open: 3, high: 5, low: 1, close: 4 };
    assert_eq!(fold::ohlc(&[3, 5, 1, 4]), Some(ohlc));
    assert_eq!((fold::median(&[]), fold::rank::<i32>(&[]), fold::unique::<i32>(&[])), (None, None, 0));
    assert_eq!((fold::argmin::<i32>(&[]), fold::argmax(&[7])), (None, Some((7, 0))));
}

/// The numbers are those of numpy 2.4, `quantile(x, q, method=…)`.
#[test]
fn quantiles_are_those_of_numpy() {
    let x = [15.0, 20.0, 35.0, 40.0, 50.0, 3.0];
    assert_eq!(
        [0.0, 0.05, 0.4, 0.5, 1.0].map(|q| fold::quantile(q, &x)),
        [3.0, 6.0, 20.0, 27.5, 50.0].map(Some)
    );
    assert_eq!([0.05, 0.4, 0.9].map(|q| fold::quantile_lower(q, &x)), [3.0, 20.0, 40.0].map(Some));
    assert_eq!([0.05, 0.4, 0.9].map(|q| fold::quantile_higher(q, &x)), [15.0, 20.0, 50.0].map(Some));
    assert_eq!(
        [0.1, 0.3, 0.5, 0.7].map(|q| fold::quantile_nearest(q, &x)),
        [3.0, 20.0, 20.0, 40.0].map(Some)
    );
    assert_eq!([0.05, 0.4, 0.9].map(|q| fold::quantile_midpoint(q, &x)), [9.0, 20.0, 45.0].map(Some));
}

/// The numbers are those of pandas 3.1, `rank(method=…)`, `nunique`, and of numpy's `argmin`.
#[test]
fn ranks_are_those_of_pandas() {
    let rank = |below, equal, count| Some(fold::Rank { below, equal, count });
    assert_eq!(fold::rank(&[7.0, 2.0, f64::NAN, 3.0, 2.0, 2.0]), rank(0, 3, 5));
    assert_eq!(fold::rank(&[1.0, f64::NAN]), None);
    assert_eq!(fold::unique(&[1.0, f64::NAN, 1.0, 0.0, -0.0, f64::NAN]), 2);
    assert_eq!((fold::argmin(&[2, 1, 1]), fold::argmax(&[3, 1, 3])), (Some((1, 1)), Some((3, 2))));
}

#[test]
fn statistics_of_few_are_those_of_the_formulas() {
    let close =
        |found: Option<f64>, expected: f64| found.is_some_and(|found| (found - expected).abs() < 1e-14);
    assert!(close(fold::sem(&[2.0, 4.0, 6.0]), (4.0_f64 / 3.0).sqrt()));
    assert!(close(fold::geometric_mean(&[1.0, 2.0, 4.0]), 2.0));
    assert!(close(fold::skewness(&[1.0, 1.0, 4.0]), 3.0_f64.sqrt()));
    assert!(close(fold::kurtosis(&[1.0, 2.0, 3.0, 4.0]), -1.2));
    let line = [(1.0, 6.0), (2.0, 4.0), (3.0, 2.0)];
    assert!(close(fold::covariance(&line), -2.0) && close(fold::correlation(&line), -1.0));
    assert!(close(fold::weighted_mean(&[(1.0, 3.0), (5.0, 1.0)]), 2.0));
    // The weighted squares, 12, times 4 / (16 - 10).
    assert!(close(fold::weighted_variance(&[(1.0, 3.0), (5.0, 1.0)]), 8.0));
    assert_eq!(fold::only(|x| x % 2 == 0, &[1, 2, 4]), [2, 4]);
}

#[test]
#[should_panic(expected = "alarms come to an end")]
fn a_loop_without_a_pause_is_stopped() {
    let _ = simulate([(1, 0)], |run, x| {
        // Asks for one instant more each time it is asked.
        run.alarm(run.instants().len() - 1, secs(0), First);
        map_accum(0, 0, |_, x| x, x)
    });
}
