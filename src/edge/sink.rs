//! A network as a sink, in front of another sink.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::sink::Sink;
use pin_project::pin_project;

use super::at_end::AtEnd;
use super::engine::{Engine, Parts, TURNS, Turn, Wired};
use super::error::EdgeError;
use super::intake::Intake;
use super::outlet::Outlet;
use crate::network::Network;
use crate::time::Time;

/// A sink of stamped items; what the network makes of them goes into another sink.
///
/// - Ready means: the item before has been run, and its outputs, and those of alarms before it, have been sent on.
/// - An item that is sent is kept and runs at the next `poll_ready`, `poll_flush` or `poll_close`; nothing runs while
///   the other sink is not ready. `send` of `futures` flushes, so after it the item has been run.
/// - Alarms run as in a [`NetworkStream`](super::NetworkStream): before a later item, or with one of their stamp.
/// - Closing runs what [`AtEnd`] says, then closes the other sink. Dropping runs nothing.
/// - After [`EdgeError::Network`] it takes no more items; closing it still closes the other sink. After
///   [`EdgeError::Sink`] the network can go on, if the other sink can.
///
/// For a network that is watched only through [`mirror`](Outlet::mirror)s, the other sink is `futures::sink::drain()`.
///
/// ```
/// use futures::{SinkExt, executor::block_on};
/// use tidegate::edge::{AtEnd, NetworkSink};
/// use tidegate::network::{Clock, Event, Network};
/// use tidegate::time::{Span, Time};
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (call, calls) = border.input::<char>();
///     (call, border.output(calls.delay(Span::from_secs(2))))
/// })?;
/// let mut echoes = Vec::new();
/// let mut sink = NetworkSink::new(wired, AtEnd::AlarmsFor(Span::from_secs(2)), &mut echoes);
/// block_on(sink.send((Time::from_secs(1), 'a')))?;
/// block_on(sink.send((Time::from_secs(4), 'b')))?;
/// block_on(sink.close())?;
/// assert_eq!(echoes, [(Time::from_secs(3), 'a'), (Time::from_secs(6), 'b')]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[pin_project]
#[derive(Debug)]
#[must_use = "sinks do nothing unless polled"]
pub struct NetworkSink<T, I, O, K> {
    engine: Engine<T, I, O>,
    #[pin]
    sink: K,
}

impl<T, I, O, K> NetworkSink<T, I, O, K>
where
    I: Intake<T>,
    O: Outlet,
    K: Sink<(Time, O::Item)>,
{
    /// Puts a network in front of `sink`.
    pub fn new(wired: Wired<I, O>, at_end: AtEnd, sink: K) -> Self {
        Self { engine: Engine::new(wired, at_end), sink }
    }

    /// The network, between two instants: to look at its time, or to save it.
    pub fn network(&self) -> &Network {
        self.engine.network()
    }

    /// The item that was sent and not run. It is not part of a snapshot of the network.
    pub fn pending(&self) -> Option<&(Time, T)> {
        self.engine.pending()
    }

    /// Takes the edge apart; nothing runs, and the other sink is not flushed.
    pub fn into_parts(self) -> Parts<K, T, I, O> {
        self.engine.into_parts(self.sink)
    }

    /// Runs what can be run without a further item, as fast as the other sink takes it.
    fn poll_work(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), EdgeError<K::Error>>> {
        let mut this = self.project();
        for _ in 0..TURNS {
            if !this.engine.has_work() {
                return Poll::Ready(Ok(()));
            }
            ready!(this.sink.as_mut().poll_ready(cx)).map_err(EdgeError::Sink)?;
            if let Turn::Ran(Some(output)) = this.engine.turn()? {
                this.sink.as_mut().start_send(output).map_err(EdgeError::Sink)?;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T, I, O, K> Sink<(Time, T)> for NetworkSink<T, I, O, K>
where
    I: Intake<T>,
    O: Outlet,
    K: Sink<(Time, O::Item)>,
{
    type Error = EdgeError<K::Error>;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        ready!(self.as_mut().poll_work(cx))?;
        Poll::Ready(if self.engine.is_waiting() { Ok(()) } else { Err(EdgeError::Closed) })
    }

    fn start_send(self: Pin<&mut Self>, item: (Time, T)) -> Result<(), Self::Error> {
        let engine = self.project().engine;
        if engine.is_waiting() {
            engine.take(item);
            return Ok(());
        }
        Err(if engine.pending().is_some() && !engine.is_over() {
            EdgeError::NotReady
        } else {
            EdgeError::Closed
        })
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        ready!(self.as_mut().poll_work(cx))?;
        self.project().sink.poll_flush(cx).map_err(EdgeError::Sink)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        ready!(self.as_mut().poll_work(cx))?;
        self.as_mut().project().engine.end_inputs();
        ready!(self.as_mut().poll_work(cx))?;
        self.project().sink.poll_close(cx).map_err(EdgeError::Sink)
    }
}
