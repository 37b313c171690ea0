//! The best prices of a book, and what flows into them.

use serde::{Deserialize, Serialize};

use super::lengths::Lengths;
use crate::market::{Book, Side};
use crate::money::Market;
use crate::network::{Aggregate, Fold, sum};

/// The best bid and the best ask, each with what is offered there.
///
/// ```
/// use tidegate::indicator::Quote;
/// let quote = Quote { bid: 100.0, bid_size: 3.0, ask: 102.0, ask_size: 1.0 };
/// assert_eq!((quote.mid(), quote.spread()), (101.0, 2.0));
/// assert_eq!((quote.imbalance(), quote.microprice()), (0.5, 101.5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// What is bid, in the quote currency.
    pub bid: f64,
    /// How much is bid for there, in the base currency.
    pub bid_size: f64,
    /// What is asked.
    pub ask: f64,
    /// How much is offered there.
    pub ask_size: f64,
}

impl Quote {
    /// The best of a book; none if a side is empty.
    ///
    /// ```
    /// use tidegate::indicator::Quote;
    /// use tidegate::market::Book;
    /// use tidegate::money::{BtcUsdt, Only};
    /// let empty = Book::<BtcUsdt>::empty(Only);
    /// assert_eq!(Quote::of(&empty), None);
    /// ```
    #[must_use]
    pub fn of<M: Market>(book: &Book<M>) -> Option<Quote> {
        let (bid, ask) = (book.best_bid()?, book.best_ask()?);
        Some(Quote {
            bid: bid.price.to_f64(),
            bid_size: bid.quantity.to_f64(),
            ask: ask.price.to_f64(),
            ask_size: ask.quantity.to_f64(),
        })
    }

    /// The middle between bid and ask.
    #[must_use]
    pub fn mid(&self) -> f64 {
        self.bid + (self.ask - self.bid) / 2.0
    }

    /// How far the ask is above the bid.
    #[must_use]
    pub fn spread(&self) -> f64 {
        self.ask - self.bid
    }

    /// Which side offers more, from -1, all of it asked, to 1, all of it bid.
    ///
    /// ```text
    /// imbalance = (bid_size - ask_size) / (bid_size + ask_size)
    /// ```
    ///
    /// NaN where nothing is offered on either side.
    #[must_use]
    pub fn imbalance(&self) -> f64 {
        (self.bid_size - self.ask_size) / (self.bid_size + self.ask_size)
    }

    /// Bid and ask, each by what is offered on the other side: where the next trade pulls the price.
    ///
    /// ```text
    /// microprice = (bid · ask_size + ask · bid_size) / (bid_size + ask_size)
    /// ```
    ///
    /// NaN where nothing is offered on either side. Gatheral and Oomen, *Zero-intelligence realized variance estimation*,
    /// 2010.
    #[must_use]
    pub fn microprice(&self) -> f64 {
        self.bid + self.spread() * self.bid_size / (self.bid_size + self.ask_size)
    }
}

/// What came to the best prices between two quotes, less what went: above 0 it pushes prices up. In the unit of the sizes.
///
/// ```text
/// order_flow = [bid >= bid before] · bid_size - [bid <= bid before] · bid_size before
///            - [ask <= ask before] · ask_size + [ask >= ask before] · ask_size before
/// ```
///
/// Cont, Kukanov, Stoikov, *The price impact of order book events*, 2014.
///
/// ```
/// use tidegate::indicator::{order_flow, Quote};
/// let quote = |bid, bid_size| Quote { bid, bid_size, ask: 102.0, ask_size: 1.0 };
/// assert_eq!(order_flow(&quote(100.0, 3.0), &quote(100.0, 5.0)), 2.0, "more is bid");
/// assert_eq!(order_flow(&quote(100.0, 3.0), &quote(101.0, 1.0)), 1.0, "a better bid");
/// ```
#[must_use]
pub fn order_flow(before: &Quote, now: &Quote) -> f64 {
    let counts = |holds: bool, size: f64| if holds { size } else { 0.0 };
    counts(now.bid >= before.bid, now.bid_size)
        - counts(now.bid <= before.bid, before.bid_size)
        - counts(now.ask <= before.ask, now.ask_size)
        + counts(now.ask >= before.ask, before.ask_size)
}

/// Order flow imbalance: the sum of the last `length` [flows](order_flow).
///
/// In the unit of the sizes. From the (length + 1)-th quote on. O(1) a quote; it keeps the last flows. Over a span of time it
/// is `sum().of_steps(order_flow)` in a bar.
///
/// ```
/// use tidegate::indicator::{order_flow_imbalance, Quote};
/// use tidegate::network::{simulate, Windowed};
/// let quote = |bid_size| Quote { bid: 100.0, bid_size, ask: 102.0, ask_size: 1.0 };
/// let flows = simulate([(1, quote(3.0)), (2, quote(5.0)), (3, quote(4.0))], |x| x.total(order_flow_imbalance(2)));
/// assert_eq!(flows, [(1, None), (2, None), (3, Some(1.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn order_flow_imbalance(length: usize) -> impl Fold<Quote, Out = Option<f64>> + Clone {
    Lengths::of("order_flow_imbalance", [length], sum().of_last(length).of_steps(order_flow))
}

/// Trades in a row of which the same side was the aggressor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The side.
    pub side: Side,
    /// How many there are.
    pub length: u64,
}

/// How many trades in a row the same side has taken.
///
/// None before the first. O(1) a trade.
///
/// ```
/// use tidegate::indicator::{trade_run, Run};
/// use tidegate::market::Side::{Buy, Sell};
/// use tidegate::network::{simulate, Windowed};
/// let runs = simulate([(1, Buy), (2, Buy), (3, Sell)], |x| x.total(trade_run()));
/// assert_eq!((runs[1].1, runs[2].1), (Some(Run { side: Buy, length: 2 }), Some(Run { side: Sell, length: 1 })));
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn trade_run() -> impl Fold<Side, Out = Option<Run>> + Clone {
    Runs
}

#[derive(Clone, Copy, Debug)]
struct Runs;

impl Fold<Side> for Runs {
    type State = Option<Run>;
    type Out = Option<Run>;

    fn start(&self) -> Option<Run> {
        None
    }

    #[inline]
    fn enter(&self, run: &mut Option<Run>, side: &Side) {
        let before = run.filter(|run| run.side == *side).map_or(0, |run| run.length);
        *run = Some(Run { side: *side, length: before + 1 });
    }

    #[inline]
    fn out(&self, run: &Option<Run>) -> Option<Run> {
        *run
    }
}
