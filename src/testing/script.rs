//! Scripts: a market that does what it is told, and notes what it is asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::scripted::Scripted;
use super::timeline::{Mismatch, Timeline};
use crate::connector::{Connector, ConnectorError, Ending, Handler, Parts, Producer, Terminator};
use crate::control::Verdict;
use crate::market::{
    Fill, Fills, Link, Liquidity, MarketEvent, OrderEvent, OrderId, OrderStatus, Side, Standing, Trade,
    TradeId, VenueOrderId,
};
use crate::money::{Amount, Market, Only};
use crate::runtime::{AttachAll, Outcome, Runtime, Sim};
use crate::strategy::Strategy;
use crate::time::Time;

/// A scripted market: its events stand in the test, second by second.
///
/// It is a [`Connector`] that answers a strategy nothing by itself; what is asked is noted in [`Script::seen`]. Prices
/// and quantities are written as text. To the sweep it is a good venue: what works is cancelled when that asks, and an
/// order that no line has placed never came to exist. It closes no positions: a script's fills are its lines, so that
/// a run that is to close belongs to the [simulated venue](crate::connector::venue).
#[derive(Debug)]
pub struct Script<M: Market> {
    instrument: M::Instrument,
    events: VecDeque<(Time, MarketEvent<M>)>,
    trades: u64,
    fills: u64,
    seen: Seen,
}

/// What a strategy asked of a scripted market. Clones mean the same list.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    timeline: Arc<Mutex<Timeline>>,
}

impl<M: Market<Instrument = Only>> Script<M> {
    /// A script for a market of one instrument.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Only)
    }
}

impl<M: Market<Instrument = Only>> Default for Script<M> {
    fn default() -> Self {
        Self::new()
    }
}

/// # Panics
///
/// The lines of a script panic, at the place where they are written, if a number in them cannot be read.
impl<M: Market> Script<M> {
    /// A script for one instrument of a market; [`Script::on`] changes to another.
    #[must_use]
    pub fn of(instrument: M::Instrument) -> Self {
        Self { instrument, events: VecDeque::new(), trades: 0, fills: 0, seen: Seen::default() }
    }

    /// The next lines are about this instrument.
    #[must_use]
    pub fn on(mut self, instrument: M::Instrument) -> Self {
        self.instrument = instrument;
        self
    }

    /// Others trade; the buyer takes.
    #[must_use]
    #[track_caller]
    pub fn trade(mut self, second: i32, price: &str, quantity: &str) -> Self {
        self.trades += 1;
        let trade = Trade {
            instrument: self.instrument,
            id: TradeId(self.trades),
            price: read(price),
            quantity: read(quantity),
            aggressor: Side::Buy,
        };
        self.event(second, MarketEvent::Trade(trade))
    }

    /// The venue has an order of ours.
    #[must_use]
    pub fn placed(self, second: i32, order: u64) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(
            second,
            MarketEvent::Order(OrderEvent::Placed { id, instrument, venue: VenueOrderId(order) }),
        )
    }

    /// An order of ours is executed, without a fee. Fills are numbered from 1 on, in the order of their lines.
    #[must_use]
    #[track_caller]
    pub fn fill(mut self, second: i32, order: u64, side: Side, price: &str, quantity: &str) -> Self {
        self.fills += 1;
        let fill = Fill {
            id: OrderId::new(order),
            trade: TradeId(self.fills),
            instrument: self.instrument,
            side,
            price: read(price),
            quantity: read(quantity),
            fee: Amount::ZERO,
            liquidity: Liquidity::Taker,
        };
        self.event(second, MarketEvent::Fills(Fills::from(fill)))
    }

    /// The fill of this number, told again.
    #[must_use]
    #[track_caller]
    pub fn fill_again(self, second: i32, number: u64) -> Self {
        let told = self.events.iter().find_map(|(_, event)| match event {
            MarketEvent::Fills(fills) => fills.iter().find(|fill| fill.trade == TradeId(number)).copied(),
            _ => None,
        });
        let Some(fill) = told else { panic!("expected a fill {number} in a line above, found none") };
        self.event(second, MarketEvent::Fills(Fills::from(fill)))
    }

    /// An order of ours is executed in full.
    #[must_use]
    pub fn done(self, second: i32, order: u64) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Order(OrderEvent::Done { id, instrument }))
    }

    /// An order of ours is cancelled.
    #[must_use]
    pub fn cancelled(self, second: i32, order: u64) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Order(OrderEvent::Cancelled { id, instrument }))
    }

    /// An order of ours is ended by a rule of the venue.
    #[must_use]
    pub fn expired(self, second: i32, order: u64) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Order(OrderEvent::Expired { id, instrument }))
    }

    /// What became of an order of ours is unknown.
    #[must_use]
    pub fn lost(self, second: i32, order: u64) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Order(OrderEvent::Lost { id, instrument }))
    }

    /// The venue does not take a cancel.
    #[must_use]
    pub fn cancel_refused(self, second: i32, order: u64, why: &'static str) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Order(OrderEvent::CancelRefused { id, instrument, why: why.into() }))
    }

    /// The venue answers where an order of ours stands.
    #[must_use]
    pub fn status(self, second: i32, order: u64, standing: Standing<M>) -> Self {
        let (id, instrument) = (OrderId::new(order), self.instrument);
        self.event(second, MarketEvent::Status(OrderStatus { id, instrument, standing }))
    }

    /// The connection changes.
    #[must_use]
    pub fn link(self, second: i32, link: Link) -> Self {
        self.event(second, MarketEvent::Link(link))
    }

    /// Anything else happens.
    #[must_use]
    #[track_caller]
    pub fn event(mut self, second: i32, event: MarketEvent<M>) -> Self {
        let last = self.events.back().map_or(Time::MIN, |(at, _)| *at);
        assert!(last <= Time::from_secs(second), "expected a line at {last} or later, found second {second}");
        self.events.push_back((Time::from_secs(second), event));
        self
    }

    /// What will be asked, for a run that is started by hand.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.seen.clone()
    }

    /// Runs a strategy of this one market in simulation.
    ///
    /// # Panics
    /// If the strategy cannot be built.
    #[track_caller]
    pub fn run<P, S>(self, strategy: &S) -> Outcome
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<(Script<M>,)>,
    {
        Sim::new().run(strategy, (self,)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Runs a strategy of this one market and compares its actions with `expected`, line by line.
    ///
    /// # Panics
    /// With both time lines side by side, if they differ; if the strategy panics, does not answer shutdown, or
    /// has orders refused by the gate. A test of those uses [`Script::run`].
    #[track_caller]
    pub fn check<P, S, L>(self, strategy: &S, expected: impl IntoIterator<Item = L>)
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<(Script<M>,)>,
        L: AsRef<str>,
    {
        let seen = self.seen();
        let outcome = self.run(strategy);
        seen.expect(expected);
        let Outcome { report, failure, .. } = &outcome;
        assert!(
            matches!(report.verdict, Verdict::Done(_)),
            "the strategy has to answer shutdown, found: {}",
            report.verdict
        );
        assert!(failure.is_none(), "the script broke: {}", report.connector_failures.join("; "));
        assert_eq!(report.orders.gated, 0, "orders that a gate refused, as for an id that was used before");
    }
}

impl Seen {
    /// The list so far.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        self.timeline.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Compares with `expected`.
    ///
    /// # Errors
    /// [`Mismatch`], which prints both.
    pub fn equals<L: AsRef<str>>(&self, expected: impl IntoIterator<Item = L>) -> Result<(), Mismatch> {
        self.timeline().equals(&Timeline::parse(expected))
    }

    /// Compares with `expected`.
    ///
    /// # Panics
    /// With both time lines side by side, if they differ.
    #[track_caller]
    pub fn expect<L: AsRef<str>>(&self, expected: impl IntoIterator<Item = L>) {
        if let Err(mismatch) = self.equals(expected) {
            panic!("{mismatch}");
        }
    }

    pub(super) fn note(&self, at: Time, what: impl std::fmt::Display) {
        self.timeline.lock().unwrap_or_else(PoisonError::into_inner).push(at, what);
    }
}

#[track_caller]
fn read<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Display,
{
    text.parse().unwrap_or_else(|error| panic!("`{text}` in a script: {error}"))
}

/// Producer of a [`Script`].
#[derive(Debug)]
pub struct Lines<M: Market> {
    events: VecDeque<(Time, MarketEvent<M>)>,
}

/// Terminator of a [`Script`]: there is nothing to free.
#[derive(Debug)]
pub struct Nothing;

impl<M: Market> Connector<M> for Script<M> {
    type Producer = Lines<M>;
    type Executor = Scripted<M>;
    type Terminator = Nothing;

    fn start(self) -> Result<Parts<Lines<M>, Scripted<M>, Nothing>, ConnectorError> {
        let executor = Scripted::new(self.seen, &self.events);
        Ok(Parts { producer: Lines { events: self.events }, executor, terminator: Nothing })
    }
}

impl<M: Market> Producer<M> for Lines<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.events.front().map(|(at, _)| *at))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        if let Some((at, event)) = self.events.pop_front() {
            events.fire(at, event);
        }
        Ok(())
    }
}

impl Terminator for Nothing {
    fn terminate(&mut self, _: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Over)
    }
}
