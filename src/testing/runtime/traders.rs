//! The strategies of the suite: they put on record what they hear, and want what a law wants.

use super::LONG;
use super::probe::{Line, Record, Tick, one, price};
use crate::control::{Complaint, DoneCode};
use crate::market::{Action, Actions, Advice, OrderId, Side};
use crate::money::{BtcUsdt, EthUsdt, Market, Only};
use crate::network::{Clock, Event, Shared, every, never};
use crate::strategy::{Control, Done, Feed, MarketPort};
use crate::time::Span;

/// How a strategy answers the notice.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// At once, with this code.
    Done(i32),
    Never,
}

pub(super) type Wanted<M> = Shared<Actions<M>>;

/// What a strategy wants at a trade of this number. A plain function, so that all laws have strategies of one type: a
/// runtime is compiled for each type that it runs.
pub(super) type Wants = fn(u64) -> Option<Actions<BtcUsdt>>;

/// Wants nothing.
pub(super) fn nothing(_: u64) -> Option<Actions<BtcUsdt>> {
    None
}

/// At each trade, by its number, the actions that `wants` gives.
pub(super) fn trader(
    record: &Record,
    answer: Answer,
    wants: Wants,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted<BtcUsdt>, Done) + Send + Sync + 'static {
    let record = record.clone();
    move |port, control| {
        let actions = port.trades().filter_map(move |trade| wants(trade.id.0));
        let heard = hear(&record, &port);
        (actions.share(), answered(&record, control, answer).reporting(heard))
    }
}

/// An order that rests at each of the first trades of two markets, numbered like those; and it hears a feed.
#[expect(clippy::type_complexity, reason = "what a strategy of three ports is; `impl` cannot be named")]
pub(super) fn pair(
    record: &Record,
    answer: Answer,
    first: u64,
) -> impl Fn(
    MarketPort<BtcUsdt>,
    MarketPort<EthUsdt>,
    Feed<Tick>,
    Control,
) -> (Wanted<BtcUsdt>, Wanted<EthUsdt>, Done)
+ Send
+ Sync
+ 'static {
    let record = record.clone();
    move |btc, eth, feed, control| {
        let of_btc = btc.trades().filter(move |trade| trade.id.0 <= first);
        let of_btc = of_btc.map(|trade| Actions::from(resting(trade.id.0)));
        let of_eth = eth.trades().filter(move |trade| trade.id.0 <= first);
        let of_eth = of_eth.map(|trade| Actions::from(resting(trade.id.0)));
        let hearing = record.clone();
        let ticks = feed.events().filter_map(move |tick| {
            hearing.note(Line::Heard { from: "feed", number: tick.number });
            None
        });
        let done = answered(&record, control, answer).reporting(ticks);
        let done = done.reporting(hear(&record, &btc)).reporting(hear(&record, &eth));
        (of_btc.share(), of_eth.share(), done)
    }
}

/// An order every 5 ms, numbered on, from `first` until the notice and from `later` after it. It never answers.
pub(super) fn stubborn(
    record: &Record,
    first: u64,
    later: u64,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted<BtcUsdt>, Done) + Send + Sync + 'static {
    let record = record.clone();
    move |port, control| {
        let is_told = control.shutdown().map(|_| true).hold(false);
        let beats = every(Span::from_millis(5)).sample(is_told, |_, is_told| is_told);
        let orders = beats.map_accum((first, later), |(first, later), is_told| {
            let next = if is_told { later } else { first };
            *next += 1;
            Actions::from(resting(*next))
        });
        let heard = hear(&record, &port);
        (orders.share(), answered(&record, control, Answer::Never).reporting(heard))
    }
}

/// Done with code 0 at the third alarm, one of which occurs every 10 ms.
pub(super) fn alarmed(
    record: &Record,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted<BtcUsdt>, Done) + Send + Sync + 'static {
    let record = record.clone();
    move |port, control| {
        let hearing = record.clone();
        let alarms = every(Span::from_millis(10)).timestamped().map_accum(0, move |count, (at, _)| {
            hearing.note(Line::At(at));
            *count += 1;
            *count
        });
        let third = alarms.filter(|count| *count == 3).map(|_| DoneCode::OK);
        let heard = hear(&record, &port);
        (never().share(), control.done_when(third).reporting(heard))
    }
}

/// Puts on record when something comes from two markets or a feed.
#[expect(clippy::type_complexity, reason = "what a strategy of three ports is; `impl` cannot be named")]
pub(super) fn timed(
    record: &Record,
) -> impl Fn(
    MarketPort<BtcUsdt>,
    MarketPort<EthUsdt>,
    Feed<Tick>,
    Control,
) -> (Wanted<BtcUsdt>, Wanted<EthUsdt>, Done)
+ Send
+ Sync
+ 'static {
    let record = record.clone();
    move |btc, eth, feed, control| {
        let record = record.clone();
        let all = btc.trades().map(|_| ()).or(eth.trades().map(|_| ())).or(feed.events().map(|_| ()));
        let times = all.timestamped().filter_map(move |(at, ())| {
            record.note(Line::At(at));
            None
        });
        (never().share(), never().share(), control.done_at_once().reporting(times))
    }
}

/// A strategy that no network can be made of, which shows when its connectors have told something, wherever they have begun
/// by then.
pub(super) fn unbuildable(
    record: &Record,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted<BtcUsdt>, Done) + Send + Sync + 'static {
    let record = record.clone();
    move |port, control| {
        record.wait(LONG, |line| *line == Line::Telling);
        let wants = every(Span::ZERO).filter_map(|_| None).or(port.trades().filter_map(|_| None));
        (wants.share(), control.done_at_once())
    }
}

/// An order that rests.
pub(super) fn resting<M: Market<Instrument = Only>>(id: u64) -> Action<M> {
    let (price, quantity) = (price(), one());
    Action::Limit { id: OrderId::new(id), instrument: Only, side: Side::Buy, price, quantity }
}

/// An order that fills.
pub(super) fn filling<M: Market<Instrument = Only>>(id: u64) -> Action<M> {
    Action::Market { id: OrderId::new(id), instrument: Only, side: Side::Buy, quantity: one() }
}

pub(super) fn cancel<M: Market<Instrument = Only>>(id: u64) -> Action<M> {
    Action::Cancel { id: OrderId::new(id), instrument: Only }
}

/// Several at once, in this order.
pub(super) fn all(actions: impl IntoIterator<Item = Action<BtcUsdt>>) -> Option<Actions<BtcUsdt>> {
    Some(actions.into_iter().map(Advice::from).collect())
}

/// These resting orders at the first trade.
pub(super) fn rests<const N: u64>(trade: u64) -> Option<Actions<BtcUsdt>> {
    if trade == 1 { all((1..=N).map(resting)) } else { None }
}

/// Puts everything on record that comes from a market; a complaint that never occurs.
fn hear<M: Market>(record: &Record, port: &MarketPort<M>) -> impl Event<Item = Complaint> + use<M> {
    let (of_trades, of_fills, of_orders) = (record.clone(), record.clone(), record.clone());
    let trades = port.trades().filter_map(move |trade| {
        of_trades.note(Line::Heard { from: M::NAME, number: trade.id.0 });
        None
    });
    let fills = port.fills().filter_map(move |fills| {
        fills.iter().for_each(|fill| of_fills.note(Line::Filled { market: M::NAME, id: fill.id.number() }));
        None
    });
    let orders = port.orders().filter_map(move |turn| {
        let (id, what) = (turn.id().number(), turn.to_string());
        of_orders.note(Line::Told { market: M::NAME, id, what });
        None
    });
    trades.or(fills).or(orders)
}

/// Puts the notice on record, and answers it.
fn answered(record: &Record, control: Control, answer: Answer) -> Done {
    let told = control.shutdown();
    let done = match answer {
        Answer::Done(code) => control.done_when(told.map(move |_| DoneCode(code))),
        Answer::Never => control.done_when(never()),
    };
    let record = record.clone();
    done.reporting(told.filter_map(move |notice| {
        record.note(Line::Notice(notice.cause));
        None
    }))
}
