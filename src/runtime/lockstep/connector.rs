//! A connector whose parts live with workers.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::Result as Caught;

use super::asked::Asked;
use crate::connector::{
    Capability, Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Started, Terminator,
    Terms,
};
use crate::market::{MarketEvent, OrderId};
use crate::money::Market;
use crate::runtime::worker::{Arc, Workers, name_of};
use crate::safety::Admitted;
use crate::time::Time;

/// A connector whose parts live with workers: the producer with one, the others with another.
pub struct Placed<C, W> {
    connector: C,
    workers: W,
}

impl<C, W> Placed<C, W> {
    pub(super) const fn new(connector: C, workers: W) -> Self {
        Self { connector, workers }
    }
}

/// The parts that live with one worker: it ends where it acts.
type Acting<E, T> = Asked<Option<(E, T)>>;

impl<M: Market, C: Connector<M>, W: Workers> Connector<M> for Placed<C, W> {
    type Producer = PlacedProducer<C::Producer>;
    type Executor = PlacedExecutor<C::Executor, C::Terminator>;
    type Terminator = PlacedTerminator<C::Executor, C::Terminator>;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Self { connector, workers } = self;
        let failed = |error| ConnectorError::failed(M::NAME, error);
        let acting: Acting<C::Executor, C::Terminator> =
            Asked::hire(&workers, &name_of::<M>("orders"), None).map_err(failed)?;
        let producer = acting.ask(|acting| {
            let Parts { producer, executor, terminator } = connector.start()?;
            *acting = Some((executor, terminator));
            Ok::<_, ConnectorError>(producer)
        })?;
        let producer = Asked::hire(&workers, &name_of::<M>("events"), producer).map_err(failed)?;
        let acting = Arc::new(acting);
        Ok(Parts {
            producer: PlacedProducer(producer),
            executor: PlacedExecutor(Arc::clone(&acting)),
            terminator: PlacedTerminator(acting),
        })
    }
}

/// What was fired elsewhere.
struct Heard<M: Market>(Vec<(Time, MarketEvent<M>)>);

impl<M: Market> Handler<M> for Heard<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.0.push((at, event));
    }
}

impl<M: Market> Heard<M> {
    /// Listens while something is done.
    fn during<R>(act: impl FnOnce(&mut Self) -> R) -> (Self, Caught<R>) {
        let mut heard = Heard(Vec::new());
        let done = catch_unwind(AssertUnwindSafe(|| act(&mut heard)));
        (heard, done)
    }

    /// Fires it here, and gives what came of it: a panic is one here, too.
    fn fire_to<R>((heard, done): (Self, Caught<R>), events: &mut dyn Handler<M>) -> R {
        heard.0.into_iter().for_each(|(at, event)| events.fire(at, event));
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A producer that lives with a worker.
pub struct PlacedProducer<P>(Asked<P>);

impl<M: Market, P: Producer<M>> Producer<M> for PlacedProducer<P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.0.ask(Producer::next_at)
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        Heard::fire_to(self.0.ask(|producer| Heard::during(|heard| producer.produce(heard))), events)
    }
}

/// An executor that lives with a worker.
pub struct PlacedExecutor<E, T>(Arc<Acting<E, T>>);

/// What is said where a connector was asked before it was started, which the types of a runtime rule out.
fn unstarted<M: Market>() -> ConnectorError {
    ConnectorError::failed(M::NAME, "it has not been started")
}

impl<M: Market, E: Executor<M>, T: Terminator> Executor<M> for PlacedExecutor<E, T> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let done = self.0.ask(move |acting| {
            Heard::during(|heard| match acting {
                Some((executor, _)) => executor.execute(at, admitted, heard),
                None => Err(unstarted::<M>()),
            })
        });
        Heard::fire_to(done, events)
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let done = self.0.ask(move |acting| {
            Heard::during(|heard| match acting {
                Some((executor, _)) => executor.query(at, id, instrument, heard),
                None => Err(unstarted::<M>()),
            })
        });
        Heard::fire_to(done, events)
    }

    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        self.0.ask(|acting| acting.as_mut().map_or(Ok(true), |(executor, _)| executor.is_ready()))
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.0.ask(move |acting| {
            acting.as_ref().map_or_else(Terms::new, |(executor, _)| executor.terms(instrument))
        })
    }

    fn capability(&self) -> Capability {
        self.0
            .ask(|acting| acting.as_ref().map_or(Capability::UNKNOWN, |(executor, _)| executor.capability()))
    }
}

/// A terminator that lives where the executor does.
pub struct PlacedTerminator<E, T>(Arc<Acting<E, T>>);

impl<E: Send + 'static, T: Terminator> Terminator for PlacedTerminator<E, T> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        self.0.ask(move |acting| match acting {
            Some((_, terminator)) => terminator.terminate(at),
            None => Ok(Ending::NeverConnected),
        })
    }
}
