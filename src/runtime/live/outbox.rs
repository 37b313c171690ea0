//! What a connector is to do, and how far it has come.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use crate::connector::{Capability, ConnectorError, Ending, Terms};
use crate::market::OrderId;
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::Time;

/// What a connector is to do, and how far it has come.
pub(super) struct Outbox<M: Market> {
    pub(super) commands: VecDeque<Command<M>>,
    pub(super) state: State,
    /// What it cannot do any more, and is to be told.
    pub(super) failures: VecDeque<ConnectorError>,
    /// What the venue takes, for every instrument that an order was for.
    pub(super) terms: BTreeMap<M::Instrument, Terms<M>>,
    pub(super) capability: Capability,
    /// All stand-ins are gone.
    pub(super) is_closed: bool,
}

/// One thing to do.
pub(super) enum Command<M: Market> {
    Execute(Time, Admitted<M>),
    Query(OrderId<M>, M::Instrument),
}

/// How far a connector has come.
pub(super) enum State {
    Connecting,
    Connected,
    /// It could not be connected.
    Lost,
    Ending(Cow<'static, str>),
    Ended(Option<Result<Ending, ConnectorError>>),
}

/// What the worker is to do next.
pub(super) enum Duty<M: Market> {
    Do(Command<M>),
    /// There is nothing to do but to come to an end.
    End,
    /// Nothing.
    Wait,
    /// Nobody is there any more.
    Leave,
}

impl<M: Market> Outbox<M> {
    pub(super) fn new() -> Self {
        Self {
            commands: VecDeque::new(),
            state: State::Connecting,
            failures: VecDeque::new(),
            terms: BTreeMap::new(),
            capability: Capability::default(),
            is_closed: false,
        }
    }

    /// What is next for the worker, where the end was asked for or not.
    pub(super) fn duty(&mut self, is_ending: bool) -> Duty<M> {
        match self.commands.pop_front() {
            // What still is in it has its permits dropped: it was never submitted.
            _ if self.is_closed => Duty::Leave,
            Some(command) => Duty::Do(command),
            None if is_ending => Duty::End,
            None => Duty::Wait,
        }
    }
}
