//! A market of one trade, at the first second, of which one part fails.

use std::marker::PhantomData;

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Started, Terminator,
};
use tidegate::market::VenueOrderId;
use tidegate::prelude::*;
use tidegate::safety::Admitted;

/// What fails: the producer after its trade, the executor whenever it is given something, or all that it is asked once it has
/// something in hand.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Producer,
    Executor,
    BusyExecutor,
}

pub(crate) struct Fragile<M> {
    fails: Part,
    has_traded: bool,
    is_busy: bool,
    has_failed: bool,
    market: PhantomData<M>,
}

impl<M> Fragile<M> {
    const fn of(fails: Part) -> Self {
        Self { fails, has_traded: false, is_busy: false, has_failed: false, market: PhantomData }
    }

    pub(crate) const fn producer() -> Self {
        Self::of(Part::Producer)
    }

    pub(crate) const fn executor() -> Self {
        Self::of(Part::Executor)
    }

    pub(crate) const fn busy_executor() -> Self {
        Self::of(Part::BusyExecutor)
    }
}

/// An order far from the market.
pub(crate) fn limit<M: Market<Instrument = Only>>(id: u64) -> Action<M> {
    let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
    Action::Limit { id: OrderId::new(id), instrument: Only, side: Side::Buy, price, quantity }
}

fn on_purpose<M: Market>() -> ConnectorError {
    ConnectorError::failed(M::NAME, "on purpose")
}

impl<M: Market<Instrument = Only>> Connector<M> for Fragile<M> {
    type Producer = Self;
    type Executor = Self;
    type Terminator = Self;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let [executor, terminator] = [Self::of(self.fails), Self::of(self.fails)];
        Ok(Parts { producer: self, executor, terminator })
    }
}

impl<M: Market<Instrument = Only>> Producer<M> for Fragile<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        match (self.has_traded, self.fails) {
            (false, _) => Ok(Some(Time::from_secs(1))),
            (true, Part::Producer) => Err(on_purpose::<M>()),
            (true, _) => Ok(None),
        }
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.has_traded = true;
        let (price, quantity) = ("100".parse().expect("a price"), "1".parse().expect("a quantity"));
        let trade = Trade { instrument: Only, id: TradeId(1), price, quantity, aggressor: Side::Buy };
        events.fire_trade(Time::from_secs(1), trade);
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Executor<M> for Fragile<M> {
    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        match self.is_busy {
            true => Err(on_purpose::<M>()),
            false => Ok(true),
        }
    }

    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        match self.fails {
            Part::Executor => {
                let is_order = !matches!(admitted.action(), Action::Cancel { .. });
                assert!(!(self.has_failed && is_order), "it has failed: no order should reach it");
                self.has_failed = true;
                return Err(on_purpose::<M>());
            }
            Part::BusyExecutor => self.is_busy = true,
            Part::Producer => {}
        }
        let (id, instrument) = (admitted.action().id(), admitted.action().instrument());
        let turn = match admitted.action() {
            Action::Cancel { .. } => OrderEvent::Cancelled { id, instrument },
            _ => OrderEvent::Placed { id, instrument, venue: VenueOrderId(1) },
        };
        events.fire(at, turn.into());
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Terminator for Fragile<M> {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Over)
    }
}
