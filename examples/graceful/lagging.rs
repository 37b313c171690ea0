//! A connector whose answers take their time, and that may refuse to end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tidegate::connector::{Connector, ConnectorError, Executor, Handler, Parts, Producer, Started};
use tidegate::market::MarketEvent;
use tidegate::prelude::*;
use tidegate::safety::Admitted;

use crate::logout::Logout;

type Answers<M> = Arc<Mutex<VecDeque<(Time, MarketEvent<M>)>>>;

/// The connector inside, and the lag of its answers.
pub(crate) struct Lagging<C> {
    inner: C,
    lag: Span,
    is_stuck: bool,
}

impl<C> Lagging<C> {
    pub(crate) const fn new(inner: C, lag: Span, is_stuck: bool) -> Self {
        Self { inner, lag, is_stuck }
    }
}

pub(crate) struct Late<P, M: Market> {
    inner: P,
    answers: Answers<M>,
    lag: Span,
}

impl<M: Market, C: Connector<M>> Connector<M> for Lagging<C> {
    type Producer = Late<C::Producer, M>;
    type Executor = Late<C::Executor, M>;
    type Terminator = Logout<C::Terminator>;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.inner.start()?;
        let (answers, lag) = (Answers::<M>::default(), self.lag);
        Ok(Parts {
            producer: Late { inner: producer, answers: Arc::clone(&answers), lag },
            executor: Late { inner: executor, answers, lag },
            terminator: Logout::new(terminator, lag, self.is_stuck),
        })
    }
}

/// Keeps what was fired until the lag is over.
struct Post<'a, M: Market>(&'a Answers<M>, Span);

impl<M: Market> Handler<M> for Post<'_, M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back((at.after(self.1), event));
    }
}

impl<P: Producer<M>, M: Market> Producer<M> for Late<P, M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).front().map(|(at, _)| *at);
        Ok([answer, self.inner.next_at()?].into_iter().flatten().min())
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let next = self.inner.next_at()?;
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        match answers.pop_front_if(|(at, _)| next.is_none_or(|next| *at <= next)) {
            Some((at, event)) => events.fire(at, event),
            None => {
                drop(answers);
                // What the market does to our orders is told as late as any answer.
                self.inner.produce(&mut Split { late: Post(&self.answers, self.lag), events })?;
            }
        }
        Ok(())
    }
}

/// Trades pass at once; what is about our orders is late.
struct Split<'a, 'e, M: Market> {
    late: Post<'a, M>,
    events: &'e mut dyn Handler<M>,
}

impl<M: Market> Handler<M> for Split<'_, '_, M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        match event {
            MarketEvent::Trade(_) | MarketEvent::Book(_) | MarketEvent::Link(_) => {
                self.events.fire(at, event)
            }
            about_us => self.late.fire(at, about_us),
        }
    }
}

impl<E: Executor<M>, M: Market> Executor<M> for Late<E, M> {
    fn execute(
        &mut self,
        at: Time,
        order: Admitted<M>,
        _: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.inner.execute(at, order, &mut Post(&self.answers, self.lag))
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        _: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.inner.query(at, id, instrument, &mut Post(&self.answers, self.lag))
    }
}
