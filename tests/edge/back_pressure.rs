//! Who takes what, and when: one item only after what the one before gave.

use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use futures::executor::block_on;
use futures::{FutureExt, StreamExt};
use tidegate::edge::{AtEnd, Stamped, deliver};
use tidegate::network::{Event, Network};
use tidegate::time::Time;

use super::basin::Basin;
use super::source::{Source, Step};
use super::{at, echo, poll};

#[test]
fn nothing_runs_before_the_first_poll() {
    let (calls, seen) = Source::ready([(1, 'a')]);
    let (wired, runs) = echo(1);
    let _echoes = calls.through(wired, AtEnd::Stop);
    assert_eq!((seen.polls.get(), runs.load(Ordering::Relaxed)), (0, 0));
}

#[test]
fn an_item_is_taken_when_the_outputs_of_the_one_before_are_out() {
    let (calls, seen) = Source::ready([(1, 'a'), (5, 'b'), (6, 'c')]);
    let (wired, runs) = echo(2);
    let mut echoes = calls.through(wired, AtEnd::Stop);
    let mut next = || {
        let item = block_on(echoes.next()).expect("an output").expect("no error");
        (item, seen.taken.get(), runs.load(Ordering::Relaxed))
    };
    assert_eq!(next(), ((at(1), 'a'), 1, 1));
    // The echo is due before the second item: that was taken to know it, and has not run.
    assert_eq!(next(), ((at(3), 'a'), 2, 1));
    assert_eq!(next(), ((at(5), 'b'), 2, 2));
    assert_eq!(next(), ((at(6), 'c'), 3, 3));
}

#[test]
fn the_item_in_hand_can_be_seen_while_alarms_run_before_it() {
    let (calls, _) = Source::ready([(1, 'a'), (5, 'b')]);
    let mut echoes = calls.through(echo(2).0, AtEnd::Stop);
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(1), 'a')))));
    assert_eq!(echoes.pending(), None);
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(3), 'a')))));
    assert_eq!(echoes.pending(), Some(&(at(5), 'b')));
    assert_eq!(echoes.network().now(), at(3));
}

#[test]
fn nothing_runs_while_the_sink_is_full() {
    let (calls, seen) = Source::ready([(1, 'a'), (2, 'b'), (3, 'c')]);
    let (wired, runs) = echo(9);
    let basin = Basin::with_room(1);
    let mut delivery = deliver(calls.through(wired, AtEnd::Stop), basin.clone());
    let mut work = || {
        let waker = futures::task::noop_waker_ref();
        let poll = delivery.poll_unpin(&mut Context::from_waker(waker));
        (poll.is_ready(), seen.taken.get(), runs.load(Ordering::Relaxed))
    };
    assert_eq!(work(), (false, 1, 1));
    assert_eq!(work(), (false, 1, 1));
    basin.drain(1);
    assert_eq!(work(), (false, 2, 2));
    basin.drain(2);
    assert_eq!(work(), (true, 3, 3));
    assert_eq!(basin.look(|level| level.got.clone()), [(at(1), 'a'), (at(2), 'b'), (at(3), 'c')]);
    assert!(basin.look(|level| level.closed));
}

#[test]
fn what_was_sent_is_flushed_while_the_inputs_are_silent() {
    let (calls, _) = Source::new([Step::Give(at(1), 'a'), Step::Pause]);
    let basin = Basin::with_room(9);
    let mut delivery = deliver(calls.through(echo(9).0, AtEnd::Stop), basin.clone());
    let waker = futures::task::noop_waker_ref();
    assert!(delivery.poll_unpin(&mut Context::from_waker(waker)).is_pending());
    assert_eq!(basin.look(|level| (level.flushed, level.closed)), (1, false));
}

#[test]
fn a_source_that_is_always_ready_and_gives_nothing_does_not_keep_the_thread() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<usize>();
        (number, border.output(numbers.filter(|number| *number == 1_000)))
    });
    let (numbers, seen) = Source::ready((1..=1_000).map(|number| (1, number)));
    let mut found = numbers.through(wired.expect("the network builds"), AtEnd::Stop);
    assert_eq!(poll(&mut found), Poll::Pending);
    assert!(seen.taken.get() < 200, "one poll took {} items", seen.taken.get());
    assert_eq!(block_on(found.next()), Some(Ok((at(1), 1_000))));
}

#[test]
fn dropped_in_the_middle_it_drops_its_source_and_runs_nothing() {
    let (calls, seen) = Source::ready([(1, 'a'), (2, 'b')]);
    let (wired, runs) = echo(1);
    let mut echoes = calls.through(wired, AtEnd::AlarmsUntil(Time::MAX));
    assert!(poll(&mut echoes).is_ready());
    drop(echoes);
    assert!(seen.dropped.get());
    assert_eq!((seen.taken.get(), runs.load(Ordering::Relaxed)), (1, 1));
}
