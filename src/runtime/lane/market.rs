//! The lane of a market port: events come in, actions go out through the gate, books are kept of both.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::connector::{Connector, ConnectorError, Executor, Producer, Started};
use crate::journal::Ruling;
use crate::market::{Action, Advice, MarketEvent, OrderEvent};
use crate::money::Market;
use crate::network::{Instant, Network};
use crate::safety::{Admitted, Gate, RateLimiter, Refusal};
use crate::strategy::MarketTerminal;
use crate::time::{Time, earlier};

use super::Lane;
use super::admission::Leaving;
use super::desk::{Desk, Entry, Inlet};
use super::ending::Ending;
use super::fired::Speaker;
use super::keys::Keys;
use super::rules::LaneRules;
use super::step_error::StepError;
use crate::runtime::Host;
use crate::runtime::scribe::Scribe;

/// The lane of a market port.
pub struct MarketLane<M: Market, C: Connector<M>> {
    pub(super) parts: Started<C, M>,
    /// When the producer's next event happens, as it last said.
    pub(super) own: Option<Time>,
    /// Whether the executor takes an action, as it last said.
    is_ready: bool,
    pub(super) gate: Gate,
    pub(super) keys: Keys,
    pub(super) desk: Desk<M>,
    pub(super) rules: LaneRules,
    /// What the strategy wants and has not come to the gate so far.
    pub(super) queue: VecDeque<(Time, Advice<M>)>,
    pub(super) end: Ending<M>,
    /// Orders of late, where they are limited.
    pub(super) limiter: Option<RateLimiter>,
}

/// An executor that fails so often, and says nothing else, is not asked any more: what it is given it may refuse.
const MOST_FAILURES: u8 = 100;

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    pub(crate) fn new(terminal: MarketTerminal<M>, parts: Started<C, M>, rules: &LaneRules) -> Self {
        let (gate, keeper) = match &rules.kill {
            Some(kill) => Gate::under(kill),
            None => Gate::open(),
        };
        Self {
            parts,
            own: None,
            is_ready: true,
            gate,
            keys: Keys::Open(keeper),
            desk: Desk::new(terminal),
            rules: rules.clone(),
            queue: VecDeque::new(),
            end: Ending::new(),
            limiter: rules.rate_limit.map(RateLimiter::new),
        }
    }

    /// Takes the actions of the last instant on their way.
    #[inline(never)]
    fn act_on<const J: bool>(
        &mut self,
        (port, leaving): (usize, Leaving),
        network: &mut Network,
        scribe: &mut Scribe,
    ) -> Result<(), ConnectorError> {
        match network.take(&self.desk.terminal.actions) {
            Some(actions) if !actions.is_empty() => {
                scribe.wants::<J, _>(port, &actions);
                self.desk.now = leaving.at;
                // One that cannot be sent does not keep the others: cancels may be among them.
                let mut all = Ok(());
                for advice in actions {
                    let sent = self.send::<J>(leaving, advice, (port, scribe));
                    all = all.and(sent);
                }
                all
            }
            _ => Ok(()),
        }
    }

    /// One piece of advice on its way to the gate: it waits behind others, and while the executor has one in hand.
    fn send<const J: bool>(
        &mut self,
        leaving: Leaving,
        advice: Advice<M>,
        books: (usize, &mut Scribe),
    ) -> Result<(), ConnectorError> {
        if self.keys.is_sealed() {
            return self.submit::<J>(leaving, advice, books);
        }
        // One that cannot go on is told of; by the time that it is asked again, it is known to be lost.
        let asked = self.ask_whether_ready();
        if matches!(asked, Ok(true)) && self.queue.is_empty() && self.rules.delay.is_zero() {
            let sent = self.submit::<J>(leaving, advice, books);
            return asked.map(drop).and(sent);
        }
        self.queue.push_back((leaving.at.after(self.rules.delay), advice));
        asked.map(drop)
    }

    /// Whether the executor takes an action now. One that does nothing but fail, or panic, is not asked for ever.
    #[inline(always)]
    fn ask_whether_ready(&mut self) -> Result<bool, ConnectorError> {
        if self.end.failures >= MOST_FAILURES {
            return Ok(true);
        }
        let executor = &mut self.parts.executor;
        let asked = catch_unwind(AssertUnwindSafe(|| executor.is_ready()));
        let answer = asked.unwrap_or_else(|_| Err(ConnectorError::failed(M::NAME, "its executor panicked")));
        self.end.failures = if answer.is_err() { self.end.failures + 1 } else { 0 };
        answer
    }

    /// One piece of advice at the gate: admitted and executed, or refused and told so.
    fn submit<const J: bool>(
        &mut self,
        leaving: Leaving,
        advice: Advice<M>,
        (port, scribe): (usize, &mut Scribe),
    ) -> Result<(), ConnectorError> {
        let is_cancel = matches!(advice.action, Action::Cancel { .. });
        if self.keys.is_sealed() && !(is_cancel && self.end.takes_cancels()) {
            scribe.ruled::<J, _>(port, &advice, || Ruling::Late);
            self.late(&advice);
            return Ok(());
        }
        match self.admit(leaving, advice) {
            Ok(admitted) => {
                scribe.ruled::<J, _>(port, admitted.advice(), || Ruling::Passed);
                self.execute(leaving.at, admitted)
            }
            Err(refusal) => {
                scribe.ruled::<J, _>(port, &refusal.advice, || ruling(&refusal));
                self.refuse(leaving.at, refusal);
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
    fn submit_queued<const J: bool, H: Host>(
        &mut self,
        entry: &mut Entry<'_, '_, J>,
        host: &H,
    ) -> Result<(), ConnectorError> {
        match self.queue.pop_front() {
            // It leaves now, however long it has waited.
            Some((wanted, advice)) => {
                let leaving = self.leaving(entry.instant.at().max(wanted), host);
                self.submit::<J>(leaving, advice, (entry.port, entry.scribe))
            }
            None => Ok(()),
        }
    }

    /// What the producer has next, from where it is into the instant.
    #[inline(always)]
    fn feed_own<const J: bool, H: Host>(
        &mut self,
        own: Time,
        overtakes: bool,
        entry: &mut Entry<'_, '_, J>,
    ) -> Result<(), StepError> {
        let host = PhantomData::<fn(H)>;
        if own < self.desk.now && !self.rules.hears_late {
            self.end.is_silent = true;
            return Err(self.backwards(own).into());
        }
        let desk = &mut self.desk;
        let mut inlet = Inlet { desk, entry, is_fed: false, overtakes, host, failure: None };
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

    /// What is first, where at equal times any of it may be.
    fn feed_chosen<const J: bool, H: Host>(
        &mut self,
        entry: &mut Entry<'_, '_, J>,
        host: &mut H,
    ) -> Result<(), StepError> {
        let fired = self.desk.fired.first_at();
        if let Some(queued) = self.queued_at()
            && earlier(fired, self.own).is_none_or(|first| queued < first || queued == first && turns(host))
        {
            return Ok(self.submit_queued(entry, host)?);
        }
        let overtakes = fired.is_some() && fired == self.own && turns(host);
        match self.own.filter(|own| overtakes || fired.is_none_or(|fired| *own < fired)) {
            Some(own) => self.feed_own::<J, H>(own, overtakes, entry),
            None => Ok(self.desk.take_fired(entry)?),
        }
    }

    fn queued_at(&self) -> Option<Time> {
        self.queue.front().filter(|_| self.is_ready).map(|(at, _)| *at)
    }
}

/// Whether what comes second at one time comes first.
fn turns<H: Host>(host: &mut H) -> bool {
    host.choose(2) == 1
}

fn ruling<M: Market>(refusal: &Refusal<M>) -> Ruling<'_> {
    Ruling::Refused {
        rule: refusal.rule.into(),
        found: (*refusal.found).into(),
        limit: (*refusal.limit).into(),
    }
}

impl<M: Market, C: Connector<M>> fmt::Debug for MarketLane<M, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MarketLane").field("gate", &self.gate).finish_non_exhaustive()
    }
}

impl<M: Market, C: Connector<M>> Lane for MarketLane<M, C> {
    #[inline]
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.is_ready = self.ask_whether_ready()?;
        self.own = match self.end.is_silent {
            true => None,
            false => self.parts.producer.next_at().inspect_err(|_| self.end.is_silent = true)?,
        };
        match (self.desk.fired.first_at(), self.queued_at()) {
            (None, None) => Ok(self.own),
            (fired, queued) => Ok(earlier(self.own, earlier(fired, queued))),
        }
    }

    fn has_news(&self) -> bool {
        self.own.is_some() || self.desk.fired.first_at().is_some()
    }

    #[inline(always)]
    fn feed<const J: bool, H: Host>(
        &mut self,
        port: usize,
        instant: &mut Instant<'_>,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), StepError> {
        let mut entry = Entry::<J> { port, scribe, instant };
        // A way of its own: mixed into this one, choices that nobody makes took ten instructions an event.
        if H::CHOOSES {
            return self.feed_chosen(&mut entry, host);
        }
        let fired = self.desk.fired.first_at();
        if let Some(queued) = self.queued_at()
            && earlier(fired, self.own).is_none_or(|first| queued < first)
        {
            return Ok(self.submit_queued(&mut entry, host)?);
        }
        // What was fired before comes before what the producer has next, at equal times too.
        let Some(own) = self.own.filter(|own| fired.is_none_or(|fired| *own < fired)) else {
            return Ok(self.desk.take_fired(&mut entry)?);
        };
        self.feed_own::<J, H>(own, false, &mut entry)
    }

    #[inline(always)]
    fn act<const J: bool, H: Host>(
        &mut self,
        port: usize,
        at: Time,
        network: &mut Network,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), ConnectorError> {
        if !self.desk.learnt.is_empty() && !self.desk.is_watched {
            self.ask_for_lost(at);
        }
        // Nearly no instant has any.
        match network.get(&self.desk.terminal.actions) {
            None => Ok(()),
            Some(_) => self.act_on::<J>((port, self.leaving(at, host)), network, scribe),
        }
    }
}
