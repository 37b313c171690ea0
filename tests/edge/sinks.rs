//! A network as a sink, and what goes out of it.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use futures::executor::block_on;
use futures::sink::drain;
use futures::{Sink, SinkExt, StreamExt, stream};
use tidegate::edge::{AtEnd, EdgeError, NetworkSink};
use tidegate::network::{Input, InstantError, Output};
use tidegate::time::Time;

use super::basin::{Basin, Broken};
use super::{at, echo};

type Item = (Time, char);
type Echo<K> = NetworkSink<char, Input<char>, Output<char>, K>;

fn cx() -> Context<'static> {
    Context::from_waker(futures::task::noop_waker_ref())
}

fn send<K: Sink<Item> + Unpin>(sink: &mut Echo<K>, item: Item) -> Result<(), EdgeError<K::Error>> {
    Pin::new(sink).start_send(item)
}

fn ready<K: Sink<Item> + Unpin>(sink: &mut Echo<K>) -> Poll<Result<(), EdgeError<K::Error>>> {
    Pin::new(sink).poll_ready(&mut cx())
}

#[test]
fn an_item_that_was_flushed_has_run() {
    let (wired, runs) = echo(2);
    let mut sent = Vec::new();
    let mut sink = NetworkSink::new(wired, AtEnd::Stop, &mut sent);
    block_on(sink.send((at(1), 'a'))).expect("it is sent");
    assert_eq!((runs.load(Ordering::Relaxed), sink.network().now()), (1, at(1)));
    block_on(sink.send((at(5), 'b'))).expect("it is sent");
    block_on(sink.close()).expect("it is closed");
    assert_eq!(sent, [(at(1), 'a'), (at(3), 'a'), (at(5), 'b')]);
}

#[test]
fn sending_runs_nothing_and_a_full_sink_holds_everything_back() {
    let (wired, runs) = echo(2);
    let basin = Basin::with_room(1);
    let mut sink = NetworkSink::new(wired, AtEnd::Stop, basin.clone());
    let mut step = |item| {
        assert_eq!(ready(&mut sink), Poll::Ready(Ok(())));
        send(&mut sink, item).expect("it is ready");
        runs.load(Ordering::Relaxed)
    };
    assert_eq!(step((at(1), 'a')), 0);
    assert_eq!(step((at(5), 'b')), 1);
    // The echo of `a`, due at 3, wants to go out before `b` runs, and there is no room.
    assert_eq!(ready(&mut sink), Poll::Pending);
    assert_eq!((runs.load(Ordering::Relaxed), sink.network().now()), (1, at(1)));
    basin.drain(1);
    assert_eq!(ready(&mut sink), Poll::Pending);
    assert_eq!((runs.load(Ordering::Relaxed), sink.network().now()), (1, at(3)));
    basin.drain(1);
    assert_eq!(ready(&mut sink), Poll::Ready(Ok(())));
    assert_eq!(basin.look(|level| level.got.clone()), [(at(1), 'a'), (at(3), 'a'), (at(5), 'b')]);
}

#[test]
fn an_item_sent_without_asking_is_not_taken() {
    let mut sink = NetworkSink::new(echo(2).0, AtEnd::Stop, drain());
    assert_eq!(send(&mut sink, (at(1), 'a')), Ok(()));
    assert_eq!(send(&mut sink, (at(2), 'b')), Err(EdgeError::NotReady));
    assert_eq!(sink.into_parts().pending, Some((at(1), 'a')));
}

#[test]
fn closing_runs_the_item_in_hand_and_the_alarms_of_the_end() {
    let basin = Basin::with_room(9);
    basin.turn(|level| level.pauses = true);
    let mut sink = NetworkSink::new(echo(2).0, AtEnd::AlarmsUntil(at(3)), basin.clone());
    send(&mut sink, (at(1), 'a')).expect("it is ready");
    block_on(sink.close()).expect("it is closed");
    assert_eq!(basin.look(|level| level.got.clone()), [(at(1), 'a'), (at(3), 'a')]);
    assert!(basin.look(|level| level.closed && level.flushed == 2));
    assert_eq!(ready(&mut sink), Poll::Ready(Err(EdgeError::Closed)));
    assert_eq!(send(&mut sink, (at(9), 'z')), Err(EdgeError::Closed));
}

#[test]
fn an_error_of_the_network_is_said_once_and_closing_still_closes_the_other_sink() {
    let basin = Basin::with_room(9);
    let mut sink = NetworkSink::new(echo(2).0, AtEnd::AlarmsUntil(Time::MAX), basin.clone());
    block_on(sink.send((at(5), 'a'))).expect("it is sent");
    let error = InstantError::Backwards { last: at(5), found: at(4) };
    assert_eq!(block_on(sink.send((at(4), 'b'))), Err(EdgeError::Network(error)));
    assert_eq!(sink.pending(), Some(&(at(4), 'b')));
    assert_eq!(block_on(sink.send((at(6), 'c'))), Err(EdgeError::Closed));
    assert_eq!(block_on(sink.close()), Ok(()));
    assert_eq!(basin.look(|level| (level.got.len(), level.closed)), (1, true));
}

#[test]
fn an_error_of_the_other_sink_leaves_the_item_in_hand() {
    let basin = Basin::with_room(9);
    basin.turn(|level| level.breaks_on_ready = true);
    let mut sink = NetworkSink::new(echo(2).0, AtEnd::Stop, basin.clone());
    assert_eq!(block_on(sink.send((at(1), 'a'))), Err(EdgeError::Sink(Broken)));
    assert_eq!(sink.pending(), Some(&(at(1), 'a')));
    basin.turn(|level| level.breaks_on_ready = false);
    assert_eq!(block_on(sink.flush()), Ok(()));
    assert_eq!(basin.look(|level| (level.got.clone(), level.flushed)), (vec![(at(1), 'a')], 1));
}

#[test]
fn a_stream_can_be_forwarded_into_it() {
    let mut sent = Vec::new();
    let sink = NetworkSink::new(echo(2).0, AtEnd::AlarmsUntil(at(9)), &mut sent);
    let calls = stream::iter([(at(1), 'a'), (at(2), 'b')]).map(Ok);
    block_on(calls.forward(sink)).expect("all is sent");
    assert_eq!(sent, [(at(1), 'a'), (at(2), 'b'), (at(3), 'a'), (at(4), 'b')]);
}
