//! What does a realistic strategy cost as a network, against the same strategy as one loop?
//!
//! A market maker in ten instruments. Each has two moving averages, the volatility of its last 64 prices, and an
//! inventory of what was filled; its quotes follow the trend, lean against the inventory and widen with the
//! volatility; a risk check refuses what would go beyond a position or a notional; what has not changed is not
//! sent again. The decisions are plain functions, and both forms call them: what is compared is what carries
//! values and state to them.

#![recursion_limit = "512"]

use serde::{Deserialize, Serialize};
use tidegate::network::{Entry, Event, Join, Network, Smooth, Windowed, std};
use tidegate::time::Time;

#[expect(dead_code, reason = "only the words, the checksum and the measuring are needed here")]
mod workload;

use workload::Run;
use workload::hand::Last;
use workload::measure::{interleaved, timer};
use workload::spec::{FAST, SLOW, Words, average, fill, mix, tick};

const INSTRUMENTS: usize = 10;
/// Of how many prices volatility is.
const WINDOW: usize = 64;

/// What the market says of one instrument: a trade, and what of it was ours.
#[derive(Clone, Copy)]
struct Trade {
    instrument: u32,
    /// In ticks.
    price: i64,
    /// Lots we bought, or sold if negative.
    fill: Option<i64>,
}

/// A walk for each instrument; every eighth trade is ours, and what we hold stays within 24 lots.
struct Market([(i64, i64); INSTRUMENTS]);

impl Market {
    fn new() -> Self {
        Self([(10_000, 0); INSTRUMENTS])
    }

    #[inline(always)]
    fn next(&mut self, word: u64) -> Trade {
        let instrument = tick(word, INSTRUMENTS as u64).0;
        let (price, held) = &mut self.0[instrument as usize];
        *price += ((word >> 20) % 5) as i64 - 2;
        let fill = (word >> 13 & 7 == 0).then(|| {
            let lots = fill(word);
            let lots = if (*held + lots).abs() > 24 { -lots } else { lots };
            *held += lots;
            lots
        });
        Trade { instrument, price: *price, fill }
    }
}

/// What is known of an instrument when it is quoted.
struct View {
    price: i64,
    trend: f64,
    volatility: f64,
    inventory: i64,
}

/// An order to be standing, at a price.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Order {
    At(i64),
    /// The risk check said no: none is to be standing.
    Refused,
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Orders {
    bid: Order,
    ask: Order,
}

/// Distance of each quote from the fair price, in ticks, in a market that stands still.
const HALF_SPREAD: f64 = 2.0;
/// How far one lot of inventory moves both quotes.
const SKEW: f64 = 0.25;
/// What an order trades.
const LOTS: i64 = 1;
/// Beyond so many lots the position may not grow.
const MAX_POSITION: i64 = 20;
/// Nor beyond this worth, in lots times ticks.
const MAX_NOTIONAL: i64 = 195_000;

/// Bid and ask: around the price with its trend, against the inventory, wider in a lively market.
#[inline(always)]
fn quoted(view: &View) -> (i64, i64) {
    let fair = view.price as f64 + view.trend - SKEW * view.inventory as f64;
    let half = HALF_SPREAD + 0.5 * view.volatility;
    ((fair - half).floor() as i64, (fair + half).ceil() as i64)
}

/// The order, unless the position after it would be larger than allowed, and larger than it is.
#[inline(always)]
fn checked(price: i64, inventory: i64, lots: i64) -> Order {
    let after = (inventory + lots).abs();
    let allowed = after <= MAX_POSITION && after * price <= MAX_NOTIONAL;
    if allowed || after < inventory.abs() { Order::At(price) } else { Order::Refused }
}

#[inline(always)]
fn ordered(view: View) -> Orders {
    let (bid, ask) = quoted(&view);
    Orders { bid: checked(bid, view.inventory, LOTS), ask: checked(ask, view.inventory, -LOTS) }
}

/// What the executor makes of the orders of an instrument: a checksum.
#[inline(always)]
fn sent(h: u64, instrument: u32, orders: Orders) -> u64 {
    let word = |order| match order {
        Order::At(price) => price as u64,
        Order::Refused => u64::MAX,
    };
    mix(mix(mix(h, u64::from(instrument)), word(orders.bid)), word(orders.ask))
}

/// The strategy for one instrument: its trades in, its orders out where they change.
fn quotes(trades: Entry<Trade>) -> impl Event<Item = Orders> {
    trades.within(|trade| {
        let trend = trade
            .map(|trade| trade.price as f64)
            .within(|price| price.ewma(FAST).coincide(price.ewma(SLOW), |fast, slow| fast - slow));
        let volatility = trade.map(|trade| trade.price).window_of(WINDOW, std());
        let inventory = trade.filter_map(|trade| trade.fill).scan(0, |held, lots| held + lots);
        // `with_latest` sees this instant: a quote knows the fill that came with the price.
        let views = trade
            .map(|trade| trade.price)
            .coincide(trend, |price, trend| (price, trend))
            .coincide(volatility, |(price, trend), volatility| (price, trend, volatility.unwrap_or(0.0)))
            .with_latest(inventory, 0, |(price, trend, volatility), inventory| View {
                price,
                trend,
                volatility,
                inventory: *inventory,
            });
        views.map(ordered).dedupe()
    })
}

fn as_network() -> Run {
    let (mut net, (input, answer)) = Network::build(Time::EPOCH, |border| {
        let (input, trades) = border.input::<Trade>();
        let orders = trades.per_key(|trade| trade.instrument, |_, trades| quotes(trades));
        let checksum = orders.scan_ref(0, |h, orders| {
            orders.iter().fold(*h, |h, (instrument, orders)| sent(h, *instrument, *orders))
        });
        (input, border.view(checksum.hold(0)))
    })
    .expect("the strategy builds");
    let (mut words, mut market) = (Words::new(), Market::new());
    Box::new(move |n| {
        for _ in 0..n {
            let trade = market.next(words.next());
            net.feed(Time::EPOCH, &input, trade).expect("time stands still and the input is fed once");
        }
        net.view(&answer)
    })
}

/// The same state, kept by hand.
struct Instrument {
    averages: Option<(f64, f64)>,
    last: Last<WINDOW>,
    inventory: i64,
    standing: Option<Orders>,
}

impl Instrument {
    fn new() -> Self {
        Self { averages: None, last: Last::new(), inventory: 0, standing: None }
    }

    #[inline(always)]
    fn next(&mut self, trade: Trade) -> Option<Orders> {
        let price = trade.price as f64;
        let (fast, slow) = match self.averages {
            Some((fast, slow)) => (average(FAST, fast, price), average(SLOW, slow, price)),
            None => (price, price),
        };
        self.averages = Some((fast, slow));
        let (_, volatility) = self.last.push(trade.price);
        self.inventory += trade.fill.unwrap_or(0);
        let view = View { price: trade.price, trend: fast - slow, volatility, inventory: self.inventory };
        let orders = ordered(view);
        (self.standing.replace(orders) != Some(orders)).then_some(orders)
    }
}

fn by_hand() -> Run {
    let (mut words, mut market, mut h) = (Words::new(), Market::new(), 0);
    let mut instruments: [Instrument; INSTRUMENTS] = std::array::from_fn(|_| Instrument::new());
    Box::new(move |n| {
        for _ in 0..n {
            let trade = market.next(words.next());
            if let Some(orders) = instruments[trade.instrument as usize].next(trade) {
                h = sent(h, trade.instrument, orders);
            }
        }
        h
    })
}

fn main() {
    let (mut hand, mut net) = (by_hand(), as_network());
    assert_eq!(hand(1_000_000), net(1_000_000), "both send the same orders");
    let times = interleaved(&mut [hand, net].map(timer));
    println!("{:<14}{:>10}{:>12}{:>10}", "strategy", "hand ns", "tidegate ns", "times");
    println!("{:<14}{:>10.2}{:>12.2}{:>10.2}", "ten quoted", times[0], times[1], times[1] / times[0]);
}
