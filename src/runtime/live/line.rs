//! What a connector's stand-ins and its workers share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Waker;

use super::crew::{Shared, Watched};
use super::inbox::Inbox;
use super::outbox::{Command, Duty, Outbox, State};
use crate::connector::{ConnectorError, Handler};
use crate::market::MarketEvent;
use crate::money::Market;
use crate::runtime::StandIns;
use crate::runtime::worker::{Arc, AtomicBool, AtomicU64, Mailbox, Mutex, Ordering, lock};
use crate::time::Time;

/// What a connector's stand-ins and its workers share.
pub(super) struct Line<M: Market> {
    pub(super) shared: Arc<Shared>,
    pub(super) inbox: Mutex<Inbox<M>>,
    /// Whether the inbox has something that nobody has looked at.
    pub(super) has_news: AtomicBool,
    /// Whether anybody reads the inbox: before the run begins nobody does.
    pub(super) is_listened_to: AtomicBool,
    /// Whether the stand-in of the producer holds nothing that is due.
    pub(super) is_read: AtomicBool,
    pub(super) outbox: Mailbox<Outbox<M>>,
    /// Actions that were handed over and are not over.
    pub(super) in_hand: AtomicU64,
    /// The same with questions.
    under_way: AtomicU64,
    /// Whether its end was asked for.
    is_ending: AtomicBool,
    /// Whether the producer has to leave: its connector has ended, or nobody is there any more.
    pub(super) is_left: AtomicBool,
    /// Whether the outbox ever had a failure to tell.
    pub(super) has_failed: AtomicBool,
}

impl<M: Market> Line<M> {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            inbox: Mutex::new(Inbox::new()),
            has_news: AtomicBool::new(false),
            is_listened_to: AtomicBool::new(false),
            is_read: AtomicBool::new(true),
            outbox: Mailbox::new(Outbox::new()),
            in_hand: AtomicU64::new(0),
            under_way: AtomicU64::new(0),
            is_ending: AtomicBool::new(false),
            is_left: AtomicBool::new(false),
            has_failed: AtomicBool::new(false),
        }
    }

    /// Something happened in the market: when it is heard, unless it is said to happen later.
    pub(super) fn hear(&self, at: Time, event: MarketEvent<M>) {
        let at = at.max(self.shared.clock.now());
        lock(&self.inbox).push(at, event, self.shared.intake);
        self.tell();
        // A terminator that named no time waits for what happens here.
        if self.is_ending.load(Ordering::Acquire) {
            self.outbox.call();
        }
    }

    /// Nothing more comes in.
    pub(super) fn fall_silent(&self, failure: ConnectorError) {
        lock(&self.inbox).fall_silent(failure);
        self.tell();
    }

    /// The producer has nothing more by itself.
    pub(super) fn rest(&self) {
        lock(&self.inbox).rest();
        self.shared.bell.ring();
    }

    /// There is something in the inbox.
    fn tell(&self) {
        if !self.has_news.swap(true, Ordering::AcqRel) {
            self.shared.bell.ring();
        }
    }

    /// Gives the worker something to do.
    pub(super) fn order(&self, command: Command<M>) {
        if matches!(command, Command::Execute(..)) {
            self.in_hand.fetch_add(1, Ordering::AcqRel);
        }
        self.under_way.fetch_add(1, Ordering::AcqRel);
        self.outbox.put(|outbox| outbox.commands.push_back(command));
    }

    /// What is next for the worker.
    pub(super) fn duty(&self, actor: &Waker) -> Duty<M> {
        self.outbox.turn(actor, |outbox| outbox.duty(self.is_ending.load(Ordering::Acquire)))
    }

    /// An action is over: another one may come.
    pub(super) fn action_is_over(&self) {
        self.in_hand.fetch_sub(1, Ordering::AcqRel);
        self.command_is_over();
    }

    /// A command is over, and the producer may have more by it: that is known before the command is not under way any more,
    /// so that nobody takes the connector for one that has nothing left.
    pub(super) fn command_is_over(&self) {
        self.nudge();
        self.under_way.fetch_sub(1, Ordering::AcqRel);
        self.shared.bell.ring();
    }

    /// Something may have changed for the producer.
    pub(super) fn nudge(&self) {
        let producer = lock(&self.inbox).nudge();
        producer.into_iter().for_each(Waker::wake);
    }

    /// Something cannot be done any more.
    pub(super) fn fail(&self, failure: ConnectorError) {
        self.outbox.look(|outbox| outbox.failures.push_back(failure));
        self.has_failed.store(true, Ordering::Release);
        self.shared.bell.ring();
    }

    /// The connector has come so far; the driver is told when it is news.
    pub(super) fn come_to(&self, state: State) {
        if matches!(state, State::Ended(_)) {
            self.is_left.store(true, Ordering::Release);
            self.nudge();
        }
        let is_news = self.outbox.look(|outbox| {
            let is_known = matches!((&outbox.state, &state), (State::Ending(known), State::Ending(stage)) if known == stage);
            outbox.state = state;
            !is_known
        });
        if is_news {
            self.shared.bell.ring();
        }
    }

    /// The worker that acts is gone. Unless it had come to its end, what it had in hand is over, and nobody connects, acts or
    /// ends any more.
    pub(super) fn lose_actor(&self) {
        let gone = || ConnectorError::failed(M::NAME, "its worker is gone");
        let left = self.outbox.look(|outbox| match outbox.state {
            State::Ended(_) => None,
            _ if outbox.is_closed => None,
            _ => Some(std::mem::take(&mut outbox.commands)),
        });
        let Some(left) = left else { return };
        self.fail(gone());
        self.come_to(State::Ended(Some(Err(gone()))));
        self.in_hand.store(0, Ordering::Release);
        self.under_way.store(0, Ordering::Release);
        // Their permits are over with them.
        drop(left);
        self.fall_silent(gone());
    }

    /// Its end is asked for; the worker hears it once.
    pub(super) fn end(&self) {
        if !self.is_ending.swap(true, Ordering::AcqRel) {
            self.outbox.call();
        }
    }

    /// Nobody is there any more.
    pub(super) fn close(&self) {
        self.is_left.store(true, Ordering::Release);
        self.outbox.put(|outbox| outbox.is_closed = true);
        self.nudge();
    }
}

impl<M: Market> Handler<M> for &Line<M> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        self.hear(at, event);
    }
}

impl<M: Market> Watched for Line<M> {
    fn is_over(&self) -> bool {
        if self.under_way.load(Ordering::Acquire) > 0
            || self.outbox.look(|outbox| !outbox.failures.is_empty())
        {
            return false;
        }
        let inbox = lock(&self.inbox);
        inbox.is_idle && inbox.events.is_empty() && inbox.failure.is_none()
    }

    fn stand_ins(&self) -> StandIns {
        let is_connecting = self.outbox.look(|outbox| matches!(outbox.state, State::Connecting));
        let inbox = lock(&self.inbox);
        StandIns { is_connecting, waiting: inbox.events.len() as u64, left_out: inbox.left_out }
    }
}

/// What foreign code gives; a panic is a failure of its connector.
pub(super) fn contained<M: Market, R>(
    whose: &str,
    act: impl FnOnce() -> Result<R, ConnectorError>,
) -> Result<R, ConnectorError> {
    catch_unwind(AssertUnwindSafe(act))
        .unwrap_or_else(|_| Err(ConnectorError::failed(M::NAME, format!("its {whose} panicked"))))
}
