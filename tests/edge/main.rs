//! The edges between a network and the async world.
//!
//! Everything is polled by hand or by `block_on`, over sources and sinks that do what a test tells them: no
//! thread, no sleeping.

mod alarms;
mod back_pressure;
mod basin;
mod end_of_stream;
mod equality;
mod failures;
mod intakes;
mod merging;
mod signals;
mod sinks;
mod source;
mod traits;
mod waking;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake};

use futures::Stream;
use tidegate::edge::Wired;
use tidegate::network::{Clock, Event, Input, Network, Output, Shared};
use tidegate::time::{Span, Time};

pub(crate) fn at(second: i32) -> Time {
    Time::from_secs(second)
}

/// Counts how often it is woken.
#[derive(Default)]
pub(crate) struct Bell(AtomicUsize);

impl Bell {
    pub(crate) fn rings(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Polls once, with nobody to wake.
pub(crate) fn poll<S: Stream + Unpin>(stream: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut Context::from_waker(futures::task::noop_waker_ref()))
}

/// A network that gives each item back, and again `after` seconds later; it counts what goes in.
pub(crate) fn echo(after: u64) -> (Wired<Input<char>, Output<char>>, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let wired = Network::build(Time::EPOCH, |border| {
        let (call, calls) = border.input::<char>();
        let calls = calls.inspected(counted);
        (call, border.output(calls.or(calls.delay(Span::from_secs(after)))))
    });
    (wired.expect("the network builds"), runs)
}

/// Counts occurrences, so that a test sees which instants ran.
trait Inspected {
    fn inspected(self, runs: Arc<AtomicUsize>) -> Shared<char>;
}

impl<E: Event<Item = char>> Inspected for E {
    fn inspected(self, runs: Arc<AtomicUsize>) -> Shared<char> {
        self.map(move |call| {
            runs.fetch_add(1, Ordering::Relaxed);
            call
        })
        .share()
    }
}
