//! Waiting for what is in flight, without polling.

use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::channel::oneshot;
use tidegate::safety::{DRAIN, Gate, InFlight};
use tidegate::time::Span;

/// Counts how often it is woken.
#[derive(Default)]
struct Bell(AtomicU32);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Bell {
    fn rung(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn g8_the_default_is_eight_seconds() {
    assert_eq!(DRAIN, Span::from_secs(8));
}

#[test]
fn g6_a_drain_sleeps_until_the_last_permit_is_dropped() {
    let (gate, keeper) = Gate::open();
    let permits = [gate.enter("one").expect("open"), gate.enter("two").expect("open")];
    let mut sweep = keeper.seal("test");
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut drain = pin!(sweep.drain(pending()));
    assert!(drain.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    let [one, two] = permits;
    drop(one);
    assert_eq!(bell.rung(), 0, "one is still in flight");
    drop(two);
    assert_eq!(bell.rung(), 1);
    assert!(matches!(drain.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(_))));
}

/// Fault 16: a submission that never returns.
#[test]
fn fault_016_at_the_deadline_a_drain_says_how_many_are_in_flight() {
    let (gate, keeper) = Gate::open();
    let _stuck = gate.enter("place order").expect("open");
    let mut sweep = keeper.seal("test");
    let (time_is_over, deadline) = oneshot::channel();
    let deadline = async { deadline.await.expect("the sender lives") };
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut drain = pin!(sweep.drain(deadline));
    assert!(drain.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    time_is_over.send(()).expect("the drain lives");
    assert_eq!(bell.rung(), 1);
    assert_eq!(drain.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Ready(Err(InFlight(1))));
}

/// The last one leaves while the deadline is looked at: that is drained.
#[test]
fn a_drain_that_ends_at_its_deadline_is_drained() {
    let (gate, keeper) = Gate::open();
    let mut last = Some(gate.enter("place order").expect("open"));
    let mut sweep = keeper.seal("test");
    let deadline = poll_fn(|_| {
        last.take();
        Poll::Ready(())
    });
    assert!(futures::executor::block_on(sweep.drain(deadline)).is_ok());
}

/// Fault 37: nothing pending at all, nothing waited for, even with no time at all.
#[test]
fn fault_037_nothing_in_flight_is_drained_at_once() {
    let (_gate, keeper) = Gate::open();
    let mut sweep = keeper.seal("test");
    assert!(futures::executor::block_on(sweep.drain(std::future::ready(()))).is_ok());
    let mut sweep = sweep.finish_closing();
    assert!(futures::executor::block_on(sweep.drain(pending())).is_ok());
}

#[test]
fn threads_that_finish_wake_a_thread_that_drains() {
    let (gate, keeper) = Gate::open();
    let permits: Vec<_> = (0..8).map(|_| gate.enter("place order").expect("open")).collect();
    let mut sweep = keeper.seal("test");
    let threads: Vec<_> = permits.into_iter().map(|permit| std::thread::spawn(|| drop(permit))).collect();
    assert!(futures::executor::block_on(sweep.drain(pending())).is_ok());
    threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
}
