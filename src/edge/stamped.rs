//! Streams of items with their times, and what can be done with them.

use futures::stream::Stream;

use super::at_end::AtEnd;
use super::by_arrival::{ByArrival, Late};
use super::by_stamp::ByStamp;
use super::engine::Wired;
use super::intake::Intake;
use super::outlet::Outlet;
use super::stream::NetworkStream;
use crate::time::Time;

/// A stream of `(Time, value)`: every such stream is one.
///
/// The stamps should not decrease; a network refuses the first that does. A source that can fail sends its errors
/// as values (a `Result` is an occurrence like another), so that they are in order with the rest.
pub trait Stamped: Stream<Item = (Time, Self::Value)> + Sized {
    /// What is stamped.
    type Value;

    /// Sends the items through a network; see [`NetworkStream`].
    ///
    /// ```
    /// use futures::{executor::block_on_stream, stream};
    /// use tidegate::edge::{AtEnd, Stamped};
    /// use tidegate::network::{Event, Network};
    /// use tidegate::time::Time;
    ///
    /// let wired = Network::build(Time::EPOCH, |border| {
    ///     let (price, prices) = border.input::<i64>();
    ///     (price, border.output(prices.filter(|price| *price > 100)))
    /// })?;
    /// let prices = stream::iter([(Time::from_secs(1), 100), (Time::from_secs(2), 103)]);
    /// let high: Vec<_> = block_on_stream(prices.through(wired, AtEnd::Stop)).collect();
    /// assert_eq!(high, [Ok((Time::from_secs(2), 103))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn through<I, O>(self, wired: Wired<I, O>, at_end: AtEnd) -> NetworkStream<Self, I, O>
    where
        I: Intake<Self::Value>,
        O: Outlet,
    {
        NetworkStream::new(self, wired, at_end)
    }

    /// Both streams in the order of their stamps; equal stamps of the two are one item.
    ///
    /// Both have to be in order. A second item of one stream at the same stamp is an item of its own, after. So
    /// the result does not depend on which stream is quicker, and a recorded run can be repeated.
    ///
    /// The price: an item can go only when both streams have shown their next. **A stream that is silent holds
    /// the other back** until it speaks or ends. For recorded data that is right. Live, give the quiet one ticks,
    /// or use [`merge_by_arrival`](Stamped::merge_by_arrival).
    ///
    /// ```
    /// use futures::{StreamExt, executor::block_on, stream};
    /// use tidegate::edge::Stamped;
    /// use tidegate::time::Time;
    ///
    /// let at = Time::from_secs;
    /// let prices = stream::iter([(at(1), 100), (at(2), 101), (at(2), 102)]);
    /// let rates = stream::iter([(at(2), 'x'), (at(3), 'y')]);
    /// let merged: Vec<_> = block_on(prices.merge_by_stamp(rates).collect());
    /// assert_eq!(merged, [
    ///     (at(1), (Some(100), None)),
    ///     (at(2), (Some(101), Some('x'))),
    ///     (at(2), (Some(102), None)),
    ///     (at(3), (None, Some('y'))),
    /// ]);
    /// ```
    fn merge_by_stamp<S: Stamped>(self, other: S) -> ByStamp<Self, S> {
        ByStamp::new(self, other)
    }

    /// Both streams as they come: each item is one of its own, and the two take turns when both are ready.
    ///
    /// Nothing is held back; which item is first depends on who is quicker, and a stamp may be earlier than one
    /// that has gone before: `late` says what then.
    ///
    /// ```
    /// use futures::{StreamExt, executor::block_on, stream};
    /// use tidegate::edge::{Late, Stamped};
    /// use tidegate::time::Time;
    ///
    /// let at = Time::from_secs;
    /// let merge = |late| {
    ///     let (prices, rates) = (stream::iter([(at(5), 100)]), stream::iter([(at(2), 'x')]));
    ///     block_on(prices.merge_by_arrival(rates, late).collect::<Vec<_>>())
    /// };
    /// assert_eq!(merge(Late::Kept), [(at(5), (Some(100), None)), (at(2), (None, Some('x')))]);
    /// assert_eq!(merge(Late::Raised), [(at(5), (Some(100), None)), (at(5), (None, Some('x')))]);
    /// ```
    fn merge_by_arrival<S: Stamped>(self, other: S, late: Late) -> ByArrival<Self, S> {
        ByArrival::new(self, other, late)
    }
}

impl<S, T> Stamped for S
where
    S: Stream<Item = (Time, T)>,
{
    type Value = T;
}
