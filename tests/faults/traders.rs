//! The strategies of the trials.

use tidegate::prelude::*;

pub(crate) fn one<M: Market>() -> Quantity<M> {
    "1".parse().expect("a quantity")
}

/// An order that rests.
pub(crate) fn limit<M: Market<Instrument = Only>>(id: u64, side: Side) -> Action<M> {
    let price = "100".parse().expect("a price");
    Action::Limit { id: OrderId::new(id), instrument: Only, side, price, quantity: one() }
}

/// An order that fills.
pub(crate) fn market<M: Market<Instrument = Only>>(id: u64, side: Side) -> Action<M> {
    Action::Market { id: OrderId::new(id), instrument: Only, side, quantity: one() }
}

pub(crate) fn cancel<M: Market<Instrument = Only>>(id: u64) -> Action<M> {
    Action::Cancel { id: OrderId::new(id), instrument: Only }
}

/// Orders 1 to `N` rest from the first trade on; done as soon as it is told.
pub(crate) fn resting<const N: u64>(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (rest::<N, BtcUsdt>(&port), control.done_at_once())
}

/// The same, and it never answers.
pub(crate) fn deaf<const N: u64>(
    port: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    (rest::<N, BtcUsdt>(&port), control.done_when(never()))
}

/// Orders 1 to `N` rest from the first trade on.
pub(crate) fn rest<const N: u64, M: Market<Instrument = Only>>(
    port: &MarketPort<M>,
) -> impl Event<Item = Actions<M>> + use<N, M> {
    port.trades().once().map(|_| (1..=N).map(|id| Advice::from(limit::<M>(id, Side::Buy))).collect())
}

/// One order rests in each of two markets; done as soon as it is told.
pub(crate) fn pair(
    btc: MarketPort<BtcUsdt>,
    eth: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    (rest::<1, BtcUsdt>(&btc), rest::<1, EthUsdt>(&eth), control.done_at_once())
}

/// Everything that is heard of orders, as complaints.
pub(crate) fn hears<M: Market>(port: &MarketPort<M>) -> impl Event<Item = Complaint> + use<M> {
    let fills = port.fills().map(|fills| format!("{} fills", fills.iter().count()));
    fills.or(port.orders().map(|turn| turn.to_string())).map(|what| Complaint::new(1, what))
}
