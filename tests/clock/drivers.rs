//! What a driver owes an alarm of phase `Last`: an instant after all inputs of its time, before anything later.

use futures::executor::block_on_stream;
use futures::stream;
use tidegate::edge::{AtEnd, Stamped, Wired};
use tidegate::network::{Clock, Deadline, Event, Input, InstantError, Network, Output, every, simulate};
use tidegate::time::{Span, Time};

fn at(second: i32) -> Time {
    Time::from_secs(second)
}

/// Every second, as of that second, the sum of all inputs.
fn sums() -> Wired<Input<i64>, Output<i64>> {
    let wired = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let sum = x.scan(0, |sum, x| sum + x).hold(0);
        (input, border.output(every(Span::from_secs(1)).last().sample(sum, |_, sum| sum)))
    });
    wired.expect("the network builds")
}

#[test]
fn inputs_of_its_time_come_before_it_and_later_ones_are_refused() {
    let (mut network, (input, sum)) = sums();
    assert_eq!(network.next_alarm(), Some(Deadline::last(at(1))));
    for (value, round) in [(1, 1), (2, 2), (4, 3)] {
        network.feed(at(1), &input, value).expect("one more round");
        assert_eq!(network.get(&sum), None, "in round {round}");
    }
    let first = InstantError::AlarmFirst { due: at(1), found: at(2) };
    assert_eq!(network.feed(at(2), &input, 8), Err(first.clone()));
    assert_eq!(network.round(at(2)).err(), Some(first));
    network.instant(at(1)).and_then(|instant| instant.run()).expect("the alarm's own instant");
    assert_eq!(network.get(&sum), Some(&7));
    network.feed(at(2), &input, 8).expect("now it may come");
}

#[test]
fn a_round_of_nothing_lets_it_wait_and_an_instant_of_nothing_does_not() {
    let (mut network, (_, sum)) = sums();
    for _ in 0..3 {
        network.round(at(1)).and_then(|round| round.run()).expect("a round without inputs");
        assert_eq!((network.get(&sum), network.next_alarm()), (None, Some(Deadline::last(at(1)))));
    }
    network.instant(at(1)).and_then(|instant| instant.run()).expect("the alarm's own instant");
    assert_eq!((network.get(&sum), network.next_alarm()), (Some(&0), Some(Deadline::last(at(2)))));
}

#[test]
fn a_round_of_nothing_takes_first_alarms() {
    let (mut network, ticks) = Network::build(Time::EPOCH, |border| {
        let tick = || every(Span::from_secs(1)).map(|_| 1);
        border.output(tick().merge(every(Span::from_secs(1)).last().map(|_| 10), |a, b| a + b))
    })
    .expect("the network builds");
    network.round(at(1)).and_then(|round| round.run()).expect("a round without inputs");
    assert_eq!(network.get(&ticks), Some(&1));
    network.instant(at(1)).and_then(|instant| instant.run()).expect("an instant without inputs");
    assert_eq!(network.get(&ticks), Some(&10));
    network.instant(at(2)).and_then(|instant| instant.run()).expect("an instant without inputs");
    assert_eq!(network.get(&ticks), Some(&1), "the earliest alarm, and that is the first one");
}

#[test]
fn every_instant_without_inputs_takes_an_alarm() {
    // Whatever is pending, each instant at the next deadline makes the next alarm another one: no driver turns for ever.
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let calm = x.debounce(Span::from_secs(2)).share();
        let late = calm.next_instant().or(x.timeout(Span::from_secs(3)).map(|_| 0)).share();
        let _ = border.output(late.delay(Span::from_secs(1)).next_instant().throttle(Span::from_secs(1)));
        input
    })
    .expect("the network builds");
    for second in [1, 1, 2] {
        network.feed(at(second), &input, 7).expect("nothing is due before");
    }
    let mut instants = 0;
    while let Some(alarm) = network.next_alarm() {
        network.instant(alarm.at).and_then(|instant| instant.run()).expect("the alarm's instant");
        assert_eq!(network.now(), alarm.at);
        instants += 1;
        assert!(instants < 20, "alarms come to an end");
    }
    assert_eq!(
        instants, 7,
        "calm and its copy; that copy late, and again; the silence; that late, and again"
    );
}

#[test]
fn simulate_gives_it_its_instant() {
    let inputs = [(1, 1), (1, 2), (2, 4), (2, 8), (4, 16)];
    let seen = simulate(inputs, |x| {
        every(Span::from_secs(1)).last().sample(x.scan(0, |sum, x| sum + x).hold(0), |_, sum| sum)
    });
    assert_eq!(seen[..4], [(1, 3), (2, 15), (3, 15), (4, 31)]);
}

/// What comes out of the sums with these items, and at which second.
fn through(items: &[(i32, i64)], at_end: AtEnd) -> Vec<(Time, i64)> {
    let items: Vec<_> = items.iter().map(|(second, x)| (at(*second), *x)).collect();
    block_on_stream(stream::iter(items).through(sums(), at_end)).collect::<Result<_, _>>().expect("no error")
}

#[test]
fn a_stream_of_several_items_at_one_stamp_is_sampled_after_the_last() {
    let items = [(1, 1), (1, 2), (2, 4), (2, 8), (4, 16)];
    let sampled = [(at(1), 3), (at(2), 15), (at(3), 15), (at(4), 31)];
    assert_eq!(through(&items, AtEnd::Stop), sampled[..3], "nothing says that second 4 is over");
    assert_eq!(through(&items, AtEnd::AlarmsFor(Span::ZERO)), sampled);
    assert_eq!(through(&items, AtEnd::AlarmsUntil(at(4))), sampled);
}

#[test]
fn ticks_and_items_of_nothing_do_not_end_a_stamp() {
    let (network, (input, output)) = sums();
    let items = [
        (1, (Some(1), None)),
        (1, (None, Some(()))),
        (1, (None, None)),
        (1, (Some(2), None)),
        (2, (None, Some(()))),
        (2, (Some(4), None)),
        (3, (None, Some(()))),
    ];
    let items = stream::iter(items.map(|(second, item)| (at(second), item)));
    let sums = items.through((network, ((input, ()), output)), AtEnd::Stop);
    let sums: Result<Vec<_>, _> = block_on_stream(sums).collect();
    assert_eq!(sums, Ok(vec![(at(1), 3), (at(2), 7)]));
}
