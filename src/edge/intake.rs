//! What an item of a stream is to a network: which inputs occur in its instant.

use crate::network::{Input, Instant, InstantError};

/// Where items of type `T` enter a network: each is one instant.
///
/// | intake | item | occurs |
/// |---|---|---|
/// | [`Input<T>`](Input) | `T` | that input |
/// | `(I, J)`, two intakes | `(Option<A>, Option<B>)` | those that are there, at once |
/// | `()` | `()` | nothing: time passes, alarms of that stamp run, but for those of phase `Last` |
/// | [`feeding(f)`](feeding) | what `f` takes | what `f` feeds |
///
/// Pairs nest, as the streams of [`Stamped::merge_by_stamp`](super::Stamped::merge_by_stamp) do. A network with
/// many inputs keeps them in a struct of its own:
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, Intake, Stamped};
/// use tidegate::network::{Event, Input, Instant, InstantError, Network};
/// use tidegate::time::Time;
///
/// enum Message { Price(i64), Fill(i64) }
/// struct Inputs { price: Input<i64>, fill: Input<i64> }
///
/// impl Intake<Message> for Inputs {
///     fn feed<'a>(&mut self, instant: Instant<'a>, item: Message) -> Result<Instant<'a>, InstantError> {
///         match item {
///             Message::Price(price) => instant.feed(&self.price, price),
///             Message::Fill(quantity) => instant.feed(&self.fill, quantity),
///         }
///     }
/// }
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (price, prices) = border.input::<i64>();
///     let (fill, fills) = border.input::<i64>();
///     let paid = fills.sample(prices.hold(0), |quantity, price| quantity * price);
///     (Inputs { price, fill }, border.output(paid))
/// })?;
/// let messages = [(Time::from_secs(1), Message::Price(100)), (Time::from_secs(1), Message::Fill(2))];
/// let paid: Vec<_> = block_on_stream(stream::iter(messages).through(wired, AtEnd::Stop)).collect();
/// assert_eq!(paid, [Ok((Time::from_secs(1), 200))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes no items of `{T}`",
    label = "not an intake for `{T}`",
    note = "an `Input<T>` takes `T`; a pair takes `(Option<A>, Option<B>)`; `feeding(|instant, item| ..)` takes \
            whatever its closure takes"
)]
pub trait Intake<T> {
    /// Adds what `item` means to the instant.
    ///
    /// # Errors
    /// [`InstantError`] as [`Instant::feed`]; the instant is then dropped, and the item with it.
    fn feed<'a>(&mut self, instant: Instant<'a>, item: T) -> Result<Instant<'a>, InstantError>;
}

impl<T: Send + Sync + 'static> Intake<T> for Input<T> {
    fn feed<'a>(&mut self, instant: Instant<'a>, item: T) -> Result<Instant<'a>, InstantError> {
        instant.feed(self, item)
    }
}

impl Intake<()> for () {
    fn feed<'a>(&mut self, instant: Instant<'a>, (): ()) -> Result<Instant<'a>, InstantError> {
        Ok(instant)
    }
}

impl<A, B, I: Intake<A>, J: Intake<B>> Intake<(Option<A>, Option<B>)> for (I, J) {
    fn feed<'a>(
        &mut self,
        instant: Instant<'a>,
        (left, right): (Option<A>, Option<B>),
    ) -> Result<Instant<'a>, InstantError> {
        let instant = match left {
            Some(item) => self.0.feed(instant, item)?,
            None => instant,
        };
        match right {
            Some(item) => self.1.feed(instant, item),
            None => Ok(instant),
        }
    }
}

/// An intake that feeds what `f` feeds, all in one instant.
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, Stamped, feeding};
/// use tidegate::network::{Event, Network};
/// use tidegate::time::Time;
///
/// let wired = Network::build(Time::EPOCH, |border| {
///     let (bid, bids) = border.input::<i64>();
///     let (ask, asks) = border.input::<i64>();
///     let quote = feeding(move |instant, (low, high)| instant.feed(&bid, low)?.feed(&ask, high));
///     let spread = asks.map(|ask| -ask).merge(bids, |ask, bid| -ask - bid);
///     (quote, border.output(spread))
/// })?;
/// let quotes = stream::iter([(Time::from_secs(1), (100, 102)), (Time::from_secs(2), (101, 102))]);
/// let spreads: Vec<_> = block_on_stream(quotes.through(wired, AtEnd::Stop)).collect();
/// assert_eq!(spreads, [Ok((Time::from_secs(1), 2)), Ok((Time::from_secs(2), 1))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn feeding<T, F>(f: F) -> Feeding<F>
where
    F: for<'a> FnMut(Instant<'a>, T) -> Result<Instant<'a>, InstantError>,
{
    Feeding { f }
}

/// Intake of [`feeding`].
#[derive(Clone, Copy)]
pub struct Feeding<F> {
    f: F,
}

impl<F> std::fmt::Debug for Feeding<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Feeding")
    }
}

impl<T, F> Intake<T> for Feeding<F>
where
    F: for<'a> FnMut(Instant<'a>, T) -> Result<Instant<'a>, InstantError>,
{
    fn feed<'a>(&mut self, instant: Instant<'a>, item: T) -> Result<Instant<'a>, InstantError> {
        (self.f)(instant, item)
    }
}
