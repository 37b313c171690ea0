//! A lane joins one terminal of a strategy's network to one connector.

use std::collections::VecDeque;

use crate::connector::{Connector, ConnectorError, Executor, Handler, Producer, Started, Terminator};
use crate::control::Orders;
use crate::market::{Action, Actions, Advice, MarketEvent};
use crate::money::Market;
use crate::network::{Instant, InstantError, Network};
use crate::safety::{Exposure, Gate, Position, Refusal, Sweep};
use crate::strategy::MarketTerminal;
use crate::time::Time;

use super::books::Books;
use super::trace::Trace;

/// One port of a running strategy, whatever its type.
pub trait Lane {
    /// When the next event of this port happens; `None` if none is known.
    ///
    /// # Errors
    /// What the connector says.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Fetches what happens at [`next_at`](Lane::next_at), so that [`feed`](Lane::feed) can take it.
    ///
    /// # Errors
    /// What the connector says.
    fn fetch(&mut self) -> Result<(), ConnectorError>;

    /// Adds the fetched event to an instant.
    ///
    /// # Errors
    /// Those of [`Instant::feed`].
    fn feed<'a>(
        &mut self,
        port: usize,
        instant: Instant<'a>,
        trace: &mut Trace,
    ) -> Result<Instant<'a>, InstantError>;

    /// Takes the actions of the last instant through the gate to the executor.
    ///
    /// # Errors
    /// What the connector says.
    fn act(
        &mut self,
        port: usize,
        at: Time,
        network: &Network,
        trace: &mut Trace,
    ) -> Result<(), ConnectorError>;

    /// From now on only what reduces exposure passes.
    fn wind(&mut self);

    /// From now on nothing of the strategy passes; every live order is asked to end, and its answer awaited.
    ///
    /// # Errors
    /// What the connector says.
    fn seal_and_sweep(&mut self, at: Time) -> Result<(), ConnectorError>;

    /// How many admitted actions are not over.
    fn in_flight(&self) -> u64;

    /// Every order's fate.
    fn orders(&self) -> Orders;

    /// Ends the connector. Gives what went wrong with it over the whole run.
    fn terminate(self: Box<Self>) -> Vec<String>;
}

/// Who says something about our orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaker {
    Venue,
    /// The gate, of an order that the venue never saw: nothing of it enters the books.
    Gate,
}

/// Events that were fired and not fed yet, in order of time; equal times in order of arrival.
#[derive(Debug)]
struct Fired<M: Market> {
    events: VecDeque<(Time, Speaker, MarketEvent<M>)>,
}

impl<M: Market> Fired<M> {
    fn first_at(&self) -> Option<Time> {
        self.events.front().map(|(at, ..)| *at)
    }

    fn push(&mut self, at: Time, speaker: Speaker, event: MarketEvent<M>) {
        match self.events.back() {
            Some((last, ..)) if *last > at => {
                let place = self.events.partition_point(|(known, ..)| *known <= at);
                self.events.insert(place, (at, speaker, event));
            }
            _ => self.events.push_back((at, speaker, event)),
        }
    }
}

impl<M: Market> Handler<M> for Fired<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.push(at, Speaker::Venue, event);
    }
}

/// The lane of a market port.
pub(crate) struct MarketLane<M: Market, C: Connector<M>> {
    terminal: MarketTerminal<M>,
    parts: Started<C, M>,
    gate: Gate,
    books: Books<M>,
    fired: Fired<M>,
    /// When the producer's next event happens, as it last said.
    own: Option<Time>,
    now: Time,
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    pub(crate) fn new(terminal: MarketTerminal<M>, parts: Started<C, M>) -> Self {
        let fired = Fired { events: VecDeque::new() };
        Self { terminal, parts, gate: Gate::new(), books: Books::new(), fired, own: None, now: Time::MIN }
    }

    /// One piece of advice: admitted and executed, or refused and told so.
    fn submit(&mut self, at: Time, advice: Advice<M>) -> Result<(), ConnectorError> {
        if let Some(refusal) = self.reused_id(&advice) {
            self.refuse(at, refusal);
            return Ok(());
        }
        let exposure = self.exposure(&advice.action);
        match self.gate.admit(advice, exposure) {
            Ok(admitted) => {
                self.books.sent(admitted.action());
                self.parts.executor.execute(at, admitted, &mut self.fired)
            }
            Err(refusal) => {
                self.refuse(at, refusal);
                Ok(())
            }
        }
    }

    /// What the gate weighs. Only a winding one does, and to know it every live order is looked at.
    fn exposure(&self, action: &Action<M>) -> Exposure {
        match self.gate.position() {
            Position::Winding => self.books.exposure(action),
            Position::Open | Position::Sealed => Exposure::FLAT,
        }
    }

    /// O3: ids rise, so that none is used twice.
    fn reused_id(&self, advice: &Advice<M>) -> Option<Refusal<M>> {
        let is_order = !matches!(advice.action, Action::Cancel { .. });
        let highest = self.books.highest().filter(|highest| is_order && advice.action.id() <= *highest)?;
        Some(Refusal {
            rule: "O3: order ids rise",
            found: format!("order {}", advice.action.id()).into(),
            limit: format!("above {highest}").into(),
            advice: advice.clone(),
        })
    }

    fn refuse(&mut self, at: Time, refusal: Refusal<M>) {
        self.books.gated();
        self.fired.push(at, Speaker::Gate, MarketEvent::Order(refusal.into_event()));
    }

    #[inline]
    fn note(&mut self, speaker: Speaker, event: &MarketEvent<M>) {
        if speaker == Speaker::Venue {
            self.books.received(event);
        }
    }

    /// Takes in all answers that are there already, without the strategy.
    fn settle(&mut self) {
        while let Some((_, speaker, event)) = self.fired.events.pop_front() {
            self.note(speaker, &event);
        }
    }

    /// Asks every live order to end. What was answered is taken in, also if a cancel could not be sent.
    fn sweep(&mut self, at: Time, sweep: &Sweep) -> Result<(), ConnectorError> {
        let sent = self.books.sweep().into_iter().try_for_each(|cancel| {
            let Ok(admitted) = sweep.admit(cancel) else { return Ok(()) };
            self.books.sent(admitted.action());
            self.parts.executor.execute(at, admitted, &mut self.fired)
        });
        self.settle();
        sent
    }
}

impl<M: Market, C: Connector<M>> Lane for MarketLane<M, C> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.own = self.parts.producer.next_at()?;
        match self.fired.first_at() {
            Some(fired) => Ok(Some(self.own.map_or(fired, |own| own.min(fired)))),
            None => Ok(self.own),
        }
    }

    fn fetch(&mut self) -> Result<(), ConnectorError> {
        let fired = self.fired.first_at();
        // What was fired before comes before what the producer has next, at equal times too.
        if let Some(own) = self.own
            && fired.is_none_or(|fired| own < fired)
        {
            if own < self.now {
                return Err(ConnectorError::Backwards {
                    connector: M::NAME.into(),
                    last: self.now,
                    found: own,
                });
            }
            self.parts.producer.produce(&mut self.fired)?;
        }
        Ok(())
    }

    fn feed<'a>(
        &mut self,
        port: usize,
        instant: Instant<'a>,
        trace: &mut Trace,
    ) -> Result<Instant<'a>, InstantError> {
        let Some((at, speaker, event)) = self.fired.events.pop_front() else {
            return Ok(instant);
        };
        self.now = at;
        trace.value(port, &event);
        self.note(speaker, &event);
        match event {
            MarketEvent::Trade(trade) => instant.feed(&self.terminal.trades, trade),
            MarketEvent::Book(book) => instant.feed(&self.terminal.book, book),
            MarketEvent::Fills(fills) => instant.feed(&self.terminal.fills, fills),
            MarketEvent::Order(turn) => instant.feed(&self.terminal.orders, turn),
            MarketEvent::Link(link) => instant.feed(&self.terminal.link, link),
        }
    }

    fn act(
        &mut self,
        port: usize,
        at: Time,
        network: &Network,
        trace: &mut Trace,
    ) -> Result<(), ConnectorError> {
        let actions: Actions<M> = match network.get(&self.terminal.actions) {
            Some(actions) if !actions.is_empty() => actions.clone(),
            _ => return Ok(()),
        };
        trace.value(port, &actions);
        self.now = at;
        actions.into_iter().try_for_each(|advice| self.submit(at, advice))
    }

    fn wind(&mut self) {
        self.gate.wind();
    }

    fn seal_and_sweep(&mut self, at: Time) -> Result<(), ConnectorError> {
        let sweep = self.gate.seal();
        self.settle();
        self.sweep(at, &sweep)
    }

    fn in_flight(&self) -> u64 {
        self.gate.in_flight()
    }

    fn orders(&self) -> Orders {
        self.books.orders()
    }

    fn terminate(self: Box<Self>) -> Vec<String> {
        let mut failures = self.books.breaches();
        failures.extend(self.parts.terminator.terminate().err().map(|error| error.to_string()));
        failures
    }
}
