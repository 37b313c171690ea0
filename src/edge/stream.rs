//! A network as a stream adaptor.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::stream::{FusedStream, Stream};
use pin_project::pin_project;

use super::at_end::AtEnd;
use super::engine::{Engine, Parts, TURNS, Turn, Wired};
use super::intake::Intake;
use super::outlet::Outlet;
use super::stamped::Stamped;
use crate::network::{InstantError, Network};
use crate::time::Time;

/// What a network makes of a stream of stamped items: stream of [`Stamped::through`].
///
/// - Lazy: a poll runs instants until one gives an output. An item is taken only when the one before has been
///   run and all alarms before it have been handed out.
/// - Alarms due before the next item's stamp run first, each in its instant; alarms due at that stamp are part of
///   its instant, or, if their phase is [`Last`](crate::network::Phase::Last), have one when a later stamp has come or
///   the inputs have ended. Which alarms these are is known only when the item has come.
/// - When the inputs have ended, alarms run as [`AtEnd`] says; then it has ended too, and stays so.
/// - An [`InstantError`] is the last item. A refused stamp leaves its item in [`pending`](Self::pending); an item that
///   its [`Intake`] refuses is gone with the error.
/// - A poll runs 128 instants without an output at most, then it wakes itself and lets others run.
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, NetworkStream};
/// use tidegate::network::{Clock, Event, InstantError, Network};
/// use tidegate::time::{Span, Time};
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (call, calls) = border.input::<char>();
///     (call, border.output(calls.or(calls.delay(Span::from_secs(2)))))
/// })?;
/// let calls = stream::iter([(Time::from_secs(1), 'a'), (Time::from_secs(5), 'b'), (Time::from_secs(4), 'c')]);
/// let heard: Vec<_> = block_on_stream(NetworkStream::new(calls, wired, AtEnd::Stop)).collect();
/// let back = InstantError::Backwards { last: Time::from_secs(5), found: Time::from_secs(4) };
/// assert_eq!(heard, [
///     Ok((Time::from_secs(1), 'a')),
///     Ok((Time::from_secs(3), 'a')), // its echo, before the next item
///     Ok((Time::from_secs(5), 'b')),
///     Err(back),
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[pin_project]
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct NetworkStream<S: Stamped, I, O> {
    #[pin]
    inputs: S,
    engine: Engine<S::Value, I, O>,
}

impl<S: Stamped, I: Intake<S::Value>, O: Outlet> NetworkStream<S, I, O> {
    /// Puts a network behind `inputs`.
    pub fn new(inputs: S, wired: Wired<I, O>, at_end: AtEnd) -> Self {
        Self { inputs, engine: Engine::new(wired, at_end) }
    }

    /// The network, between two instants: to look at its time, or to save it.
    pub fn network(&self) -> &Network {
        self.engine.network()
    }

    /// The item that was taken and not run. It is not part of a snapshot of the network.
    pub fn pending(&self) -> Option<&(Time, S::Value)> {
        self.engine.pending()
    }

    /// Takes the edge apart; nothing runs.
    pub fn into_parts(self) -> Parts<S, S::Value, I, O> {
        self.engine.into_parts(self.inputs)
    }
}

impl<S: Stamped, I: Intake<S::Value>, O: Outlet> Stream for NetworkStream<S, I, O> {
    type Item = Result<(Time, O::Item), InstantError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        for _ in 0..TURNS {
            match this.engine.turn() {
                Ok(Turn::Ran(None)) => {}
                Ok(Turn::Ran(Some(output))) => return Poll::Ready(Some(Ok(output))),
                Ok(Turn::Over) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
                Ok(Turn::Waiting) => match ready!(this.inputs.as_mut().poll_next(cx)) {
                    Some(item) => this.engine.take(item),
                    None => this.engine.end_inputs(),
                },
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<S: Stamped, I: Intake<S::Value>, O: Outlet> FusedStream for NetworkStream<S, I, O> {
    fn is_terminated(&self) -> bool {
        self.engine.is_over()
    }
}
