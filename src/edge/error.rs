//! What can go wrong where a network meets a sink.

use crate::network::InstantError;

/// Why a network and a sink cannot go on together.
///
/// ```
/// use futures::{SinkExt, executor::block_on, sink::drain};
/// use tidegate::edge::{AtEnd, EdgeError, NetworkSink};
/// use tidegate::network::{Event, InstantError, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     (price, border.output(prices))
/// })?;
/// let mut sink = NetworkSink::new(wired, AtEnd::Stop, drain());
/// block_on(sink.send((Time::from_secs(2), 100)))?;
/// let refused = block_on(sink.send((Time::from_secs(1), 101)));
/// let (last, found) = (Time::from_secs(2), Time::from_secs(1));
/// assert_eq!(refused, Err(EdgeError::Network(InstantError::Backwards { last, found })));
/// assert_eq!(block_on(sink.send((Time::from_secs(3), 102))), Err(EdgeError::Closed));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EdgeError<E> {
    /// An instant could not be run. The sink is sound: [`deliver`](super::deliver) has flushed it,
    /// [`NetworkSink`](super::NetworkSink) still closes it.
    #[error("the network cannot go on: {0}")]
    Network(#[from] InstantError),
    /// The sink failed; the network can go on.
    #[error("the sink failed: {0}")]
    Sink(#[source] E),
    /// An instant could not be run, and then the sink failed to flush what was sent before.
    #[error("the network cannot go on: {network}; then the sink failed: {sink}")]
    Both {
        /// Why the instant could not be run.
        #[source]
        network: InstantError,
        /// Why what was sent before may not have arrived.
        sink: E,
    },
    /// An item was sent before the sink said that it is ready; that item was not taken.
    #[error("an item was sent while another is in hand: expected `poll_ready` before each item")]
    NotReady,
    /// An item was sent after the end; that item was not taken.
    #[error("an item was sent to a network that has ended")]
    Closed,
}
