//! The rows of the semantics on windows and bars: what lies exactly on a boundary, and in which instant.

use tidegate::network::{
    Bar, Event, Network, Windowed, after, count, every, feedback, first, last, max, mean, min, simulate, sum,
};
use tidegate::time::{Span, Time};

use crate::members::Members;
use crate::timeline::{Instant, occurrences, run_from};

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn at(at: i32, a: i64) -> Instant {
    Instant { at, a: Some(a), b: None }
}

#[test]
fn a_member_exactly_as_old_as_the_window_is_out() {
    let seen = simulate([(1, 5), (3, 6), (4, 7)], |x| x.window_at(secs(3), Members));
    assert_eq!(seen, [(1, vec![5]), (3, vec![5, 6]), (4, vec![6, 7])]);
}

#[test]
fn a_nanosecond_more_keeps_a_member_of_exactly_one_second() {
    let just_more = Span::from_nanos(1_000_000_001);
    let seen = simulate([(1, 5), (2, 6), (3, 7)], |x| x.window_at(just_more, Members));
    assert_eq!(seen, [(1, vec![5]), (2, vec![5, 6]), (3, vec![6, 7])]);
    let seen = simulate([(1, 5), (2, 6), (3, 7)], |x| x.window_at(secs(1), Members));
    assert_eq!(seen, [(1, vec![5]), (2, vec![6]), (3, vec![7])]);
}

#[test]
fn members_leave_by_alarm_without_a_tick() {
    let seen = simulate([(1, 5), (2, 6)], |x| x.window(secs(3), (count(), sum(), mean())));
    let halves = |sum: i128, n: u64| (n > 0).then(|| sum as f64 / n as f64);
    let row = |at, n, sum| (at, (n, sum, halves(sum, n)));
    assert_eq!(seen, [row(1, 1, 5), row(2, 2, 11), row(4, 1, 6), row(5, 0, 0)]);
}

#[test]
fn members_that_leave_together_leave_in_one_instant_and_with_what_arrives() {
    let list = [at(1, 1), at(1, 2), at(1, 3), at(4, 4), at(4, 5)];
    let seen = occurrences(run_from(0, &list, |a, _| a.window(secs(3), Members)));
    let expected =
        [(1, vec![1]), (1, vec![1, 2]), (1, vec![1, 2, 3]), (4, vec![4]), (4, vec![4, 5]), (7, vec![])];
    assert_eq!(seen, expected);
}

#[test]
fn a_window_has_one_alarm_that_of_its_oldest_member() {
    let (mut net, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        let _ = border.output(x.window(secs(5), Members));
        input
    })
    .expect("the network builds");
    assert_eq!(net.next_deadline(), None, "nobody is in");
    for second in 1..4 {
        net.feed(Time::from_secs(second), &input, 7).expect("time goes on");
        assert_eq!(net.next_deadline(), Some(Time::from_secs(6)));
    }
    for due in [6, 7, 8] {
        assert_eq!(net.next_deadline(), Some(Time::from_secs(due)));
        net.instant(Time::from_secs(due)).expect("it is due").run().expect("it runs");
    }
    assert_eq!(net.next_deadline(), None);
}

#[test]
fn a_window_at_occurrences_has_no_alarm() {
    let (mut net, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        let _ = border.output(x.window_at(secs(5), Members).or(x.window_of(2, Members)));
        input
    })
    .expect("the network builds");
    net.feed(Time::from_secs(1), &input, 7).expect("time goes on");
    assert_eq!(net.next_deadline(), None);
}

#[test]
fn another_event_at_the_time_of_the_alarm_is_in_its_instant() {
    let seen = simulate([(1, 5)], |x| {
        let members = x.window(secs(3), Members).map(|members| members.len() as i64);
        members.merge(after(secs(4)).map(|_| 100), |n, bell| n + bell)
    });
    assert_eq!(seen, [(1, 1), (4, 100)]);
}

#[test]
fn what_wakes_the_joint_of_a_window_does_not_make_it_occur() {
    let seen = simulate([(1, 5)], |x| {
        let members = x.window(secs(9), Members).map(|members| (members.len(), 0));
        members.merge(every(secs(4)).map(|_| (0, 1)), |x, _| x).filter(|x| x.1 == 0)
    });
    assert_eq!(seen, [(1, (1, 0)), (10, (0, 0))]);
}

#[test]
fn count_windows_occur_from_the_first_or_when_full() {
    let ticks = [(1, 5), (2, 6), (3, 7)];
    let seen = simulate(ticks, |x| x.window_of(2, Members));
    assert_eq!(seen, [(1, vec![5]), (2, vec![5, 6]), (3, vec![6, 7])]);
    let seen = simulate(ticks, |x| x.window_of(2, Members).full());
    assert_eq!(seen, [(2, vec![5, 6]), (3, vec![6, 7])]);
    let seen = simulate(ticks, |x| x.window_of(1, (first(), last(), min(), max())));
    assert_eq!(seen[2], (3, (Some(7), Some(7), Some(7), Some(7))));
}

fn bar(start: i32, value: &[i64]) -> (i32, Bar<Vec<i64>>) {
    let (start, end) = (Time::from_secs(start), Time::from_secs(start + 2));
    ((end.nanos() / 1_000_000_000) as i32, Bar { start, end, value: value.to_vec() })
}

#[test]
fn a_tick_at_the_boundary_belongs_to_the_new_bar_and_the_old_one_is_closed_in_its_instant() {
    let list = [at(1, 5), at(2, 6), at(2, 7), at(3, 8)];
    let seen = run_from(0, &list, |a, _| a.bars(secs(2), Time::EPOCH, Members));
    let closed: Vec<_> =
        seen.iter().take(4).map(|(at, bar)| (*at, bar.clone().map(|bar| bar.value))).collect();
    assert_eq!(closed, [(1, None), (2, Some(vec![5])), (2, None), (3, None)]);
    assert_eq!(occurrences(seen)[..3], [bar(0, &[5]), bar(2, &[6, 7, 8]), bar(4, &[])]);
}

#[test]
fn bars_close_without_a_tick_and_when_they_are_empty() {
    let seen = simulate([(1, 5), (7, 6)], |x| x.bars(secs(2), Time::EPOCH, Members));
    assert_eq!(seen[..4], [bar(0, &[5]), bar(2, &[]), bar(4, &[]), bar(6, &[6])]);
}

#[test]
fn the_first_bar_contains_the_start_wherever_the_origin_is() {
    let first = |start: i32, origin: i32| {
        let list = [at(start, 9)];
        let bars = run_from(start, &list, |a, _| a.bars(secs(5), Time::from_secs(origin), Members));
        let bar = occurrences(bars)[0].1.clone();
        assert_eq!(bar.value, [9]);
        [bar.start, bar.end].map(|time| (time.nanos() / 1_000_000_000) as i32)
    };
    assert_eq!(first(12, 0), [10, 15]);
    assert_eq!(first(12, 101), [11, 16]);
    assert_eq!(first(-1, 0), [-5, 0]);
    assert_eq!(first(10, 0), [10, 15], "an occurrence at the boundary is in the new bar");
}

#[test]
fn bars_at_the_end_of_time_do_not_close() {
    let late = Time::from_nanos(i64::MAX - 5);
    let (net, _) = Network::build(late, |border| {
        let (_, x) = border.input::<i64>();
        border.output(x.bars(Span::from_nanos(10), Time::EPOCH, Members))
    })
    .expect("the network builds");
    assert_eq!(net.next_deadline(), None);
}

#[test]
fn at_the_end_of_time_nobody_is_in() {
    let (mut net, (input, outputs)) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        let by_alarm = x.window(secs(1), Members);
        (input, [border.output(by_alarm), border.output(x.window_at(secs(1), Members))])
    })
    .expect("the network builds");
    let mut seen = |at: Time, value| {
        net.feed(at, &input, value).expect("time goes on");
        outputs.each_ref().map(|output| net.get(output).cloned().expect("the input occurs"))
    };
    let almost = Time::from_nanos(i64::MAX - 1);
    assert_eq!(seen(almost, 5), [[5], [5]]);
    assert_eq!(seen(almost, 6), [[5, 6], [5, 6]]);
    assert_eq!(seen(Time::MAX, 7), [[0; 0]; 2], "all are out at the end of time, who arrives then too");
    assert_eq!(net.next_deadline(), None);
}

#[test]
fn what_a_bar_weighs_too_much_is_not_carried_over() {
    let seen = simulate([(1, 3), (2, 40), (3, 1), (4, 4)], |x| x.bars_by(|x| *x, 5, Members));
    assert_eq!(seen, [(2, vec![3, 40]), (4, vec![1, 4])]);
}

#[test]
fn a_window_stands_in_a_loop_and_in_a_scope() {
    let seen = simulate([(1, 5), (2, 6)], |x| {
        feedback(0, |last| {
            let next =
                x.sample(last, |x, last| x + last).window_at(secs(9), sum()).map(|sum| sum as i64).share();
            (next, next)
        })
    });
    assert_eq!(seen, [(1, 5), (2, 16)]);
    let seen = simulate([(1, 5)], |x| {
        x.within(|x| x.window(secs(2), count()).merge(x.total(count()), |x, y| x + y))
    });
    assert_eq!(seen, [(1, 2), (3, 0)]);
}
