//! Short words for orders.

use tidegate::market::{Action, OrderId, Side};
use tidegate::money::{BtcUsdt, Only, Quantity};
use tidegate::safety::Exposure;

pub(crate) fn order(side: Side, units: i64) -> Action<BtcUsdt> {
    let quantity = Quantity::from_units(units).expect("not negative");
    Action::Market { id: OrderId::new(1), instrument: Only, side, quantity }
}

pub(crate) fn buy() -> Action<BtcUsdt> {
    order(Side::Buy, 1)
}

pub(crate) fn cancel() -> Action<BtcUsdt> {
    Action::Cancel { id: OrderId::new(1), instrument: Only }
}

pub(crate) const LONG: Exposure = Exposure { position: 10, reducing: 4 };
