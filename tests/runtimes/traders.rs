//! A handful of small strategies that together use what a runtime gives: markets, a feed, alarms, answers, control.

use tidegate::prelude::*;

fn lot<M: Market>() -> Quantity<M> {
    "0.01".parse().expect("a quantity")
}

fn at_market<M: Market<Instrument = Only>>(id: u64, side: Side) -> Action<M> {
    Action::Market { id: OrderId::new(id), instrument: Only, side, quantity: lot() }
}

fn side(number: u64) -> Side {
    if number.is_multiple_of(2) { Side::Buy } else { Side::Sell }
}

/// Rests an order at each third trade and takes it back at the next.
pub(crate) fn maker(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let quotes = port.trades().map_accum(0, |count, trade| {
        *count += 1;
        let id = OrderId::new(*count / 3 + 1);
        let (instrument, quantity) = (Only, lot());
        match *count % 3 {
            0 => Some(Action::Limit { id, instrument, side: side(*count), price: trade.price, quantity }),
            1 if *count > 3 => Some(Action::Cancel { id: OrderId::new(*count / 3), instrument }),
            _ => None,
        }
    });
    (quotes.filter_map(|quote| quote.map(Actions::from)), control.done_at_once())
}

/// Trades at every half second, by alarm, and is done a second after the notice.
pub(crate) fn clockwork(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let beats = every(Span::from_millis(500)).map_accum(0, |id, _| {
        *id += 1;
        Actions::from(at_market(*id, side(*id)))
    });
    let done = control.shutdown().delay(Span::from_secs(1)).map(|_| DoneCode(3));
    let pauses = port.trades().debounce(Span::from_millis(150)).map(|_| Complaint::new(1, "a pause"));
    (beats, control.done_when(done).reporting(pauses))
}

/// Buys at each fifth trade, sells what was filled after a while, and never answers.
pub(crate) fn swing(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let buys = port.trades().every_nth(5).map(|_| Side::Buy);
    let bought = port.fills().filter(|fills| fills.iter().any(|fill| fill.side == Side::Buy));
    let sells = bought.map(|_| Side::Sell).delay(Span::from_millis(700));
    let orders = buys.or(sells).map_accum(0, |id, side| {
        *id += 1;
        Actions::from(at_market(*id, side))
    });
    (orders, control.done_when(never()))
}

/// What trades in the first market is mirrored in the second.
pub(crate) fn mirror(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let numbers = btc.trades().every_nth(4).map_accum(0, |id, trade| {
        *id += 1;
        (*id, trade.aggressor)
    });
    let ours = numbers.map(|(id, side)| Actions::from(at_market::<BtcUsdt>(id, side)));
    let theirs = btc.fills().map_accum(0, |id, _| {
        *id += 1;
        Actions::from(at_market::<EthUsdt>(*id, Side::Sell))
    });
    let heard = eth.orders().map(|turn| Complaint::new(2, turn.to_string()));
    (ours, theirs, control.done_at_once().reporting(heard))
}

/// The feed says how many trades are waited for before the next order; both markets are traded.
pub(crate) fn steered(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    feed: Feed<u64>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let patience = feed.events().hold(3);
    let due = btc.trades().sample(patience, |trade, patience| trade.id.0 % (patience + 1) == 0);
    let ours = due.filter(|due| *due).map_accum(0, |id, _| {
        *id += 1;
        Actions::from(at_market::<BtcUsdt>(*id, side(*id)))
    });
    let theirs = every(Span::from_secs(1)).map_accum(0, |id, _| {
        *id += 1;
        Actions::from(at_market::<EthUsdt>(*id, side(*id)))
    });
    let quiet = eth.trades().timeout(Span::from_millis(180)).map(|_| Complaint::new(3, "quiet"));
    (ours, theirs, control.done_at_once().reporting(quiet))
}
