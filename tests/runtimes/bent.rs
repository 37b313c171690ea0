//! Connectors that are bent on their way into a run: what a runtime would do wrong.

use std::task::Waker;

use tidegate::connector::{
    Connector, ConnectorError, Executor, FeedSource, Handler, Parts, Producer, Started, Terms,
};
use tidegate::market::{MarketEvent, OrderId};
use tidegate::money::Market;
use tidegate::runtime::Crew;
use tidegate::safety::Admitted;
use tidegate::strategy::FeedItem;
use tidegate::time::Time;

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// Every event is heard twice.
    Twice,
    /// Every tenth event is not heard.
    Deaf,
    /// Every tenth action gets lost.
    Loses,
    /// What acts at a market is forgotten instead of dropped.
    Forgets,
}

/// Puts connectors on the driver's thread, with a fault.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bending(pub(crate) Fault);

impl Crew for Bending {
    type Connector<M: Market, C: Connector<M>> = Bent<C>;
    type Source<T: FeedItem, S: FeedSource<T>> = S;

    fn place<M: Market, C: Connector<M>>(&self, connector: C) -> Bent<C> {
        Bent(connector, self.0)
    }

    fn follow<T: FeedItem, S: FeedSource<T>>(&self, source: S) -> S {
        source
    }
}

/// A connector with a fault.
pub(crate) struct Bent<C>(C, Fault);

impl<M: Market, C: Connector<M>> Connector<M> for Bent<C> {
    type Producer = BentProducer<C::Producer>;
    type Executor = BentExecutor<C::Executor>;
    type Terminator = C::Terminator;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.0.start()?;
        let producer = BentProducer { producer, fault: self.1, told: 0 };
        let executor = BentExecutor { executor: Some(executor), fault: self.1, asked: 0 };
        Ok(Parts { producer, executor, terminator })
    }
}

pub(crate) struct BentProducer<P> {
    producer: P,
    fault: Fault,
    told: u64,
}

/// Passes on what it hears, with a fault.
struct Ear<'h, M: Market> {
    events: &'h mut dyn Handler<M>,
    fault: Fault,
    told: u64,
}

impl<M: Market> Handler<M> for Ear<'_, M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        match self.fault {
            Fault::Twice => {
                self.events.fire(at, event.clone());
                self.events.fire(at, event);
            }
            Fault::Deaf if self.told.is_multiple_of(10) => {}
            _ => self.events.fire(at, event),
        }
    }
}

impl<M: Market, P: Producer<M>> Producer<M> for BentProducer<P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.producer.next_at()
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.told += 1;
        self.producer.produce(&mut Ear { events, fault: self.fault, told: self.told })
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.producer.listen(waker)
    }
}

pub(crate) struct BentExecutor<E> {
    executor: Option<E>,
    fault: Fault,
    asked: u64,
}

impl<E> BentExecutor<E> {
    fn inside(&mut self) -> Result<&mut E, ConnectorError> {
        self.executor.as_mut().ok_or_else(|| ConnectorError::failed("bent", "it is gone"))
    }
}

impl<M: Market, E: Executor<M>> Executor<M> for BentExecutor<E> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.asked += 1;
        match self.fault {
            Fault::Loses if self.asked.is_multiple_of(10) => Ok(()),
            _ => self.inside()?.execute(at, admitted, events),
        }
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.inside()?.query(at, id, instrument, events)
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.executor.as_ref().map(|executor| executor.terms(instrument)).unwrap_or_default()
    }
}

impl<E> Drop for BentExecutor<E> {
    fn drop(&mut self) {
        if self.fault == Fault::Forgets {
            std::mem::forget(self.executor.take());
        }
    }
}
