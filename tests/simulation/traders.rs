//! Strategies of the random worlds: one that makes a market, one that takes, one that leads another market, and all of it.

use serde::{Deserialize, Serialize};
use tidegate::market::Actions;
use tidegate::money::Market;
use tidegate::prelude::*;

/// A third market.
pub(crate) struct EthBtc;

impl Market for EthBtc {
    type Base = Eth;
    type Quote = Btc;
    type Instrument = Only;
    const NAME: &'static str = "ETHBTC";
}

fn lot<M: Market>() -> Quantity<M> {
    "0.01".parse().expect("a quantity")
}

fn at_market<M: Market<Instrument = Only>>(id: u64, side: Side) -> Action<M> {
    Action::Market { id: OrderId::new(id), instrument: Only, side, quantity: lot() }
}

/// What a market maker hears.
#[derive(Clone, Copy, Hash, Serialize, Deserialize)]
enum Heard {
    Price(i64),
    Placed(u64),
    Gone(u64),
    Stop,
}

/// The orders of a market maker.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Quotes {
    highest: u64,
    trades: u64,
    asked: Vec<u64>,
    working: Vec<u64>,
    is_stopped: bool,
}

impl Quotes {
    fn hear<M: Market<Instrument = Only>>(&mut self, heard: Heard) -> Actions<M> {
        match heard {
            Heard::Placed(id) => {
                self.asked.retain(|asked| *asked != id);
                self.working.push(id);
            }
            Heard::Gone(id) => {
                self.asked.retain(|asked| *asked != id);
                self.working.retain(|working| *working != id);
            }
            Heard::Stop => {
                self.is_stopped = true;
                return self.cancel_all();
            }
            Heard::Price(units) => {
                self.trades += 1;
                if self.trades.is_multiple_of(3) && !self.is_stopped {
                    return match self.working.is_empty() && self.asked.is_empty() {
                        true => self.quote(units),
                        false => self.cancel_all(),
                    };
                }
            }
        }
        Actions::new()
    }

    /// A bid and an offer around the price; the offer may be met at once.
    fn quote<M: Market<Instrument = Only>>(&mut self, units: i64) -> Actions<M> {
        let quotes = [(Side::Buy, units - units / 20_000), (Side::Sell, units)];
        let orders = quotes.map(|(side, units)| {
            self.highest += 1;
            self.asked.push(self.highest);
            let price = Price::from_units(units).expect("a price");
            Action::Limit { id: OrderId::new(self.highest), instrument: Only, side, price, quantity: lot() }
        });
        orders.into_iter().collect()
    }

    fn cancel_all<M: Market<Instrument = Only>>(&self) -> Actions<M> {
        let cancel = |id: &u64| Action::Cancel { id: OrderId::new(*id), instrument: Only };
        self.working.iter().map(cancel).collect()
    }
}

/// Two quotes around the last price, taken back and made anew at every third trade; on `stop` all are taken back.
fn quotes<M: Market<Instrument = Only>, S: Event<Item = Notice>>(
    port: &MarketPort<M>,
    stop: S,
) -> impl Event<Item = Actions<M>> + use<M, S> {
    let prices = port.trades().map(|trade| Heard::Price(trade.price.units()));
    let turns = port.orders().filter_map(|turn| match turn {
        OrderEvent::Placed { id, .. } => Some(Heard::Placed(id.number())),
        turn if turn.is_end() => Some(Heard::Gone(turn.id().number())),
        _ => None,
    });
    let heard = stop.map(|_| Heard::Stop).or(prices.or(turns));
    heard.map_accum(Quotes::default(), Quotes::hear).filter(|actions| !actions.is_empty())
}

/// Makes a market, takes its quotes back when it is asked to stop, and is done a second later.
pub(crate) fn maker(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let quotes = quotes(&port, control.shutdown());
    let done = control.shutdown().delay(Span::from_secs(1)).map(|_| DoneCode::OK);
    (quotes, control.done_when(done))
}

/// Makes a market, and leaves it to others to clean up.
pub(crate) fn careless(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (quotes(&port, never()), control.done_at_once())
}

/// Buys and sells at every fourth trade, and never answers.
pub(crate) fn taker(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let orders = port.trades().every_nth(4).map_accum(0, |id, trade| {
        *id += 1;
        Actions::from(at_market(*id, if *id % 3 == 0 { Side::Sell } else { trade.aggressor }))
    });
    (orders, control.done_when(never()))
}

/// Makes a market in the first, and what is filled there is turned round in the second.
pub(crate) fn hedger(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let quotes = quotes(&btc, control.shutdown());
    let hedges = btc.fills().map_accum(0, |id, fills: Fills<BtcUsdt>| {
        let all = fills.iter().map(|fill| {
            *id += 1;
            at_market::<EthUsdt>(*id, if fill.side == Side::Buy { Side::Sell } else { Side::Buy })
        });
        all.collect::<Actions<EthUsdt>>()
    });
    let trouble = eth.link().map(|link| Complaint::new(1, link.to_string()));
    (quotes, hedges, control.done_at_once().reporting(trouble))
}

/// Makes three markets, one of them only while a feed says so; timers of its own besides.
pub(crate) fn three(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    cross: MarketPort<EthBtc>,
    feed: Feed<u64>,
    control: Control,
) -> (
    impl Event<Item = Actions<BtcUsdt>>,
    impl Event<Item = Actions<EthUsdt>>,
    impl Event<Item = Actions<EthBtc>>,
    Done,
) {
    let wanted = feed.events().hold(0);
    let first = quotes(&btc, control.shutdown());
    let second = quotes(&eth, never());
    let beats = every(Span::from_millis(700)).sample(wanted, |_, wanted| wanted % 2 == 0);
    let third = beats.filter(|wanted| *wanted).map_accum(0, |id, _| {
        *id += 1;
        Actions::from(at_market::<EthBtc>(*id, if *id % 2 == 0 { Side::Sell } else { Side::Buy }))
    });
    let quiet = cross.trades().timeout(Span::from_millis(900)).map(|_| Complaint::new(2, "quiet"));
    let done = control.shutdown().delay(Span::from_millis(300)).map(|_| DoneCode(4));
    (first, second, third, control.done_when(done).reporting(quiet))
}
