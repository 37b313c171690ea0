//! What trades, and notes what it hears.

use std::sync::Arc;

use tidegate::prelude::*;

use crate::books::Heard;

/// Places an order at every trade and cancels it when it is told that it was placed.
pub(crate) fn restless<M: Market<Instrument = Only>>(
    market: &MarketPort<M>,
    heard: &Arc<Heard>,
) -> impl Event<Item = Actions<M>> + use<M> {
    let (trading, cancelling) = (Arc::clone(heard), Arc::clone(heard));
    let orders = market.trades().map(move |trade| {
        trading.open().trades.push(trade.id.0);
        let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
        Action::Limit { id: OrderId::new(trade.id.0), instrument: Only, side: Side::Buy, price, quantity }
    });
    let cancels = market.orders().filter_map(move |turn| match turn {
        OrderEvent::Placed { id, .. } => {
            cancelling.open().placed.push(id.number());
            Some(Action::Cancel { id, instrument: Only })
        }
        OrderEvent::Cancelled { id, .. } => {
            cancelling.open().cancelled.push(id.number());
            None
        }
        _ => None,
    });
    // A market tells one thing at a time.
    orders.or(cancels).map(Actions::from)
}

/// Done as soon as it is told.
pub(crate) fn done(control: Control) -> Done {
    let told = control.shutdown().map(|_| DoneCode::OK);
    control.done_when(told)
}
