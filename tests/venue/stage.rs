//! A venue fed from a script, whose events are kept.

use std::collections::VecDeque;

use tidegate::connector::venue::{FillRule, SimulatedVenue, VenueExecutor, VenueProducer, VenueStats};
use tidegate::connector::{Connector, ConnectorError, Executor, Handler, MarketData, Producer, Quote, Terms};
use tidegate::market::{Action, Book, MarketEvent, OrderId, Side, Trade, TradeId};
use tidegate::money::{Btc, InstrumentId, Market, Price, Quantity, Usdt};
use tidegate::safety::{Exposure, Gate, Keeper, Open};
use tidegate::time::Time;

/// A venue with many instruments.
#[derive(Debug)]
pub(crate) struct Many;

impl Market for Many {
    type Base = Btc;
    type Quote = Usdt;
    type Instrument = InstrumentId;
    const NAME: &'static str = "test:many";
}

pub(crate) struct Script(pub(crate) VecDeque<(Time, Quote<Many>)>);

impl MarketData<Many> for Script {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<Many>)>, ConnectorError> {
        Ok(self.0.pop_front())
    }
}

#[derive(Default)]
pub(crate) struct Seen(pub(crate) Vec<(Time, MarketEvent<Many>)>);

impl Handler<Many> for Seen {
    fn fire(&mut self, at: Time, event: MarketEvent<Many>) {
        self.0.push((at, event));
    }
}

pub(crate) fn price(whole: i64) -> Price<Many> {
    Price::from_units(whole * 100_000_000).expect("a price")
}

pub(crate) fn quantity(whole: i64) -> Quantity<Many> {
    Quantity::from_units(whole * 100_000_000).expect("a quantity")
}

pub(crate) fn trade(instrument: u32, side: Side, at: i64, size: i64) -> Quote<Many> {
    let (price, quantity, id) = (price(at), quantity(size), TradeId(1));
    Quote::Trade(Trade { instrument: InstrumentId(instrument), id, price, quantity, aggressor: side })
}

pub(crate) fn book(bid: i64, ask: i64) -> Quote<Many> {
    let level = |at| (price(at), quantity(1));
    Quote::Book(Book::new(InstrumentId(0), [level(bid)], [level(ask)]).expect("a book"))
}

pub(crate) fn market(id: u64, side: Side, size: i64) -> Action<Many> {
    Action::Market { id: OrderId::new(id), instrument: InstrumentId(0), side, quantity: quantity(size) }
}

pub(crate) fn limit(id: u64, side: Side, at: i64, size: i64) -> Action<Many> {
    let (id, instrument) = (OrderId::new(id), InstrumentId(0));
    Action::Limit { id, instrument, side, price: price(at), quantity: quantity(size) }
}

pub(crate) fn cancel(id: u64) -> Action<Many> {
    Action::Cancel { id: OrderId::new(id), instrument: InstrumentId(0) }
}

/// A started venue.
pub(crate) struct Stage {
    pub(crate) producer: VenueProducer<Many, Script>,
    pub(crate) executor: VenueExecutor<Many>,
    pub(crate) stats: VenueStats<Many>,
    pub(crate) gate: Gate,
    /// Keeps the gate open.
    _keeper: Keeper<Open>,
    pub(crate) now: Time,
    pub(crate) seen: Seen,
}

impl Stage {
    /// One quote a second, from second 1 on.
    pub(crate) fn new(rule: FillRule, quotes: impl IntoIterator<Item = Quote<Many>>) -> Self {
        Self::on(Terms::new(), rule, quotes)
    }

    /// The same at a venue with these terms.
    pub(crate) fn on(
        terms: Terms<Many>,
        rule: FillRule,
        quotes: impl IntoIterator<Item = Quote<Many>>,
    ) -> Self {
        let timed = (1..).map(Time::from_secs).zip(quotes).collect();
        let venue = SimulatedVenue::new(Script(timed))
            .maker_fee("-0.0001".parse().expect("a rate"))
            .taker_fee("0.001".parse().expect("a rate"))
            .fill(rule)
            .terms(terms);
        let stats = venue.stats();
        let parts = venue.start().expect("a venue in memory starts");
        let (producer, executor) = (parts.producer, parts.executor);
        let (gate, _keeper) = Gate::open();
        Self { producer, executor, stats, gate, _keeper, now: Time::EPOCH, seen: Seen::default() }
    }

    /// Lets the next quote happen; false after the last.
    pub(crate) fn tick(&mut self) -> bool {
        let Some(at) = self.producer.next_at().expect("sound quotes") else { return false };
        self.now = at;
        self.producer.produce(&mut self.seen).expect("sound quotes");
        true
    }

    pub(crate) fn act(&mut self, action: Action<Many>) {
        let admitted = self.gate.admit(action.into(), Exposure::FLAT).expect("an open gate");
        self.executor.execute(self.now, admitted, &mut self.seen).expect("an open venue");
        assert_eq!(self.gate.in_flight(), 0, "the submission is over");
    }

    pub(crate) fn ask(&mut self, id: u64) {
        let (id, instrument) = (OrderId::new(id), InstrumentId(0));
        self.executor.query(self.now, id, instrument, &mut self.seen).expect("an open venue");
    }

    /// What happened since the last call, as text.
    pub(crate) fn told(&mut self) -> Vec<String> {
        self.seen
            .0
            .drain(..)
            .map(|(at, event)| format!("{} {}", at.nanos() / 1_000_000_000, say(&event)))
            .collect()
    }
}

fn say(event: &MarketEvent<Many>) -> String {
    match event {
        MarketEvent::Trade(trade) => format!("trade {} @ {}", trade.quantity, trade.price),
        MarketEvent::Book(_) => "book".to_owned(),
        MarketEvent::Fills(fills) => {
            let fill = |fill: &tidegate::market::Fill<Many>| {
                format!(
                    "#{} {} {} @ {} {:?} {}",
                    fill.id, fill.side, fill.quantity, fill.price, fill.liquidity, fill.fee
                )
            };
            format!("fills [{}]", fills.iter().map(fill).collect::<Vec<_>>().join(", "))
        }
        MarketEvent::Order(order) => order.to_string().replace(", 0)", ")"),
        MarketEvent::Link(link) => link.to_string(),
        MarketEvent::Status(status) => status.to_string().replace(", 0)", ")"),
    }
}
