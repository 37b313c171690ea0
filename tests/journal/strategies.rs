//! Strategies that use what a replay could get wrong: alarms of both phases, sub-networks, refusals, notices.

use serde::{Deserialize, Serialize};
use tidegate::network::{Behavior, Entry};
use tidegate::prelude::*;

use crate::market::{Many, UNIT, price, quantity};

/// What a feed brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Skew {
    pub(crate) ticks: i64,
    pub(crate) weight: f64,
}

/// Places two quotes and takes the last two back. One in seven has an id that was used.
fn requote<M: Market<Instrument = Only>>(n: u64, mid: i64) -> Actions<M> {
    let id = |n: u64| OrderId::new(if n.is_multiple_of(7) { 1 } else { n });
    let cancel = |n| Advice::from(Action::Cancel { id: id(n), instrument: Only });
    let limit = |n: u64, side, units| {
        let (price, quantity) = (price(units), quantity(UNIT / 2));
        let advice = Action::Limit { id: id(n), instrument: Only, side, price, quantity }
            .because(format!("quote {n}"));
        if n.is_multiple_of(5) { advice.protecting() } else { advice }
    };
    let taken = n.checked_sub(2).map(|before| [cancel(before + 1), cancel(before + 2)]);
    let placed = [limit(n + 1, Side::Buy, mid - UNIT / 5), limit(n + 2, Side::Sell, mid + UNIT / 5)];
    taken.into_iter().flatten().chain(placed).collect()
}

/// All that is heard of orders, fills and connections.
fn heard<M: Market>(port: &MarketPort<M>) -> impl Event<Item = Complaint> + use<M> {
    let fills = port.fills().map(|fills| format!("{} fills", fills.iter().count()));
    let links = port.link().map(|link| link.to_string());
    fills.or(port.orders().map(|turn| turn.to_string())).or(links).map(|what| Complaint::new(1, what))
}

/// Quotes a market as of each second, and winds down for a while.
pub(crate) fn quoter(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let mid = port.trades().map(|trade| trade.price.units()).hold(100 * UNIT);
    let ticks = every(Span::from_secs(1)).last();
    let wanted = ticks.sample(mid, |_, mid| mid).map_accum(0, |n, mid| {
        *n += 2;
        requote(*n - 2, mid)
    });
    let told = control.shutdown();
    let late = told.delay(Span::from_millis(2_500)).map(|_| DoneCode(3));
    let heard = heard(&port).or(control.events().map(|event| Complaint::new(2, format!("{event:?}"))));
    let bars = every(Span::from_millis(700)).scan(0, |n, _| n + 1);
    let bars = bars.filter(|n| n % 5 == 0).map(|n| Complaint::new(4, format!("bar {n}")));
    (wanted, control.done_when(late).reporting(heard).reporting(bars))
}

/// Trades one market after the other by a feed; done as soon as it is told.
pub(crate) fn pair(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    skews: Feed<Skew>,
    control: Control,
) -> (impl Event<Item = Action<BtcUsdt>>, impl Event<Item = Advice<EthUsdt>>, Done) {
    let skew = skews.events().hold(Skew { ticks: 0, weight: 0.5 });
    let weighed = |skew: Skew| (skew.ticks as f64 * skew.weight) as i64;
    let first = btc.trades().sample(skew.map(weighed), |trade, skew| (trade.id.0, skew)).map_accum(
        0,
        |n, (id, skew)| {
            *n += 1;
            let side = if (id as i64 + skew) % 2 == 0 { Side::Buy } else { Side::Sell };
            Action::Market { id: OrderId::new(*n), instrument: Only, side, quantity: quantity(UNIT) }
        },
    );
    let second = eth.book().map(|_| ()).or(eth.trades().map(|_| ())).delay(Span::from_millis(300));
    let second = second.scan(0, |n, _| n + 1).map(|n| {
        let (id, instrument, price, quantity) =
            (OrderId::new(n), Only, price(101 * UNIT), quantity(UNIT / 4));
        Action::Limit { id, instrument, side: Side::Buy, price, quantity }.because(format!("the {n}th"))
    });
    let both = heard(&btc).or(heard(&eth));
    (first, second, control.done_at_once().reporting(both))
}

/// A sub-network for each instrument, and one that is switched.
pub(crate) fn keyed(port: MarketPort<Many>, control: Control) -> (impl Event<Item = Actions<Many>>, Done) {
    let crossings = port.trades().per_key(
        |trade| trade.instrument,
        |instrument, own: Entry<Trade<Many>>| {
            let (instrument, calm) = (*instrument, own.debounce(Span::from_millis(400)));
            calm.scan(0_u64, |n, _| n + 1).map(move |n| (instrument, n))
        },
    );
    let wanted = crossings.map_accum(0_u64, |last, burst| {
        let mut order = |(instrument, n): (InstrumentId, u64)| {
            *last += 1;
            let side = if n % 2 == 0 { Side::Sell } else { Side::Buy };
            let quantity = quantity(UNIT * (1 + i64::from(instrument.0)));
            Action::Market { id: OrderId::new(*last), instrument, side, quantity }
        };
        burst.into_iter().map(|(_, crossing)| order(crossing)).collect::<Actions<Many>>()
    });
    let even = port.trades().map(|trade| trade.id.0).filter(|id| id % 10 == 0);
    let counted = even.switch(never(), move |_| port.trades().scan(0, |n, _| n + 1));
    let counted = counted.filter(|n| *n == 3).map(|n| Complaint::new(5, format!("{n} since the last ten")));
    (wanted, control.done_at_once().reporting(counted))
}

/// Panics at its twentieth trade.
pub(crate) fn fragile(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let wanted = port.trades().scan(0_u64, |n, _| n + 1).map(|n| {
        assert!(n < 20, "it was to have fewer trades");
        if n.is_multiple_of(4) { requote(n / 2, 100 * UNIT) } else { Actions::new() }
    });
    (wanted, control.done_at_once().reporting(heard(&port)))
}
