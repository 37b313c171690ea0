//! A venue that is far away: what its executor says is heard some time later.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tidegate::connector::{Connector, ConnectorError, Executor, Handler, Parts, Producer, Started, Terms};
use tidegate::market::{MarketEvent, OrderId};
use tidegate::money::Market;
use tidegate::safety::Admitted;
use tidegate::time::{Span, Time};

/// A connector whose executor's answers come so much later.
pub(crate) struct Delayed<C>(pub(crate) C, pub(crate) Span);

type Events<M> = VecDeque<(Time, MarketEvent<M>)>;

/// What is on its way, in order.
struct Way<M: Market> {
    span: Span,
    events: Arc<Mutex<Events<M>>>,
}

impl<M: Market> Clone for Way<M> {
    fn clone(&self) -> Self {
        Self { span: self.span, events: Arc::clone(&self.events) }
    }
}

impl<M: Market> Way<M> {
    fn events(&self) -> MutexGuard<'_, Events<M>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn first(&self) -> Option<Time> {
        self.events().front().map(|(at, _)| *at)
    }
}

impl<M: Market> Handler<M> for Way<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        let at = at.after(self.span);
        self.events().push_back((at, event));
    }
}

impl<M: Market, C: Connector<M>> Connector<M> for Delayed<C> {
    type Producer = DelayedProducer<M, C::Producer>;
    type Executor = DelayedExecutor<M, C::Executor>;
    type Terminator = C::Terminator;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.0.start()?;
        let way = Way { span: self.1, events: Arc::default() };
        let producer = DelayedProducer { producer, way: way.clone() };
        Ok(Parts { producer, executor: DelayedExecutor { executor, way }, terminator })
    }
}

pub(crate) struct DelayedProducer<M: Market, P> {
    producer: P,
    way: Way<M>,
}

impl<M: Market, P: Producer<M>> Producer<M> for DelayedProducer<M, P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        let own = self.producer.next_at()?;
        Ok([own, self.way.first()].into_iter().flatten().min())
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let own = self.producer.next_at()?;
        let arrived = self.way.first().filter(|first| own.is_none_or(|own| *first <= own));
        match arrived.and_then(|_| self.way.events().pop_front()) {
            Some((at, event)) => {
                events.fire(at, event);
                Ok(())
            }
            None => self.producer.produce(events),
        }
    }
}

pub(crate) struct DelayedExecutor<M: Market, E> {
    executor: E,
    way: Way<M>,
}

impl<M: Market, E: Executor<M>> Executor<M> for DelayedExecutor<M, E> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        _events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.executor.execute(at, admitted, &mut self.way)
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        _events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.executor.query(at, id, instrument, &mut self.way)
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.executor.terms(instrument)
    }
}
