//! What a network gives, sent into a sink.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::sink::Sink;
use futures::stream::Stream;
use pin_project::pin_project;

use super::engine::TURNS;
use super::error::EdgeError;
use crate::network::InstantError;

/// Sends all `outputs` into `sink`, then closes it.
///
/// `outputs` is polled only while the sink is ready, so with a [`NetworkStream`](super::NetworkStream) nothing of the
/// network runs for a sink that cannot take it, and an output that was computed is in the sink. (`forward` of
/// `futures` runs one ahead and keeps that output.) While `outputs` is pending, the sink is flushed.
///
/// Either can be lent as `&mut` if it is needed afterwards.
///
/// # Errors
/// [`EdgeError::Network`], with the sink flushed and not closed, so that who reads it does not take an error for an
/// end; [`EdgeError::Sink`]; [`EdgeError::Both`].
///
/// ```
/// use futures::{executor::block_on, stream};
/// use tidegate::edge::{AtEnd, Stamped, deliver};
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     (price, border.output(prices.filter(|price| *price > 100)))
/// })?;
/// let prices = stream::iter([(Time::from_secs(1), 100), (Time::from_secs(2), 103)]);
/// let mut sent = Vec::new();
/// block_on(deliver(prices.through(wired, AtEnd::Stop), &mut sent))?;
/// assert_eq!(sent, [(Time::from_secs(2), 103)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deliver<S, T, K>(outputs: S, sink: K) -> Deliver<S, K>
where
    S: Stream<Item = Result<T, InstantError>>,
    K: Sink<T>,
{
    Deliver { outputs, sink, stage: Stage::Sending }
}

/// Future of [`deliver`].
#[pin_project]
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub struct Deliver<S, K> {
    #[pin]
    outputs: S,
    #[pin]
    sink: K,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Sending,
    Closing,
    /// The network cannot go on; what was sent before is flushed.
    Failing(InstantError),
    Done,
}

impl<S, T, K> Deliver<S, K>
where
    S: Stream<Item = Result<T, InstantError>>,
    K: Sink<T>,
{
    /// Hands over one output, if the sink is ready and there is one.
    fn poll_send(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), K::Error>> {
        let mut this = self.project();
        ready!(this.sink.as_mut().poll_ready(cx))?;
        match this.outputs.poll_next(cx) {
            Poll::Ready(Some(Ok(output))) => this.sink.start_send(output)?,
            Poll::Ready(Some(Err(error))) => *this.stage = Stage::Failing(error),
            Poll::Ready(None) => *this.stage = Stage::Closing,
            Poll::Pending => {
                ready!(this.sink.poll_flush(cx))?;
                return Poll::Pending;
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<S, T, K> Future for Deliver<S, K>
where
    S: Stream<Item = Result<T, InstantError>>,
    K: Sink<T>,
{
    type Output = Result<(), EdgeError<K::Error>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        for _ in 0..TURNS {
            let this = self.as_mut().project();
            let ended = match this.stage {
                Stage::Sending => match ready!(self.as_mut().poll_send(cx)) {
                    Ok(()) => continue,
                    Err(error) => Err(EdgeError::Sink(error)),
                },
                Stage::Closing => ready!(this.sink.poll_close(cx)).map_err(EdgeError::Sink),
                Stage::Failing(error) => Err(match (ready!(this.sink.poll_flush(cx)), error.clone()) {
                    (Ok(()), network) => EdgeError::Network(network),
                    (Err(sink), network) => EdgeError::Both { network, sink },
                }),
                Stage::Done => Err(EdgeError::Closed),
            };
            *self.project().stage = Stage::Done;
            return Poll::Ready(ended);
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
