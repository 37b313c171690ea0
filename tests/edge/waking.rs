//! Who is pending is woken, and nothing gets lost on the way.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures::channel::mpsc;
use futures::{Sink, Stream};
use tidegate::edge::{AtEnd, Late, NetworkSink, Stamped};

use super::basin::Basin;
use super::{Bell, at, echo};

/// Polls with `bell` to be rung.
fn poll<S: Stream + Unpin>(stream: &mut S, bell: &Arc<Bell>) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut Context::from_waker(&Waker::from(bell.clone())))
}

#[test]
fn a_pending_input_is_waited_for() {
    let (sender, calls) = mpsc::unbounded();
    let bell = Arc::new(Bell::default());
    let mut echoes = calls.through(echo(1).0, AtEnd::AlarmsUntil(at(9)));
    assert!(poll(&mut echoes, &bell).is_pending());
    assert_eq!(bell.rings(), 0);
    sender.unbounded_send((at(1), 'a')).expect("somebody listens");
    assert_eq!(bell.rings(), 1);
    assert_eq!(poll(&mut echoes, &bell), Poll::Ready(Some(Ok((at(1), 'a')))));
    assert!(poll(&mut echoes, &bell).is_pending());
    drop(sender);
    assert_eq!(bell.rings(), 2);
    assert_eq!(poll(&mut echoes, &bell), Poll::Ready(Some(Ok((at(2), 'a')))));
    assert_eq!(poll(&mut echoes, &bell), Poll::Ready(None));
}

#[test]
fn a_merge_is_woken_by_either_side() {
    for late in [None, Some(Late::Kept)] {
        let (left, xs) = mpsc::unbounded();
        let (right, ys) = mpsc::unbounded();
        let bell = Arc::new(Bell::default());
        let mut merged: Pin<Box<dyn Stream<Item = _>>> = match late {
            None => Box::pin(xs.merge_by_stamp(ys)),
            Some(late) => Box::pin(xs.merge_by_arrival(ys, late)),
        };
        assert!(poll(&mut merged, &bell).is_pending());
        right.unbounded_send((at(1), 'y')).expect("somebody listens");
        assert_eq!(bell.rings(), 1);
        // By stamp the silent side holds it back: it might speak of second 0.
        assert_eq!(poll(&mut merged, &bell).is_pending(), late.is_none());
        left.unbounded_send((at(1), 'x')).expect("somebody listens");
        assert_eq!(bell.rings(), 2);
        let left_out = if late.is_none() { Some('y') } else { None };
        assert_eq!(poll(&mut merged, &bell), Poll::Ready(Some((at(1), (Some('x'), left_out)))));
    }
}

#[test]
fn a_sink_that_waits_for_room_is_woken_and_goes_on() {
    let basin = Basin::with_room(0);
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut cx = Context::from_waker(&waker);
    let mut sink = NetworkSink::new(echo(1).0, AtEnd::Stop, basin.clone());
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut cx), Poll::Ready(Ok(())));
    Pin::new(&mut sink).start_send((at(1), 'a')).expect("it is ready");
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut cx), Poll::Pending);
    assert_eq!((bell.rings(), sink.pending()), (0, Some(&(at(1), 'a'))));
    basin.drain(1);
    assert_eq!(bell.rings(), 1);
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut cx), Poll::Ready(Ok(())));
    assert_eq!(basin.look(|level| level.got.clone()), [(at(1), 'a')]);
}
