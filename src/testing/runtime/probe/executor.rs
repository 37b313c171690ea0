//! What a probe does when it is asked.

use std::collections::BTreeMap;

use super::OnOrder;
use super::producer::price;
use super::record::{Asked, Life, Line, Record};
use crate::connector::{ConnectorError, Executor, Handler};
use crate::market::{
    Action, Fill, Fills, Liquidity, OrderEvent, OrderId, OrderStatus, Standing, TradeId, VenueOrderId,
};
use crate::money::{Amount, Market, Only, Quantity};
use crate::safety::Admitted;
use crate::time::Time;

/// The executor of a probe: orders at market fill at once, limit orders rest until they are cancelled.
pub(crate) struct ProbeExecutor<M: Market> {
    record: Record,
    on_order: Option<OnOrder>,
    /// Whether each order that came works still.
    orders: BTreeMap<OrderId<M>, bool>,
    _life: Life,
}

impl<M: Market<Instrument = Only>> ProbeExecutor<M> {
    pub(super) fn new(record: Record, on_order: Option<OnOrder>) -> Self {
        let life = record.life();
        Self { record, on_order, orders: BTreeMap::new(), _life: life }
    }

    fn place(&mut self, at: Time, order: Action<M>, events: &mut dyn Handler<M>) {
        let (id, instrument, venue) = (order.id(), Only, VenueOrderId(order.id().number()));
        events.fire(at, OrderEvent::Placed { id, instrument, venue }.into());
        if let Action::Market { side, quantity, .. } = order {
            let (trade, price, fee) = (TradeId(id.number()), price(), Amount::ZERO);
            let liquidity = Liquidity::Taker;
            let fill = Fill { id, trade, instrument, side, price, quantity, fee, liquidity };
            events.fire(at, Fills::from(fill).into());
            events.fire(at, OrderEvent::Done { id, instrument }.into());
        }
        self.set(id, order.limit().is_some());
    }

    fn cancel(&mut self, at: Time, id: OrderId<M>, events: &mut dyn Handler<M>) {
        let instrument = Only;
        let event = match self.orders.get(&id) {
            Some(true) => OrderEvent::Cancelled { id, instrument },
            _ => OrderEvent::CancelRefused { id, instrument, why: "no such order works".into() },
        };
        self.set(id, false);
        events.fire(at, event.into());
    }

    fn set(&mut self, id: OrderId<M>, works: bool) {
        self.orders.insert(id, works);
        self.record.works(M::NAME, id.number(), works);
    }
}

impl<M: Market<Instrument = Only>> Executor<M> for ProbeExecutor<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let action = *admitted.action();
        let (id, is_cancel) = (action.id().number(), matches!(action, Action::Cancel { .. }));
        let (origin, reason) = (admitted.origin(), admitted.reason().to_owned());
        self.record.note(Line::Asked(Asked { market: M::NAME, id, is_cancel, origin, reason }));
        if is_cancel {
            self.cancel(at, action.id(), events);
            return Ok(());
        }
        self.on_order.as_mut().map_or(Ok(()), |whim| whim(id))?;
        self.place(at, action, events);
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: Only,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.record.note(Line::Queried { market: M::NAME, id: id.number() });
        let standing = match self.orders.get(&id) {
            Some(true) => Standing::Working { filled: Quantity::ZERO },
            Some(false) => Standing::Ended,
            None => {
                // It never came, and nothing is under way any more when this is asked.
                let (rule, found, limit) = ("probe".into(), "no order".into(), "an order that came".into());
                events.fire(at, OrderEvent::Refused { id, instrument, rule, found, limit }.into());
                Standing::Ended
            }
        };
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }
}
