//! The near end of a wire: the three parts that a runtime talks to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::state::State;
use super::trouble::Broken;
use super::{Boundary, Fault};
use crate::connector::{Capability, ConnectorError, Ending, Executor, Handler, Producer, Terminator, Terms};
use crate::market::OrderId;
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::{Span, Time};

/// What the parts share.
pub(super) struct Shared<M: Market, P, E>(Arc<Mutex<State<M, P, E>>>);

impl<M: Market, P, E> Shared<M, P, E> {
    pub(super) fn new(state: State<M, P, E>) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    /// A panic that was injected left the state whole.
    fn lock(&self) -> MutexGuard<'_, State<M, P, E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<M: Market, P, E> Clone for Shared<M, P, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The producer at this end of a wire.
pub struct WireProducer<M: Market, P, E>(pub(super) Shared<M, P, E>);

impl<M: Market, P: Producer<M>, E: Executor<M>> Producer<M> for WireProducer<M, P, E> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.0.lock().next()
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.0.lock().produce(events)
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.0.lock().producer.listen(waker)
    }
}

/// The executor at this end of a wire.
pub struct WireExecutor<M: Market, P, E>(pub(super) Shared<M, P, E>);

impl<M: Market, P: Producer<M>, E: Executor<M>> Executor<M> for WireExecutor<M, P, E> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let mut state = self.0.lock();
        state.now = state.now.max(at);
        state.send(at, admitted);
        state.settle(at, events)
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let mut state = self.0.lock();
        state.now = state.now.max(at);
        state.ask(at, (id, instrument));
        state.settle(at, events)
    }

    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        let mut state = self.0.lock();
        if let Some(failure) = state.failure.take() {
            return Err(failure);
        }
        let hangs = state.hangs_until > state.now;
        Ok(!hangs && state.executor.is_ready()?)
    }

    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        self.0.lock().executor.terms(instrument)
    }

    fn capability(&self) -> Capability {
        self.0.lock().executor.capability()
    }
}

/// The terminator at this end of a wire.
pub struct WireTerminator<M: Market, P, E, T> {
    shared: Shared<M, P, E>,
    terminator: T,
    leaving: Leaving,
}

/// How far it has come.
enum Leaving {
    NotYet,
    /// Busy until then, and then it says goodbye.
    Busy(Time),
    Never,
    /// The venue was told.
    Told,
}

impl<M: Market, P, E, T> WireTerminator<M, P, E, T> {
    pub(super) const fn new(shared: Shared<M, P, E>, terminator: T) -> Self {
        Self { shared, terminator, leaving: Leaving::NotYet }
    }
}

impl<M: Market, P: Producer<M>, E: Executor<M>, T: Terminator> Terminator for WireTerminator<M, P, E, T> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        if let Leaving::NotYet = self.leaving {
            let mut state = self.shared.lock();
            let struck = state.rules.strike(Boundary::End, at, || "the end".to_owned());
            self.leaving = Leaving::Busy(at);
            match struck {
                Some(Fault::Delay(span)) => self.leaving = Leaving::Busy(at.after(span)),
                Some(Fault::Hang(Span::MAX)) => self.leaving = Leaving::Never,
                Some(Fault::Hang(span)) => self.leaving = Leaving::Busy(at.after(span)),
                // What was on its way arrives; that we leave does not.
                Some(Fault::Loss | Fault::Disconnect(_)) => return state.close(at).map(|()| Ending::Over),
                Some(Fault::Panic) => Broken::Panics.happen::<M>()?,
                Some(_) => Broken::Fails.happen::<M>()?,
                None => {}
            }
        }
        match self.leaving {
            Leaving::Never => return Ok(Ending::Busy { stage: "it hangs".into(), until: None }),
            Leaving::Busy(until) if at < until => {
                return Ok(Ending::Busy { stage: "saying goodbye".into(), until: Some(until) });
            }
            Leaving::Told => {}
            _ => {
                self.leaving = Leaving::Told;
                self.shared.lock().close(at)?;
            }
        }
        self.terminator.terminate(at)
    }
}
