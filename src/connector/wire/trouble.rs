//! What a fault does to what it strikes.

use std::panic::resume_unwind;

use super::journeys::Question;
use super::state::{Out, State};
use super::{Boundary, Fault};
use crate::connector::{ConnectorError, Executor, Producer};
use crate::market::{Action, Link, MarketEvent, OrderEvent};
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::{Span, Time};

/// How a part breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    Fails,
    Panics,
}

impl Broken {
    /// It breaks now. A panic says nothing on the standard error: it is wanted.
    pub(super) fn happen<M: Market>(self) -> Result<(), ConnectorError> {
        match self {
            Broken::Fails => Err(ConnectorError::failed(M::NAME, "an injected failure")),
            Broken::Panics => resume_unwind(Box::new("an injected panic")),
        }
    }
}

impl<M: Market, P: Producer<M>, E: Executor<M>> State<M, P, E> {
    /// On its way to us, if nothing goes wrong.
    pub(super) fn carry_if_it_comes(&mut self, at: Time, event: MarketEvent<M>) {
        let (boundary, channel) = match &event {
            MarketEvent::Trade(_) | MarketEvent::Book(_) => (Boundary::MarketData, &mut self.data),
            // What a venue says of its own link is what it is.
            MarketEvent::Link(_) => return self.carry(at, event),
            _ => (Boundary::Answers, &mut self.answers),
        };
        let Some(event) = self.journeys.before_gaps(event) else { return };
        match self.rules.strike(boundary, at, || words(&event)) {
            None => self.told_with_what_was_missed(at, event),
            Some(Fault::Duplication) => {
                self.told_with_what_was_missed(at, event.clone());
                self.carry(at, event);
            }
            Some(Fault::Delay(span)) => self.told_with_what_was_missed(at.after(span), event),
            Some(Fault::Reorder(span)) => {
                let arrives = channel.overtaken(at.after(span));
                self.inbound.push(arrives, event);
            }
            Some(Fault::Hang(span)) => {
                self.told_with_what_was_missed(at, event);
                self.hang(at, span);
            }
            Some(Fault::Loss | Fault::Refusal) => self.lose(at, event),
            Some(Fault::Failure) => self.break_over(Broken::Fails, at, event),
            Some(Fault::Panic) => self.break_over(Broken::Panics, at, event),
            Some(Fault::Disconnect(span)) => {
                // What left before is missed first.
                self.disconnect(at, span);
                self.lose(at, event);
            }
        }
    }

    /// The answer to a question teaches what was missed, and comes behind it.
    fn told_with_what_was_missed(&mut self, at: Time, event: MarketEvent<M>) {
        if let MarketEvent::Status(status) = &event {
            for missed in self.journeys.recovered(status.id) {
                self.carry(at, missed);
            }
        }
        self.carry(at, event);
    }

    fn break_over(&mut self, broken: Broken, at: Time, event: MarketEvent<M>) {
        self.lose(at, event);
        self.broken.get_or_insert(broken);
    }

    /// It is not heard.
    fn lose(&mut self, at: Time, event: MarketEvent<M>) {
        let deadline = at.max(self.now).after(self.patience);
        match event {
            MarketEvent::Status(status) => self.unanswered(deadline, (status.id, status.instrument)),
            // While the link is down nobody waits.
            other => self.journeys.miss(other, Some(deadline).filter(|_| self.up_at.is_none())),
        }
    }

    fn hang(&mut self, at: Time, span: Span) {
        self.hangs_until = self.hangs_until.max(at.max(self.now).after(span));
        self.journeys.postpone(self.hangs_until.after(self.patience));
    }

    /// An action leaves at `at`, if nothing goes wrong.
    pub(super) fn send(&mut self, at: Time, admitted: Admitted<M>) {
        let action = *admitted.action();
        // Where nothing goes wrong, an answer comes.
        let deadline = Some(at.max(self.hangs_until).after(self.patience)).filter(|_| !self.rules.is_empty());
        self.journeys.sent(&action, deadline);
        if self.up_at.is_some() {
            return self.inbound.push(at, turned_away(&action, "the link is down"));
        }
        match self.rules.strike(Boundary::Orders, at, || action.to_string()) {
            Some(Fault::Loss) => self.journeys.strays(admitted),
            Some(Fault::Refusal) => {
                let answer = turned_away(&action, "trouble of the venue");
                self.leaves(at, Out::TurnedAway(answer));
            }
            Some(Fault::Duplication) => {
                if action.quantity().is_some() {
                    self.journeys.repeats(action.id());
                }
                let again = admitted.again();
                self.leaves(at, Out::Act(admitted));
                self.leaves(at, Out::Act(again));
            }
            Some(Fault::Failure) => drop(self.broken.get_or_insert(Broken::Fails)),
            Some(Fault::Panic) => {
                self.broken.get_or_insert(Broken::Panics);
                // Nobody knows whether the bytes had left.
                if self.coin.is_one_of(1, 2) {
                    self.leaves(at, Out::Act(admitted));
                }
            }
            other => self.leaves_with(at, other, Out::Act(admitted)),
        }
    }

    /// A question leaves at `at`, if nothing goes wrong.
    pub(super) fn ask(&mut self, at: Time, (id, instrument): Question<M>) {
        if self.up_at.is_some() {
            return self.unanswered(at, (id, instrument));
        }
        match self.rules.strike(Boundary::Orders, at, || format!("query of order {id}")) {
            Some(Fault::Loss) => self.unanswered(at.after(self.patience), (id, instrument)),
            Some(Fault::Refusal) => self.unanswered(at, (id, instrument)),
            Some(Fault::Failure) => drop(self.broken.get_or_insert(Broken::Fails)),
            Some(Fault::Panic) => drop(self.broken.get_or_insert(Broken::Panics)),
            // A question that comes twice is answered as one.
            other => self.leaves_with(at, other, Out::Ask(id, instrument)),
        }
    }

    /// What only changes when it arrives, or whether.
    fn leaves_with(&mut self, at: Time, fault: Option<Fault>, out: Out<M>) {
        match fault {
            Some(Fault::Delay(span)) => self.leaves(at.after(span), out),
            Some(Fault::Reorder(span)) => {
                let arrives = self.to_venue.overtaken(at.after(span));
                self.out.push(arrives, out);
            }
            Some(Fault::Hang(span)) => {
                self.hang(at, span);
                self.leaves(at, out);
            }
            Some(Fault::Disconnect(span)) => {
                self.leaves(at, out);
                self.disconnect(at, span);
            }
            _ => self.leaves(at, out),
        }
    }

    /// While the connector hangs nothing leaves.
    fn leaves(&mut self, at: Time, out: Out<M>) {
        let arrives = self.to_venue.arrives(at.max(self.hangs_until));
        self.out.push(arrives, out);
    }

    /// The link breaks: what is on its way to us is not heard, and of what is on its way to the venue some arrives.
    fn disconnect(&mut self, at: Time, span: Span) {
        let at = at.max(self.now);
        if self.up_at.is_some() {
            return;
        }
        self.up_at = Some(self.first_attempt_after(at, at.after(span)));
        self.journeys.cut();
        let (mut questions, mut links, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for (_, event) in self.inbound.take() {
            match event {
                MarketEvent::Status(status) => questions.push((status.id, status.instrument)),
                MarketEvent::Link(link) => links.push(link),
                other => answers.push(other),
            }
        }
        self.journeys.miss_on_its_way(answers);
        for (arrives, out) in self.out.take() {
            match out {
                Out::Ask(id, instrument) => questions.push((id, instrument)),
                out if self.coin.is_one_of(1, 2) => self.out.push(arrives, out),
                _ => {}
            }
        }
        links.push(Link::Down);
        links.into_iter().for_each(|link| self.inbound.push(at, MarketEvent::Link(link)));
        questions.into_iter().for_each(|question| self.unanswered(at, question));
    }

    /// The first attempt to reconnect that comes when the venue can be reached again.
    fn first_attempt_after(&self, from: Time, reachable: Time) -> Time {
        let mut attempts = self.attempts.clone();
        let mut at = from.after(attempts.step());
        while at < reachable && reachable < Time::MAX {
            at = at.after(attempts.step());
        }
        at.max(reachable)
    }
}

/// The answer of who does not take an action.
fn turned_away<M: Market>(action: &Action<M>, why: &'static str) -> MarketEvent<M> {
    let (id, instrument) = (action.id(), action.instrument());
    let turn = match action {
        Action::Cancel { .. } => OrderEvent::CancelRefused { id, instrument, why: why.into() },
        _ => {
            let (rule, limit) = ("connected".into(), "a venue that can be reached".into());
            OrderEvent::Refused { id, instrument, rule, found: why.into(), limit }
        }
    };
    turn.into()
}

/// What is struck, in words.
fn words<M: Market>(event: &MarketEvent<M>) -> String {
    match event {
        MarketEvent::Trade(trade) => format!("trade {}", trade.id.0),
        MarketEvent::Book(_) => "a book".to_owned(),
        MarketEvent::Fills(fills) => {
            let all: Vec<String> = fills.iter().map(|fill| format!("fill (order {})", fill.id)).collect();
            all.join(", ")
        }
        MarketEvent::Order(turn) => turn.to_string(),
        MarketEvent::Link(link) => format!("link {link}"),
        MarketEvent::Status(status) => status.to_string(),
    }
}
