//! The lane of a market port: events come in, actions go out through the gate, books are kept of both.

use std::fmt;
use std::hash::Hash;

use crate::connector::{Connector, ConnectorError, Ending, Executor, Handler, Producer, Started, Terminator};
use crate::control::Orders;
use crate::market::{Action, Advice, MarketEvent, Trade};
use crate::money::Market;
use crate::network::{Input, Instant, InstantError, Network};
use crate::safety::{Closing, Exposure, Gate, Keeper, Open, Position, Refusal, Sweep, Winding};
use crate::strategy::MarketTerminal;
use crate::time::Time;

use super::books::Books;
use super::fired::{Fired, Speaker};
use super::lane::Lane;
use super::step_error::StepError;
use super::trace::Trace;

/// The lane of a market port.
pub struct MarketLane<M: Market, C: Connector<M>> {
    parts: Started<C, M>,
    /// When the producer's next event happens, as it last said.
    own: Option<Time>,
    gate: Gate,
    keeper: Keys,
    desk: Desk<M>,
}

/// What a lane holds of its gate, whose position it moves between two events.
enum Keys {
    Open(Keeper<Open>),
    Winding(Keeper<Winding>),
    Gone,
}

impl Keys {
    fn wind(&mut self) {
        *self = match std::mem::replace(self, Keys::Gone) {
            Keys::Open(keeper) => Keys::Winding(keeper.request("shutdown")),
            further => further,
        }
    }

    /// The sweep, the first time.
    fn seal(&mut self) -> Option<Sweep<Closing>> {
        match std::mem::replace(self, Keys::Gone) {
            Keys::Open(keeper) => Some(keeper.seal("shutdown")),
            Keys::Winding(keeper) => Some(keeper.seal()),
            Keys::Gone => None,
        }
    }
}

/// The lane without its connector: what an event passes on its way in.
struct Desk<M: Market> {
    terminal: MarketTerminal<M>,
    books: Books<M>,
    fired: Fired<M>,
    now: Time,
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    pub(crate) fn new(terminal: MarketTerminal<M>, parts: Started<C, M>) -> Self {
        let desk = Desk { terminal, books: Books::new(), fired: Fired::new(), now: Time::MIN };
        let (gate, keeper) = Gate::open();
        Self { parts, own: None, gate, keeper: Keys::Open(keeper), desk }
    }

    /// Takes the actions of the last instant on their way.
    #[inline(never)]
    fn act_on(
        &mut self,
        (port, at): (usize, Time),
        network: &mut Network,
        trace: &mut Trace,
    ) -> Result<(), ConnectorError> {
        match network.take(&self.desk.terminal.actions) {
            Some(actions) if !actions.is_empty() => {
                trace.value(port, &actions);
                self.desk.now = at;
                actions.into_iter().try_for_each(|advice| self.submit(at, advice))
            }
            _ => Ok(()),
        }
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
                self.desk.books.sent(admitted.action());
                self.parts.executor.execute(at, admitted, &mut self.desk.fired)
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
            Position::Winding => self.desk.books.exposure(action),
            Position::Open | Position::Sealed => Exposure::FLAT,
        }
    }

    /// O3: ids rise, so that none is used twice.
    fn reused_id(&self, advice: &Advice<M>) -> Option<Refusal<M>> {
        let is_order = !matches!(advice.action, Action::Cancel { .. });
        let highest =
            self.desk.books.highest().filter(|highest| is_order && advice.action.id() <= *highest)?;
        Some(Refusal {
            rule: "O3: order ids rise",
            found: format!("order {}", advice.action.id()).into(),
            limit: format!("above {highest}").into(),
            advice: advice.clone(),
        })
    }

    #[cold]
    fn backwards(&self, found: Time) -> ConnectorError {
        ConnectorError::Backwards { connector: M::NAME.into(), last: self.desk.now, found }
    }

    #[cold]
    fn refuse(&mut self, at: Time, refusal: Refusal<M>) {
        self.desk.books.gated();
        self.desk.fired.push(at, Speaker::Gate, MarketEvent::Order(refusal.into_event()));
    }

    /// Takes in all answers that are there already, without the strategy.
    fn settle(&mut self) {
        while let Some((_, speaker, event)) = self.desk.fired.pop() {
            drop(self.desk.note(speaker, event));
        }
    }

    /// Asks every live order to end. What was answered is taken in, also if a cancel could not be sent.
    fn sweep(&mut self, at: Time, sweep: &Sweep<Closing>) -> Result<(), ConnectorError> {
        let sent = self.desk.books.sweep().into_iter().try_for_each(|cancel| {
            let admitted = sweep.cancel(cancel.id(), cancel.instrument());
            self.desk.books.sent(admitted.action());
            self.parts.executor.execute(at, admitted, &mut self.desk.fired)
        });
        self.settle();
        sent
    }
}

impl<M: Market, C: Connector<M>> fmt::Debug for MarketLane<M, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MarketLane").field("gate", &self.gate).finish_non_exhaustive()
    }
}

/// An event on its way into an instant: from which port, and who keeps the trace.
struct Entry<'l, 'n> {
    port: usize,
    trace: &'l mut Trace,
    instant: &'l mut Instant<'n>,
}

impl Entry<'_, '_> {
    /// Adds an occurrence of one stream of the port.
    #[inline(always)]
    fn put<T>(&mut self, stream: u32, input: &Input<T>, value: T) -> Result<(), InstantError>
    where
        T: Hash + Send + Sync + 'static,
    {
        self.trace.streamed(self.port, stream, &value);
        self.instant.put(input, value)
    }
}

impl<M: Market> Desk<M> {
    /// Takes what is new in an event into the books and gives it back.
    #[inline]
    fn note(&mut self, speaker: Speaker, event: MarketEvent<M>) -> Option<MarketEvent<M>> {
        match speaker {
            Speaker::Venue => self.books.news(event).inspect(|event| self.books.received(event)),
            Speaker::Gate => Some(event),
        }
    }

    /// An event becomes part of an instant: in the books, in the trace, in the network.
    #[inline(never)]
    fn take(
        &mut self,
        (at, speaker, event): (Time, Speaker, MarketEvent<M>),
        entry: &mut Entry<'_, '_>,
    ) -> Result<(), InstantError> {
        self.now = at;
        // An event without news has its instant, and nobody hears of it.
        let Some(event) = self.note(speaker, event) else { return Ok(()) };
        match event {
            MarketEvent::Trade(trade) => self.take_trade(at, trade, entry),
            MarketEvent::Book(book) => entry.put(1, &self.terminal.book, book),
            MarketEvent::Fills(fills) => entry.put(2, &self.terminal.fills, fills),
            MarketEvent::Order(turn) => entry.put(3, &self.terminal.orders, turn),
            MarketEvent::Link(link) => entry.put(4, &self.terminal.link, link),
            // For the books alone: no port shows it.
            MarketEvent::Status(_) => Ok(()),
        }
    }

    /// The same for a trade, which the books have no part in.
    #[inline(always)]
    fn take_trade(
        &mut self,
        at: Time,
        trade: Trade<M>,
        entry: &mut Entry<'_, '_>,
    ) -> Result<(), InstantError> {
        self.now = at;
        entry.put(0, &self.terminal.trades, trade)
    }

    #[inline(never)]
    fn take_fired(&mut self, entry: &mut Entry<'_, '_>) -> Result<(), InstantError> {
        match self.fired.pop() {
            Some(fired) => self.take(fired, entry),
            None => Ok(()),
        }
    }
}

/// Takes what a producer fires: the first event into the instant that waits for it, further ones behind what was
/// fired before.
///
/// All is reached through references: a value that was written by fields a moment ago and is moved as a whole makes
/// the load wait for the stores, some 10 ns each time.
struct Inlet<'l, 'e, 'n, M: Market> {
    desk: &'l mut Desk<M>,
    entry: &'l mut Entry<'e, 'n>,
    is_fed: bool,
    failure: Option<Box<InstantError>>,
}

impl<M: Market> Inlet<'_, '_, '_, M> {
    /// Whether an event at `at` is the one that the instant waits for.
    #[inline(always)]
    fn is_awaited(&self, at: Time) -> bool {
        !self.is_fed && self.desk.fired.first_at().is_none_or(|first| at < first)
    }

    #[inline(always)]
    fn fed(&mut self, fed: Result<(), InstantError>) {
        self.is_fed = true;
        if let Err(error) = fed {
            self.failure = Some(Box::new(error));
        }
    }
}

impl<M: Market> Handler<M> for Inlet<'_, '_, '_, M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        match self.is_awaited(at) {
            true => {
                let fed = self.desk.take((at, Speaker::Venue, event), self.entry);
                self.fed(fed);
            }
            false => self.desk.fired.push(at, Speaker::Venue, event),
        }
    }

    #[inline(always)]
    fn fire_trade(&mut self, at: Time, trade: Trade<M>) {
        match self.is_awaited(at) {
            true => {
                let fed = self.desk.take_trade(at, trade, self.entry);
                self.fed(fed);
            }
            false => self.desk.fired.push(at, Speaker::Venue, MarketEvent::Trade(trade)),
        }
    }
}

impl<M: Market, C: Connector<M>> Lane for MarketLane<M, C> {
    #[inline]
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.own = self.parts.producer.next_at()?;
        match self.desk.fired.first_at() {
            Some(fired) => Ok(Some(self.own.map_or(fired, |own| own.min(fired)))),
            None => Ok(self.own),
        }
    }

    #[inline(always)]
    fn feed(&mut self, port: usize, instant: &mut Instant<'_>, trace: &mut Trace) -> Result<(), StepError> {
        let mut entry = Entry { port, trace, instant };
        let fired = self.desk.fired.first_at();
        // What was fired before comes before what the producer has next, at equal times too.
        let Some(own) = self.own.filter(|own| fired.is_none_or(|fired| *own < fired)) else {
            return Ok(self.desk.take_fired(&mut entry)?);
        };
        if own < self.desk.now {
            return Err(self.backwards(own).into());
        }
        let desk = &mut self.desk;
        let mut inlet = Inlet { desk, entry: &mut entry, is_fed: false, failure: None };
        self.parts.producer.produce_to(&mut inlet)?;
        match inlet {
            Inlet { failure: Some(error), .. } => Err((*error).into()),
            Inlet { is_fed: true, .. } => Ok(()),
            Inlet { desk, entry, .. } => Ok(desk.take_fired(entry)?),
        }
    }

    #[inline(always)]
    fn act(
        &mut self,
        port: usize,
        at: Time,
        network: &mut Network,
        trace: &mut Trace,
    ) -> Result<(), ConnectorError> {
        // Nearly no instant has any.
        match network.get(&self.desk.terminal.actions) {
            None => Ok(()),
            Some(_) => self.act_on((port, at), network, trace),
        }
    }

    fn wind(&mut self) {
        self.keeper.wind();
    }

    fn seal_and_sweep(&mut self, at: Time) -> Result<(), ConnectorError> {
        let sweep = self.keeper.seal();
        self.settle();
        sweep.map_or(Ok(()), |sweep| self.sweep(at, &sweep))
    }

    fn in_flight(&self) -> u64 {
        self.gate.in_flight()
    }

    fn orders(&self) -> Orders {
        self.desk.books.orders()
    }

    fn terminate(mut self) -> Vec<String> {
        let mut failures = self.desk.books.breaches();
        failures.extend(match self.parts.terminator.terminate(self.desk.now) {
            Ok(Ending::Over) => None,
            Ok(Ending::Busy { stage, .. }) => Some(format!("{}: did not end: {stage}", M::NAME)),
            Err(error) => Some(error.to_string()),
        });
        failures
    }
}
