//! What leaves a network after an instant.

use futures_signals::signal::Mutable;

use super::beside::Beside;
use super::mirror::Mirror;
use crate::network::{Network, Output, View};

/// What is taken from a network after each instant, if anything.
///
/// | outlet | item | there is one when |
/// |---|---|---|
/// | [`Output<T>`](Output) | `T`, cloned | that output occurs |
/// | [`View<T>`](View), a behavior | its value after the instant | always |
/// | `(O, P)`, two outlets | `(Option<A>, Option<B>)` | one of them or both occur |
/// | [`outlet.beside(other)`](Outlet::beside) | that of `outlet` | `outlet` occurs |
/// | [`reading(f)`](reading) | what `f` gives | `f` gives one |
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, Stamped};
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     let even = prices.filter(|price| price % 2 == 0);
///     let sum = prices.scan(0, |sum, price| sum + price);
///     (price, (border.output(even), border.output(sum)))
/// })?;
/// let prices = stream::iter([(Time::from_secs(1), 3), (Time::from_secs(2), 4)]);
/// let both: Vec<_> = block_on_stream(prices.through(wired, AtEnd::Stop)).collect();
/// assert_eq!(both, [Ok((Time::from_secs(1), (None, Some(3)))), Ok((Time::from_secs(2), (Some(4), Some(7))))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Outlet {
    /// What comes out.
    type Item;

    /// What the last instant gave; called once after each.
    fn read(&mut self, network: &Network) -> Option<Self::Item>;

    /// Sets `mutable` to each item, and passes the item on.
    ///
    /// After an instant `mutable` is the behavior that holds this outlet's event, as the next instant will see
    /// it, if it began with the same value. Set to an equal value it still wakes who waits for it:
    /// [`mirror_neq`](Outlet::mirror_neq) does not. Signals of it may **skip** values.
    ///
    /// Whoever holds the lock of `mutable` holds up the network.
    ///
    /// ```
    /// use futures::{StreamExt, executor::block_on, stream};
    /// use futures_signals::signal::Mutable;
    /// use tidegate::edge::{AtEnd, Outlet, Stamped};
    /// use tidegate::network::{Event, Network};
    /// use tidegate::time::Time;
    ///
    /// let position = Mutable::new(0);
    /// let wired = Network::build(Time::EPOCH, |border| {
    ///     let (fill, fills) = border.input::<i64>();
    ///     let positions = fills.scan(0, |position, fill| position + fill);
    ///     (fill, border.output(positions).mirror(&position))
    /// })?;
    /// let fills = stream::iter([(Time::from_secs(1), 5), (Time::from_secs(2), -2)]);
    /// let mut positions = fills.through(wired, AtEnd::Stop);
    /// assert_eq!((block_on(positions.next()), position.get()), (Some(Ok((Time::from_secs(1), 5))), 5));
    /// assert_eq!((block_on(positions.next()), position.get()), (Some(Ok((Time::from_secs(2), 3))), 3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn mirror(self, mutable: &Mutable<Self::Item>) -> Mirror<Self>
    where
        Self: Sized,
        Self::Item: Clone,
    {
        Mirror { outlet: self, mutable: mutable.clone(), set: Mutable::set }
    }

    /// As [`mirror`](Outlet::mirror), but a value equal to the one before wakes nobody.
    ///
    /// ```
    /// use futures::{FutureExt, StreamExt, executor::block_on_stream, stream};
    /// use futures_signals::signal::{Mutable, SignalExt};
    /// use tidegate::edge::{AtEnd, Outlet, Stamped};
    /// use tidegate::network::{Event, Network};
    /// use tidegate::time::Time;
    ///
    /// let rising = Mutable::new(false);
    /// let mut seen = rising.signal().to_stream();
    /// assert_eq!(seen.next().now_or_never(), Some(Some(false)));
    /// let wired = Network::build(Time::EPOCH, |border| {
    ///     let (change, changes) = border.input::<i64>();
    ///     (change, border.output(changes.map(|change| change > 0)).mirror_neq(&rising))
    /// })?;
    /// let changes = stream::iter([(Time::from_secs(1), -3), (Time::from_secs(2), -1)]);
    /// assert_eq!(block_on_stream(changes.through(wired, AtEnd::Stop)).count(), 2);
    /// assert_eq!(seen.next().now_or_never(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn mirror_neq(self, mutable: &Mutable<Self::Item>) -> Mirror<Self>
    where
        Self: Sized,
        Self::Item: Clone + PartialEq,
    {
        Mirror { outlet: self, mutable: mutable.clone(), set: Mutable::set_neq }
    }

    /// Reads `other` too, but gives only the items of this outlet: for mirrors that stand beside.
    ///
    /// ```
    /// use futures::{executor::block_on_stream, stream};
    /// use futures_signals::signal::Mutable;
    /// use tidegate::edge::{AtEnd, Outlet, Stamped};
    /// use tidegate::network::{Event, Network};
    /// use tidegate::time::Time;
    ///
    /// let last = Mutable::new(0);
    /// let wired = Network::build(Time::EPOCH, |border| {
    ///     let (price, prices) = border.input::<i64>();
    ///     let display = border.output(prices).mirror(&last);
    ///     (price, border.output(prices.filter(|price| *price > 100)).beside(display))
    /// })?;
    /// let prices = stream::iter([(Time::from_secs(1), 101), (Time::from_secs(2), 99)]);
    /// let high: Vec<_> = block_on_stream(prices.through(wired, AtEnd::Stop)).collect();
    /// assert_eq!((high, last.get()), (vec![Ok((Time::from_secs(1), 101))], 99));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn beside<P: Outlet>(self, other: P) -> Beside<Self, P>
    where
        Self: Sized,
    {
        Beside { outlet: self, other }
    }
}

/// # Panics
/// [`read`](Outlet::read) panics if the output belongs to another network, as [`Network::get`] does.
impl<T: Clone + Send + Sync + 'static> Outlet for Output<T> {
    type Item = T;

    fn read(&mut self, network: &Network) -> Option<T> {
        network.get(self).cloned()
    }
}

/// The value of a behavior after every instant; `mirror_neq` makes it a signal.
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use futures_signals::signal::Mutable;
/// use tidegate::edge::{AtEnd, Outlet, Stamped};
/// use tidegate::network::{Behavior, Event, Network};
/// use tidegate::time::Time;
///
/// let shown = Mutable::new(0);
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     let double = border.view(prices.hold(0).map(|price| 2 * price));
///     (price, double.mirror_neq(&shown))
/// })?;
/// let prices = stream::iter([(Time::from_secs(1), 50)]);
/// assert_eq!(block_on_stream(prices.through(wired, AtEnd::Stop)).count(), 1);
/// assert_eq!(shown.get(), 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<T> Outlet for View<T> {
    type Item = T;

    fn read(&mut self, network: &Network) -> Option<T> {
        Some(network.view(self))
    }
}

impl<O: Outlet, P: Outlet> Outlet for (O, P) {
    type Item = (Option<O::Item>, Option<P::Item>);

    fn read(&mut self, network: &Network) -> Option<Self::Item> {
        let (left, right) = (self.0.read(network), self.1.read(network));
        (left.is_some() || right.is_some()).then_some((left, right))
    }
}

/// An outlet that gives what `f` makes of the network after each instant.
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, Stamped, reading};
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (name, names) = border.input::<String>();
///     let name_out = border.output(names);
///     (name, reading(move |network| network.get(&name_out).map(|name| name.len())))
/// })?;
/// let names = stream::iter([(Time::from_secs(1), "btc".to_owned())]);
/// let lengths: Vec<_> = block_on_stream(names.through(wired, AtEnd::Stop)).collect();
/// assert_eq!(lengths, [Ok((Time::from_secs(1), 3))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reading<T, F>(f: F) -> Reading<F>
where
    F: FnMut(&Network) -> Option<T>,
{
    Reading { f }
}

/// Outlet of [`reading`].
#[derive(Clone, Copy)]
pub struct Reading<F> {
    f: F,
}

impl<F> std::fmt::Debug for Reading<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading")
    }
}

impl<T, F: FnMut(&Network) -> Option<T>> Outlet for Reading<F> {
    type Item = T;

    fn read(&mut self, network: &Network) -> Option<T> {
        (self.f)(network)
    }
}
