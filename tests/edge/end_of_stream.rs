//! What happens after the last input, and after that.

use std::task::Poll;

use futures::executor::block_on_stream;
use futures::stream::FusedStream;
use tidegate::edge::{AtEnd, Stamped};
use tidegate::network::{Network, every};
use tidegate::time::{Span, Time};

use super::source::Source;
use super::{at, echo, poll};

fn echoes(at_end: AtEnd) -> Vec<(Time, char)> {
    let (calls, _) = Source::ready([(1, 'a'), (4, 'b')]);
    block_on_stream(calls.through(echo(5).0, at_end)).map(|echo| echo.expect("no error")).collect()
}

#[test]
fn stop_runs_no_alarm() {
    assert_eq!(echoes(AtEnd::Stop), [(at(1), 'a'), (at(4), 'b')]);
}

#[test]
fn until_includes_its_own_time() {
    assert_eq!(echoes(AtEnd::AlarmsUntil(at(5))).len(), 2);
    assert_eq!(echoes(AtEnd::AlarmsUntil(at(6)))[2..], [(at(6), 'a')]);
    assert_eq!(echoes(AtEnd::AlarmsUntil(at(9)))[2..], [(at(6), 'a'), (at(9), 'b')]);
    assert_eq!(echoes(AtEnd::AlarmsUntil(Time::MAX)).len(), 4);
}

#[test]
fn for_counts_from_the_last_instant() {
    assert_eq!(echoes(AtEnd::AlarmsFor(Span::from_secs(1))).len(), 2);
    assert_eq!(echoes(AtEnd::AlarmsFor(Span::from_secs(2))).len(), 3);
    assert_eq!(echoes(AtEnd::AlarmsFor(Span::from_secs(5))).len(), 4);
}

#[test]
fn alarms_at_the_end_run_as_they_are_asked_for() {
    let wired = Network::build(Time::EPOCH, |border| ((), border.output(every(Span::from_secs(1)))));
    let (nothing, _) = Source::<()>::ready([]);
    let ticks = nothing.through(wired.expect("the network builds"), AtEnd::AlarmsUntil(Time::MAX));
    let ticks: Vec<_> = block_on_stream(ticks).take(3).collect();
    assert_eq!(ticks, [1, 2, 3].map(|second| Ok((at(second), at(second)))));
}

#[test]
fn an_end_is_an_end_and_the_source_is_not_polled_again() {
    let (calls, seen) = Source::ready([(1, 'a')]);
    let mut echoes = calls.through(echo(1).0, AtEnd::AlarmsUntil(at(9)));
    assert!(!echoes.is_terminated());
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(1), 'a')))));
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(2), 'a')))));
    assert!(!echoes.is_terminated());
    for _ in 0..3 {
        assert_eq!(poll(&mut echoes), Poll::Ready(None));
        assert!(echoes.is_terminated());
    }
    assert_eq!(seen.after_end.get(), 0);
}

#[test]
fn a_stream_without_items_ends() {
    let (calls, _) = Source::ready([]);
    let mut echoes = calls.through(echo(1).0, AtEnd::AlarmsUntil(Time::MAX));
    assert_eq!(poll(&mut echoes), Poll::Ready(None));
}
