//! What trades in every market alike.

use tidegate::prelude::*;

/// Places an order at every trade and cancels it when it is told that it was placed.
fn restless<M: Market<Instrument = Only>>(market: &MarketPort<M>) -> impl Event<Item = Actions<M>> + use<M> {
    let orders = market.trades().scan(0_u64, |n, _| n + 1).map(|n| {
        let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
        Action::Limit { id: OrderId::new(n), instrument: Only, side: Side::Buy, price, quantity }
    });
    let cancels = market.orders().filter_map(|turn| match turn {
        OrderEvent::Placed { id, .. } => Some(Action::Cancel { id, instrument: Only }),
        _ => None,
    });
    // A market tells one thing at a time.
    orders.or(cancels).map(Actions::from)
}

/// In two markets; done 20 ms after it is told.
pub(crate) fn two(
    odd: MarketPort<BtcUsdt>,
    healthy: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    let (first, second) = (restless(&odd), restless(&healthy));
    (first, second, control.done_in(20))
}

/// In three markets.
pub(crate) fn three(
    odd: MarketPort<BtcUsdt>,
    healthy: MarketPort<EthUsdt>,
    other: MarketPort<EthUsdt>,
    control: Control,
) -> (
    impl Event<Item = Actions<BtcUsdt>>,
    impl Event<Item = Actions<EthUsdt>>,
    impl Event<Item = Actions<EthUsdt>>,
    Done,
) {
    let (first, second, third) = (restless(&odd), restless(&healthy), restless(&other));
    (first, second, third, control.done_in(20))
}

trait DoneIn {
    /// Done so many milliseconds after it is told.
    fn done_in(self, millis: u64) -> Done;
}

impl DoneIn for Control {
    fn done_in(self, millis: u64) -> Done {
        let told = self.shutdown().map(|_| DoneCode::OK).delay(Span::from_millis(millis));
        self.done_when(told)
    }
}
