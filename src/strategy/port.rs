//! Ports: what comes in from a market or a feed, paired with what may go out.

use serde::Serialize;

use crate::market::{Actions, Book, Fills, Link, OrderEvent, Trade};
use crate::money::Market;
use crate::network::{Border, Event, Input, Output, Shared};

use super::wanted::Wanted;

/// A strategy's side of one market: separate sources in, [`Actions`] for this market out.
///
/// The market is a type, so that an action for another one does not fit. A market of many
/// instruments names them in its events and actions; `per_key` takes them apart. A handle may be read
/// as often as one likes.
#[derive(Debug)]
pub struct MarketPort<M: Market> {
    trades: Shared<Trade<M>>,
    book: Shared<Book<M>>,
    fills: Shared<Fills<M>>,
    orders: Shared<OrderEvent<M>>,
    link: Shared<Link>,
}

impl<M: Market> MarketPort<M> {
    /// Public trades.
    pub fn trades(&self) -> Shared<Trade<M>> {
        self.trades
    }

    /// The whole book, each time it changes.
    pub fn book(&self) -> Shared<Book<M>> {
        self.book
    }

    /// Executions of our orders.
    pub fn fills(&self) -> Shared<Fills<M>> {
        self.fills
    }

    /// Turns in the life of our orders, refusals included.
    pub fn orders(&self) -> Shared<OrderEvent<M>> {
        self.orders
    }

    /// The state of the connection.
    pub fn link(&self) -> Shared<Link> {
        self.link
    }
}

/// A strategy's side of something off the market: exchange rates, risk limits, parameters. It takes nothing.
#[derive(Debug)]
pub struct Feed<T: FeedItem> {
    events: Shared<T>,
}

impl<T: FeedItem> Feed<T> {
    /// What arrives.
    pub fn events(&self) -> Shared<T> {
        self.events
    }
}

/// The runtime's side of a [`MarketPort`]: feeds its sources, reads its actions.
#[derive(Debug)]
pub struct MarketTerminal<M: Market> {
    /// Public trades.
    pub trades: Input<Trade<M>>,
    /// Books.
    pub book: Input<Book<M>>,
    /// Executions.
    pub fills: Input<Fills<M>>,
    /// Turns of orders.
    pub orders: Input<OrderEvent<M>>,
    /// The connection.
    pub link: Input<Link>,
    /// What the strategy wants.
    pub actions: Output<Actions<M>>,
}

/// The runtime's side of a [`Feed`].
#[derive(Debug)]
pub struct FeedTerminal<T> {
    /// What arrives.
    pub events: Input<T>,
}

/// The inputs of a market port, before its actions are known.
#[derive(Debug)]
pub struct MarketInlet<M: Market> {
    trades: Input<Trade<M>>,
    book: Input<Book<M>>,
    fills: Input<Fills<M>>,
    orders: Input<OrderEvent<M>>,
    link: Input<Link>,
}

pub(crate) fn close_market<M, E>(inlet: MarketInlet<M>, border: &mut Border, wanted: E) -> MarketTerminal<M>
where
    M: Market,
    E: Event,
    E::Item: Into<Actions<M>>,
{
    let MarketInlet { trades, book, fills, orders, link } = inlet;
    let actions = border.port_output("actions", Wanted::new(wanted));
    MarketTerminal { trades, book, fills, orders, link, actions }
}

pub(crate) fn open_market<M: Market>(border: &mut Border) -> (MarketInlet<M>, MarketPort<M>) {
    let (trades_in, trades) = border.port("trades");
    let (book_in, book) = border.port("book");
    let (fills_in, fills) = border.port("fills");
    let (orders_in, orders) = border.port("orders");
    let (link_in, link) = border.port("link");
    let inlet =
        MarketInlet { trades: trades_in, book: book_in, fills: fills_in, orders: orders_in, link: link_in };
    (inlet, MarketPort { trades, book, fills, orders, link })
}

/// What can arrive from off the market: it is hashed into the trace, so it is data. To replay a run from its journal it
/// has to be `serde::Deserialize` as well.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot arrive through a feed",
    note = "a feed's events are data: derive `Clone` and `serde::Serialize`, and keep handles and locks out of it"
)]
pub trait FeedItem: Clone + Send + Sync + Serialize + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + Serialize + 'static> FeedItem for T {}

pub(crate) fn open_feed<T: FeedItem>(border: &mut Border) -> (FeedTerminal<T>, Feed<T>) {
    let (input, events) = border.port("feed");
    (FeedTerminal { events: input }, Feed { events })
}
