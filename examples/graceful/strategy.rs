//! The strategy: one round trip, and an answer to shutdown that waits for its end.

use tidegate::prelude::*;

/// The trade at which it breaks, to show what happens then.
pub(crate) const BREAKS_AT: TradeId = TradeId(13);

fn order(id: u64, side: Side, price: Price<BtcUsdt>) -> Action<BtcUsdt> {
    let quantity = "1".parse().expect("a quantity");
    Action::Limit { id: OrderId::new(id), instrument: Only, side, price, quantity }
}

/// Buys one unit at the first price and offers it two dearer; told to stop, it is done when nothing is held.
pub(crate) fn round_trip(
    market: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| {
        assert!(trade.id != BREAKS_AT, "the strategy breaks at trade {}", trade.id.0);
        trade.price
    });
    let buy = prices.once().map(|price| order(1, Side::Buy, price).because("the first price"));

    let fills = market.fills().map_ref(|fills| fills.iter().map(Fill::signed_units).sum::<i64>());
    let held = fills.scan(0, |held, filled| held + filled).share();
    let bought =
        market.fills().filter_map_ref(|fills| fills.iter().find(|fill| fill.side == Side::Buy).copied());
    let offer = bought.filter_map(|fill| {
        let dearer = Price::from_units(fill.price.units() + 2 * 100_000_000).ok()?;
        Some(order(2, Side::Sell, dearer).because(format!("two above {}", fill.price)))
    });

    let is_told = control.shutdown().map(|_| true).hold(false);
    let told_flat =
        control.shutdown().sample(held.hold(0), |_, held| held).filter(|held| *held == 0).map(|_| ());
    let later_flat = held.sample(is_told, |held, told| told && held == 0).filter(|done| *done).map(|_| ());
    let done = told_flat.or(later_flat).map(|()| DoneCode::OK);
    (buy.or(offer), control.done_when(done))
}
