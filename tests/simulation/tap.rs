//! A tap: everything that passes between a runtime and a connector, as it passes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tidegate::connector::{
    Capability, Connector, ConnectorError, Executor, Handler, Parts, Producer, Started, Terms,
};
use tidegate::control::Phase;
use tidegate::market::{MarketEvent, OrderId};
use tidegate::money::Market;
use tidegate::prelude::*;
use tidegate::safety::{Admitted, Origin};

/// What has passed, in any of the markets of a run; clones are the same log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Line>>>);

/// Something that passed.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    /// An action left for a market.
    Sent { at: Time, market: &'static str, origin: Origin, id: u64, is_cancel: bool },
    /// A phase of the shutdown began.
    Phase(Phase),
    /// A market said something of our orders.
    Turn { market: &'static str, id: u64, turn: Turn },
    /// Something of ours was executed.
    Fill { market: &'static str, units: i64 },
}

/// What a market says of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Placed,
    Cancelled,
    Done,
    Refused,
    Other,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<Line>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, line: Line) {
        self.lock().push(line);
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        self.lock().clone()
    }

    fn heard<M: Market>(&self, event: &MarketEvent<M>) {
        let market = M::NAME;
        match event {
            MarketEvent::Order(turn) => {
                let id = turn.id().number();
                let turn = match turn {
                    OrderEvent::Placed { .. } => Turn::Placed,
                    OrderEvent::Cancelled { .. } => Turn::Cancelled,
                    OrderEvent::Done { .. } => Turn::Done,
                    OrderEvent::Refused { .. } => Turn::Refused,
                    _ => Turn::Other,
                };
                self.push(Line::Turn { market, id, turn });
            }
            MarketEvent::Fills(fills) => fills.iter().for_each(|fill| {
                self.push(Line::Fill { market, units: fill.signed_units() });
            }),
            _ => {}
        }
    }
}

/// A connector with a tap on it.
pub(crate) struct Tap<C>(pub(crate) C, pub(crate) Log);

/// A part with a tap on it.
pub(crate) struct Tapped<P>(P, Log);

struct Heard<'a, M: Market>(&'a mut dyn Handler<M>, &'a Log);

impl<M: Market> Handler<M> for Heard<'_, M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.1.heard(&event);
        self.0.fire(at, event);
    }
}

impl<M: Market, C: Connector<M>> Connector<M> for Tap<C> {
    type Producer = Tapped<C::Producer>;
    type Executor = Tapped<C::Executor>;
    type Terminator = C::Terminator;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.0.start()?;
        let (producer, executor) = (Tapped(producer, self.1.clone()), Tapped(executor, self.1));
        Ok(Parts { producer, executor, terminator })
    }
}

impl<M: Market, P: Producer<M>> Producer<M> for Tapped<P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.0.next_at()
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.0.produce(&mut Heard(events, &self.1))
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.0.listen(waker)
    }
}

impl<M: Market, E: Executor<M>> Executor<M> for Tapped<E> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let (action, origin) = (admitted.action(), admitted.origin());
        let is_cancel = matches!(action, Action::Cancel { .. });
        self.1.push(Line::Sent { at, market: M::NAME, origin, id: action.id().number(), is_cancel });
        self.0.execute(at, admitted, &mut Heard(events, &self.1))
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.0.query(at, id, instrument, &mut Heard(events, &self.1))
    }

    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        self.0.is_ready()
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.0.terms(instrument)
    }

    fn capability(&self) -> Capability {
        self.0.capability()
    }
}
