//! The wire itself: what its two ends share.
//!
//! The venue lives in its own time: what happens there and what arrives there take their turns by their times. Nobody sees
//! the venue but through the wire, so it is let go on only when something of it can have arrived here.

use super::journeys::{Journeys, Question};
use super::latency::Channel;
use super::queue::Queue;
use super::rules::Rules;
use super::trouble::Broken;
use crate::connector::{ConnectorError, Executor, Handler, Producer};
use crate::market::{Link, MarketEvent, OrderId, OrderStatus, Standing};
use crate::money::Market;
use crate::rng::Rng;
use crate::safety::Admitted;
use crate::scope::BackOff;
use crate::time::{Span, Time};

/// What is on its way to the venue.
#[derive(Debug)]
pub(super) enum Out<M: Market> {
    Act(Admitted<M>),
    Ask(OrderId<M>, M::Instrument),
    /// An action that the venue turns away: its answer.
    TurnedAway(MarketEvent<M>),
}

/// What the two ends of a wire share.
pub(super) struct State<M: Market, P, E> {
    pub(super) producer: P,
    pub(super) executor: E,
    pub(super) rules: Rules,
    pub(super) to_venue: Channel,
    pub(super) data: Channel,
    pub(super) answers: Channel,
    pub(super) out: Queue<Out<M>>,
    pub(super) inbound: Queue<MarketEvent<M>>,
    pub(super) journeys: Journeys<M>,
    pub(super) patience: Span,
    pub(super) attempts: BackOff,
    /// The latest time that anybody named.
    pub(super) now: Time,
    /// Until then the connector does nothing.
    pub(super) hangs_until: Time,
    /// When the link is up again, while it is down.
    pub(super) up_at: Option<Time>,
    /// What is about to break.
    pub(super) broken: Option<Broken>,
    /// What the venue's executor failed with, while nobody was there to be told.
    pub(super) failure: Option<ConnectorError>,
    pub(super) coin: Rng,
    pub(super) is_closed: bool,
    /// The producer has failed at this end: no data is told any more, also if an action brings it about.
    pub(super) is_mute: bool,
}

/// What was fired at the other end.
struct Heard<M: Market>(Vec<(Time, MarketEvent<M>)>);

impl<M: Market> Handler<M> for Heard<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.0.push((at, event));
    }
}

impl<M: Market, P: Producer<M>, E: Executor<M>> State<M, P, E> {
    /// When something can be heard at this end; `None` if nothing ever will be.
    pub(super) fn next(&mut self) -> Result<Option<Time>, ConnectorError> {
        let local = [self.inbound.first_at(), self.journeys.first_deadline()];
        let of_venue = match self.up_at {
            Some(up_at) => [Some(up_at).filter(|up_at| *up_at < Time::MAX), None],
            None => {
                let (data, answers) = (self.data.peek(), self.answers.peek());
                // Without orders of ours, all that happens is data.
                let first = if self.journeys.is_empty() { data } else { data.min(answers) };
                let happens = self.producer.next_at().inspect_err(|_| self.is_mute = true)?;
                let happens = happens.map(|at| at.after(first));
                [happens, self.out.first_at().map(|at| at.after(answers))]
            }
        };
        let first = local.into_iter().chain(of_venue).flatten().filter(|at| *at < Time::MAX).min();
        if self.hangs_until > self.now {
            // Who waits for the executor hears of it, too.
            return Ok(Some(self.hangs_until).filter(|until| *until < Time::MAX));
        }
        Ok(first.map(|at| at.max(self.now)))
    }

    /// What can be heard at [`next`](Self::next) is told.
    pub(super) fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let heard = self.hear(events);
        self.is_mute |= heard.is_err() || self.broken.is_some();
        heard?;
        self.breaks()
    }

    fn hear(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let Some(now) = self.next()? else { return Ok(()) };
        self.now = now;
        if self.up_at.is_some_and(|up_at| up_at <= now) {
            while self.step(now)? {}
            self.come_up(now)?;
        }
        while self.is_quiet(now) && self.step(now)? {}
        self.told_by(now, events);
        Ok(())
    }

    /// Whether nothing has arrived here by now.
    fn is_quiet(&self, now: Time) -> bool {
        self.broken.is_none() && self.inbound.first_at().is_none_or(|first| first > now)
    }

    /// What was asked for at `at` and has come to the venue and back by then is told.
    pub(super) fn settle(&mut self, at: Time, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        while self.out.first_at().is_some_and(|first| first <= at) && self.step(at)? {}
        self.told_by(at, events);
        self.breaks()?;
        self.failure.take().map_or(Ok(()), Err)
    }

    /// The next thing at the venue until `now`: something arrives, or something happens. Whether there was anything.
    fn step(&mut self, now: Time) -> Result<bool, ConnectorError> {
        let happens = match self.producer.next_at() {
            // Told when it failed; orders are taken all the same.
            Err(_) if self.is_mute => None,
            happens => happens?,
        };
        match self.out.first_at() {
            Some(first) if first <= now && happens.is_none_or(|happens| first <= happens) => self.arrive(),
            _ if happens.is_some_and(|happens| happens <= now) => {
                let mut heard = Heard(Vec::new());
                let produced = self.producer.produce(&mut heard);
                self.leave(heard);
                produced?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What is first on its way arrives at the venue.
    pub(super) fn arrive(&mut self) {
        let Some((at, out)) = self.out.pop() else { return };
        let mut heard = Heard(Vec::new());
        let taken = match out {
            Out::Act(admitted) => self.executor.execute(at, admitted, &mut heard),
            Out::Ask(id, instrument) => self.executor.query(at, id, instrument, &mut heard),
            Out::TurnedAway(answer) => {
                heard.fire(at, answer);
                Ok(())
            }
        };
        self.leave(heard);
        if let Err(error) = taken {
            self.failure.get_or_insert(error);
        }
    }

    /// What the venue has said begins its way.
    fn leave(&mut self, heard: Heard<M>) {
        for (at, event) in heard.0 {
            if self.journeys.is_to_second(&event) {
                continue;
            }
            match (self.up_at.is_some() || self.is_closed, self.rules.is_empty()) {
                (true, _) => self.journeys.miss(event, None),
                (false, true) => self.carry(at, event),
                (false, false) => self.carry_if_it_comes(at, event),
            }
        }
    }

    /// On its way to us, behind what left before.
    pub(super) fn carry(&mut self, at: Time, event: MarketEvent<M>) {
        let channel = if is_data(&event) { &mut self.data } else { &mut self.answers };
        let arrives = channel.arrives(at);
        self.inbound.push(arrives, event);
    }

    /// All that has arrived by `now` is told, unless the connector hangs.
    fn told_by(&mut self, now: Time, events: &mut dyn Handler<M>) {
        if self.hangs_until > now {
            return;
        }
        while let Some(event) = self.inbound.pop_by(now) {
            self.tell(now, event, events);
        }
        // What has come by now was not waited for in vain.
        for said in self.journeys.give_up(now) {
            self.tell(now, said, events);
        }
    }

    fn tell(&mut self, now: Time, event: MarketEvent<M>, events: &mut dyn Handler<M>) {
        if self.is_mute && is_data(&event) {
            return;
        }
        self.journeys.told(&event);
        events.fire(now, event);
    }

    /// The link is up: what was missed is told, and where all other orders stand is asked.
    fn come_up(&mut self, now: Time) -> Result<(), ConnectorError> {
        self.up_at = None;
        self.inbound.push(now, MarketEvent::Link(Link::Up));
        let (missed, open) = self.journeys.resync();
        for event in missed {
            self.inbound.push(now, event);
        }
        for (id, instrument) in open {
            let mut heard = Heard(Vec::new());
            let asked = self.executor.query(now, id, instrument, &mut heard);
            for (_, event) in heard.0 {
                self.inbound.push(now, event);
            }
            asked?;
        }
        self.inbound.push(now, MarketEvent::Link(Link::Resynced));
        Ok(())
    }

    /// The question is not answered, and that is said at `at`.
    pub(super) fn unanswered(&mut self, at: Time, (id, instrument): Question<M>) {
        let standing = Standing::Unanswered { why: "no answer came".into() };
        self.inbound.push(at, OrderStatus { id, instrument, standing }.into());
    }

    /// We leave: what is on its way arrives, and nobody hears what comes of it.
    pub(super) fn close(&mut self, at: Time) -> Result<(), ConnectorError> {
        self.is_closed = true;
        while self.step(at)? {}
        while self.out.first_at().is_some() {
            self.arrive();
        }
        Ok(())
    }

    /// What was to break breaks.
    pub(super) fn breaks(&mut self) -> Result<(), ConnectorError> {
        self.broken.take().map_or(Ok(()), Broken::happen::<M>)
    }
}

/// Whether it tells of the market, and not of what is ours.
const fn is_data<M: Market>(event: &MarketEvent<M>) -> bool {
    matches!(event, MarketEvent::Trade(_) | MarketEvent::Book(_))
}
