//! Alarms between items, with items, and without.

use futures::executor::block_on_stream;
use tidegate::edge::{AtEnd, Late, Stamped};
use tidegate::network::{Event, Network, every};
use tidegate::time::{Span, Time};

use super::source::{Source, Step};
use super::{at, echo, poll};

#[test]
fn alarms_run_before_an_item_with_a_later_stamp_in_order_of_time() {
    let (calls, _) = Source::ready([(1, 'a'), (2, 'b'), (9, 'c')]);
    let echoes: Vec<_> = block_on_stream(calls.through(echo(3).0, AtEnd::Stop)).collect();
    let expected = [(1, 'a'), (2, 'b'), (4, 'a'), (5, 'b'), (9, 'c')];
    assert_eq!(echoes, expected.map(|(second, call)| Ok((at(second), call))));
}

#[test]
fn an_alarm_with_the_stamp_of_an_item_is_in_its_instant() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (call, calls) = border.input::<u32>();
        let ticks = every(Span::from_secs(2)).map(|_| 100);
        (call, border.output(calls.merge(ticks, |call, tick| call + tick)))
    });
    let (calls, _) = Source::ready([(2, 1), (2, 2), (3, 3)]);
    let sums = block_on_stream(calls.through(wired.expect("the network builds"), AtEnd::Stop));
    // The tick of second 2 coincides with the first item of second 2 only.
    assert_eq!(sums.collect::<Vec<_>>(), [Ok((at(2), 101)), Ok((at(2), 2)), Ok((at(3), 3))]);
}

#[test]
fn two_alarms_of_one_joint_at_one_time_are_two_instants() {
    let (calls, _) = Source::ready([(1, 'a'), (1, 'b')]);
    let echoes: Vec<_> = block_on_stream(calls.through(echo(3).0, AtEnd::AlarmsUntil(at(4)))).collect();
    assert_eq!(echoes, [(1, 'a'), (1, 'b'), (4, 'a'), (4, 'b')].map(|(second, call)| Ok((at(second), call))));
}

#[test]
fn no_time_passes_while_the_inputs_are_silent() {
    let (calls, _) = Source::new([Step::Give(at(1), 'a'), Step::Pause, Step::Pause]);
    let mut echoes = calls.through(echo(1).0, AtEnd::Stop);
    assert!(poll(&mut echoes).is_ready());
    assert!(poll(&mut echoes).is_pending());
    assert!(poll(&mut echoes).is_pending());
    assert_eq!(echoes.network().next_deadline(), Some(at(2)));
}

#[test]
fn a_stream_of_ticks_lets_time_pass() {
    let (network, (call, echoes)) = echo(1).0;
    let (calls, _) = Source::new([Step::Give(at(1), 'a'), Step::Pause, Step::Pause, Step::Pause]);
    let (ticks, _) = Source::new([Step::Pause, Step::Give(at(3), ())]);
    let inputs = calls.merge_by_arrival(ticks, Late::Kept);
    let mut echoes = inputs.through((network, ((call, ()), echoes)), AtEnd::Stop);
    assert!(poll(&mut echoes).is_ready());
    let echo = (0..3).map(|_| poll(&mut echoes)).find(std::task::Poll::is_ready);
    assert_eq!(echo, Some(std::task::Poll::Ready(Some(Ok((at(2), 'a'))))));
    assert_eq!(echoes.pending(), Some(&(at(3), (None, Some(())))));
}

#[test]
fn stamps_before_the_epoch_are_stamps_like_others() {
    let wired = Network::build(Time::MIN, |border| {
        let (call, calls) = border.input::<char>();
        (call, border.output(calls))
    });
    let (calls, _) = Source::ready([(-5, 'a'), (-5, 'b'), (0, 'c')]);
    let out = block_on_stream(calls.through(wired.expect("the network builds"), AtEnd::Stop));
    assert_eq!(out.map(|item| item.expect("no error").0).collect::<Vec<_>>(), [at(-5), at(-5), at(0)]);
}
