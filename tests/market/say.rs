//! Short words for the events and actions of the tests.

use tidegate::{
    market::{Action, Fill, Level, Liquidity, OrderEvent, OrderId, Side, TradeId, VenueOrderId},
    money::{Amount, BtcUsdt, Only, Price, Quantity},
};

pub(crate) type M = BtcUsdt;
pub(crate) const BUY: Side = Side::Buy;
pub(crate) const SELL: Side = Side::Sell;

pub(crate) fn id(number: u64) -> OrderId<M> {
    OrderId::new(number)
}

pub(crate) fn price(units: i64) -> Price<M> {
    Price::from_units(units).unwrap()
}

pub(crate) fn quantity(units: i64) -> Quantity<M> {
    Quantity::from_units(units).unwrap()
}

pub(crate) fn level(at: i64, units: i64) -> Level<M> {
    Level { price: price(at), quantity: quantity(units) }
}

pub(crate) fn limit(number: u64, side: Side, at: i64, units: i64) -> Action<M> {
    let (price, quantity) = (price(at), quantity(units));
    Action::Limit { id: id(number), instrument: Only, side, price, quantity }
}

pub(crate) fn market(number: u64, side: Side, units: i64) -> Action<M> {
    Action::Market { id: id(number), instrument: Only, side, quantity: quantity(units) }
}

pub(crate) fn cancel(number: u64) -> Action<M> {
    Action::Cancel { id: id(number), instrument: Only }
}

pub(crate) fn placed(number: u64) -> OrderEvent<M> {
    OrderEvent::Placed { id: id(number), instrument: Only, venue: VenueOrderId(number + 900) }
}

pub(crate) fn cancelled(number: u64) -> OrderEvent<M> {
    OrderEvent::Cancelled { id: id(number), instrument: Only }
}

pub(crate) fn done(number: u64) -> OrderEvent<M> {
    OrderEvent::Done { id: id(number), instrument: Only }
}

pub(crate) fn refused(number: u64) -> OrderEvent<M> {
    let (rule, found, limit) = ("notional".into(), "12".into(), "10".into());
    OrderEvent::Refused { id: id(number), instrument: Only, rule, found, limit }
}

pub(crate) fn expired(number: u64) -> OrderEvent<M> {
    OrderEvent::Expired { id: id(number), instrument: Only }
}

pub(crate) fn lost(number: u64) -> OrderEvent<M> {
    OrderEvent::Lost { id: id(number), instrument: Only }
}

pub(crate) fn cancel_refused(number: u64) -> OrderEvent<M> {
    OrderEvent::CancelRefused { id: id(number), instrument: Only, why: "unknown order".into() }
}

pub(crate) fn fill(number: u64, side: Side, at: i64, units: i64) -> Fill<M> {
    Fill {
        id: id(number),
        trade: TradeId(1),
        instrument: Only,
        side,
        price: price(at),
        quantity: quantity(units),
        fee: Amount::ZERO,
        liquidity: Liquidity::Taker,
    }
}
