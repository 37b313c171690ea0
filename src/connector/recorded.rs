//! A connector that lets somebody watch: every event it fires, every action it is given.
//!
//! The observer sees an event before the strategy does and an action before the venue does. Its lock is
//! held for the look alone, never while an event travels on. Where producer and executor are on two
//! threads, it may see events of both in another order than the strategy; of one order, never.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::{Capability, Connector, ConnectorError, Executor, Handler, Parts, Producer, Terms};
use crate::market::{Advice, MarketEvent, OrderId, Trade};
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::Time;

/// Watches one market and its strategy.
pub trait Observer<M: Market>: Send {
    /// The market told something.
    fn event(&mut self, at: Time, event: &MarketEvent<M>) {
        let _ = (at, event); // Who watches actions only need not look.
    }

    /// The same for a trade, of which there are most by far.
    #[inline(always)]
    fn trade(&mut self, at: Time, trade: &Trade<M>) {
        self.event(at, &MarketEvent::Trade(*trade));
    }

    /// The strategy asked for something, and a gate let it through.
    fn action(&mut self, at: Time, advice: &Advice<M>) {
        let _ = (at, advice); // Who watches events only need not look.
    }
}

/// A connector with an observer.
///
/// ```
/// use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
/// use tidegate::connector::venue::SimulatedVenue;
/// use tidegate::connector::{Connector, Handler, Observer, Producer, Recorded};
/// use tidegate::market::MarketEvent;
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::time::Time;
///
/// struct Nobody;
/// impl Handler<BtcUsdt> for Nobody {
///     fn fire(&mut self, _at: Time, _event: MarketEvent<BtcUsdt>) {}
/// }
/// #[derive(Default)]
/// struct Count(u64);
/// impl Observer<BtcUsdt> for Count {
///     fn event(&mut self, _at: Time, event: &MarketEvent<BtcUsdt>) {
///         self.0 += u64::from(matches!(event, MarketEvent::Trade(_)));
///     }
/// }
///
/// let data = Synthetic::<BtcUsdt>::new(Only, SyntheticOptions::default().trades(10))?;
/// let (connector, recorder) = Recorded::new(SimulatedVenue::new(data), Count::default());
/// let mut parts = connector.start()?;
/// while parts.producer.next_at()?.is_some() {
///     parts.producer.produce(&mut Nobody)?;
/// }
/// assert_eq!(recorder.with(|count| count.0), 10);
/// drop(parts);
/// assert_eq!(recorder.into_inner().expect("the connector is gone").0, 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "a connector does nothing before it is started"]
pub struct Recorded<C, R> {
    connector: C,
    recorder: Recorder<R>,
}

impl<C, R> Recorded<C, R> {
    /// Lets `observer` watch `connector`; the second value gives it back.
    pub fn new(connector: C, observer: R) -> (Self, Recorder<R>) {
        let recorder = Recorder(Arc::new(Mutex::new(observer)));
        (Self { connector, recorder: recorder.clone() }, recorder)
    }
}

/// Access to an observer while it watches, and after.
#[must_use = "what was recorded is lost with the last recorder"]
pub struct Recorder<R>(Arc<Mutex<R>>);

impl<R> Recorder<R> {
    /// Looks at the observer, or changes it; events wait meanwhile.
    pub fn with<T>(&self, look: impl FnOnce(&mut R) -> T) -> T {
        look(&mut self.lock())
    }

    #[inline(always)]
    fn lock(&self) -> MutexGuard<'_, R> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the observer out.
    ///
    /// # Errors
    /// The recorder itself, while another one or a part of the connector lives.
    pub fn into_inner(self) -> Result<R, Self> {
        match Arc::try_unwrap(self.0) {
            Ok(observer) => Ok(observer.into_inner().unwrap_or_else(PoisonError::into_inner)),
            Err(shared) => Err(Self(shared)),
        }
    }
}

/// Without the observer, so that any may be recorded and `expect` still works on what gives it back.
impl<R> fmt::Debug for Recorder<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl<R> Clone for Recorder<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M: Market, C: Connector<M>, R: Observer<M> + 'static> Connector<M> for Recorded<C, R> {
    type Producer = RecordedProducer<C::Producer, R>;
    type Executor = RecordedExecutor<C::Executor, R>;
    type Terminator = C::Terminator;

    fn start(self) -> Result<Parts<Self::Producer, Self::Executor, Self::Terminator>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.connector.start()?;
        Ok(Parts {
            producer: RecordedProducer { producer, recorder: self.recorder.clone() },
            executor: RecordedExecutor { executor, recorder: self.recorder },
            terminator,
        })
    }
}

/// Passes an event on once it was seen.
struct Watched<'a, H, R> {
    events: H,
    recorder: &'a Recorder<R>,
}

impl<M: Market, H: Handler<M>, R: Observer<M>> Handler<M> for Watched<'_, H, R> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.recorder.lock().event(at, &event);
        self.events.fire(at, event);
    }

    #[inline(always)]
    fn fire_trade(&mut self, at: Time, trade: Trade<M>) {
        self.recorder.lock().trade(at, &trade);
        self.events.fire_trade(at, trade);
    }
}

/// A producer whose events are seen.
#[derive(Debug)]
pub struct RecordedProducer<P, R> {
    producer: P,
    recorder: Recorder<R>,
}

impl<M: Market, P: Producer<M>, R: Observer<M> + 'static> Producer<M> for RecordedProducer<P, R> {
    #[inline]
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.producer.next_at()
    }

    fn produce(&mut self, mut events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.produce_to(&mut events)
    }

    #[inline]
    fn produce_to<H: Handler<M>>(&mut self, events: &mut H) -> Result<(), ConnectorError> {
        self.producer.produce_to(&mut Watched { events, recorder: &self.recorder })
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.producer.listen(waker)
    }
}

/// An executor whose actions and answers are seen.
#[derive(Debug)]
pub struct RecordedExecutor<E, R> {
    executor: E,
    recorder: Recorder<R>,
}

impl<M: Market, E: Executor<M>, R: Observer<M> + 'static> Executor<M> for RecordedExecutor<E, R> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.recorder.lock().action(at, admitted.advice());
        self.executor.execute(at, admitted, &mut Watched { events, recorder: &self.recorder })
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.executor.query(at, id, instrument, &mut Watched { events, recorder: &self.recorder })
    }

    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        self.executor.is_ready()
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.executor.terms(instrument)
    }

    fn capability(&self) -> Capability {
        self.executor.capability()
    }
}
