//! The lane of a market port: events come in, actions go out through the gate, books are kept of both.

use std::collections::VecDeque;
use std::fmt;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::connector::{Connector, ConnectorError, Executor, Handler, Producer, Started};
use crate::control::OrderNews;
use crate::market::{Action, Advice, MarketEvent, OrderEvent, OrderId, Trade};
use crate::money::Market;
use crate::network::{Input, Instant, InstantError, Network};
use crate::safety::{Admitted, Exposure, Gate, Refusal};
use crate::strategy::MarketTerminal;
use crate::time::Time;

use super::books::Books;
use super::ending::Ending;
use super::fired::{Fired, Speaker};
use super::keys::Keys;
use super::lane::Lane;
use super::lane_rules::LaneRules;
use super::lanes::earlier;
use super::step_error::StepError;
use super::trace::Trace;

/// The lane of a market port.
pub struct MarketLane<M: Market, C: Connector<M>> {
    pub(super) parts: Started<C, M>,
    /// When the producer's next event happens, as it last said.
    pub(super) own: Option<Time>,
    pub(super) gate: Gate,
    pub(super) keys: Keys,
    pub(super) desk: Desk<M>,
    pub(super) rules: LaneRules,
    /// What the strategy wants and has not come to the gate so far.
    pub(super) queue: VecDeque<(Time, Advice<M>)>,
    pub(super) end: Ending<M>,
}

/// The lane without its connector: what an event passes on its way in.
pub(super) struct Desk<M: Market> {
    terminal: MarketTerminal<M>,
    pub(super) books: Books<M>,
    pub(super) fired: Fired<M>,
    pub(super) now: Time,
    /// Whether somebody wants to know all that is learnt about orders; until then, it is losses alone.
    pub(super) is_watched: bool,
    pub(super) learnt: Vec<(OrderId<M>, OrderNews)>,
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    pub(crate) fn new(terminal: MarketTerminal<M>, parts: Started<C, M>, rules: &LaneRules) -> Self {
        let (gate, keeper) = match &rules.kill {
            Some(kill) => Gate::under(kill),
            None => Gate::open(),
        };
        Self {
            parts,
            own: None,
            gate,
            keys: Keys::Open(keeper),
            desk: Desk::new(terminal),
            rules: rules.clone(),
            queue: VecDeque::new(),
            end: Ending::new(),
        }
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
                actions.into_iter().try_for_each(|advice| self.send(at, advice))
            }
            _ => Ok(()),
        }
    }

    /// One piece of advice on its way to the gate.
    fn send(&mut self, at: Time, advice: Advice<M>) -> Result<(), ConnectorError> {
        if self.rules.delay.is_zero() || self.keys.is_sealed() {
            return self.submit(at, advice);
        }
        self.queue.push_back((at.after(self.rules.delay), advice));
        Ok(())
    }

    /// One piece of advice at the gate: admitted and executed, or refused and told so.
    fn submit(&mut self, at: Time, advice: Advice<M>) -> Result<(), ConnectorError> {
        let is_cancel = matches!(advice.action, Action::Cancel { .. });
        if self.keys.is_sealed() && !(is_cancel && self.end.cancels_pass) {
            self.late(&advice);
            return Ok(());
        }
        if let Some(refusal) = self.reused_id(&advice) {
            self.refuse(at, refusal);
            return Ok(());
        }
        if !is_cancel && let Some(kill) = &self.rules.kill {
            // What it says the gate knows, too, and refuses by that.
            kill.poll(at);
        }
        let exposure = self.exposure(&advice.action);
        match self.gate.admit(advice, exposure) {
            Ok(admitted) => self.execute(at, admitted),
            Err(refusal) => {
                self.refuse(at, refusal);
                Ok(())
            }
        }
    }

    /// An admitted action goes to the connector.
    ///
    /// A connector that panics over it may have sent it: the order is lost, not refused.
    pub(super) fn execute(&mut self, at: Time, admitted: Admitted<M>) -> Result<(), ConnectorError> {
        self.desk.books.sent(admitted.advice());
        let action = *admitted.action();
        let (executor, fired) = (&mut self.parts.executor, &mut self.desk.fired);
        let Ok(executed) = catch_unwind(AssertUnwindSafe(|| executor.execute(at, admitted, fired))) else {
            if !matches!(action, Action::Cancel { .. }) {
                let (id, instrument) = (action.id(), action.instrument());
                self.desk.fired.push(at, Speaker::Venue, OrderEvent::Lost { id, instrument }.into());
            }
            return Err(ConnectorError::failed(M::NAME, format!("its executor panicked over {action}")));
        };
        executed
    }

    /// What the gate weighs. Only a winding one does, and to know it every live order is looked at.
    fn exposure(&self, action: &Action<M>) -> Exposure {
        match self.keys.is_winding() {
            true => self.desk.books.exposure(action),
            false => Exposure::FLAT,
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

    /// It comes after the seal: it is listed, and nobody answers.
    #[cold]
    fn late(&mut self, advice: &Advice<M>) {
        self.end.late(format!("{}: {}", M::NAME, advice.action));
    }

    /// The first action in the queue comes to the gate.
    #[cold]
    fn submit_queued(&mut self) -> Result<(), ConnectorError> {
        match self.queue.pop_front() {
            Some((at, advice)) => self.submit(at, advice),
            None => Ok(()),
        }
    }

    fn queued_at(&self) -> Option<Time> {
        self.queue.front().map(|(at, _)| *at)
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
    fn new(terminal: MarketTerminal<M>) -> Self {
        let (books, fired) = (Books::new(), Fired::new());
        Self { terminal, books, fired, now: Time::MIN, is_watched: false, learnt: Vec::new() }
    }

    /// Takes what is new in an event into the books and gives it back.
    #[inline]
    pub(super) fn note(&mut self, speaker: Speaker, event: MarketEvent<M>) -> Option<MarketEvent<M>> {
        match speaker {
            Speaker::Venue => {
                let event = self.books.news(event)?;
                self.books.received(&event);
                if self.is_watched || matches!(event, MarketEvent::Order(OrderEvent::Lost { .. })) {
                    self.learn(&event);
                }
                Some(event)
            }
            Speaker::Gate => Some(event),
        }
    }

    #[cold]
    fn learn(&mut self, event: &MarketEvent<M>) {
        let learnt = &mut self.learnt;
        self.books.learnt(event, &mut |id, news| learnt.push((id, news)));
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
        self.own = match self.end.is_silent {
            true => None,
            false => self.parts.producer.next_at().inspect_err(|_| self.end.is_silent = true)?,
        };
        match (self.desk.fired.first_at(), self.queued_at()) {
            (None, None) => Ok(self.own),
            (fired, queued) => Ok(earlier(self.own, earlier(fired, queued))),
        }
    }

    #[inline(always)]
    fn feed(&mut self, port: usize, instant: &mut Instant<'_>, trace: &mut Trace) -> Result<(), StepError> {
        let mut entry = Entry { port, trace, instant };
        let fired = self.desk.fired.first_at();
        if let Some(queued) = self.queued_at()
            && earlier(fired, self.own).is_none_or(|first| queued < first)
        {
            return Ok(self.submit_queued()?);
        }
        // What was fired before comes before what the producer has next, at equal times too.
        let Some(own) = self.own.filter(|own| fired.is_none_or(|fired| *own < fired)) else {
            return Ok(self.desk.take_fired(&mut entry)?);
        };
        if own < self.desk.now {
            self.end.is_silent = true;
            return Err(self.backwards(own).into());
        }
        let desk = &mut self.desk;
        let mut inlet = Inlet { desk, entry: &mut entry, is_fed: false, failure: None };
        let produced = self.parts.producer.produce_to(&mut inlet);
        match inlet {
            _ if produced.is_err() => {
                self.end.is_silent = true;
                Ok(produced?)
            }
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
        if !self.desk.learnt.is_empty() && !self.desk.is_watched {
            self.ask_for_lost(at);
        }
        // Nearly no instant has any.
        match network.get(&self.desk.terminal.actions) {
            None => Ok(()),
            Some(_) => self.act_on((port, at), network, trace),
        }
    }
}
