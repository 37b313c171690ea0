//! The whole system: the protocol that ships, the runtime around it, a strategy, and what it is connected to.
//!
//! A part that crashes or hangs needs no action of its own: it is a part that does nothing more. Time passes in
//! ticks of a millisecond, from the first cause on, and only when nothing is due: [`Action::Time`] says that all that
//! happened was told. Before it, anything may happen in any order.

use std::sync::Arc;

use stateright::Property;
use tidegate::control::{Budgets, HookPlan, OnPositions, Phase, Policy, Priority, Protocol};
use tidegate::time::{Span, Time};

use super::plants::Plant;
use super::properties::{self, Law};
use super::runtime::Runtime;
use super::venue::{Book, Message, Order, Venue};
use super::world::{Connector, Hook, State, Store, Strategy, World};

/// A moment, in ticks.
pub(crate) fn at(tick: u8) -> Time {
    Time::EPOCH.after(ticks(tick))
}

pub(crate) const fn ticks(number: u8) -> Span {
    Span::from_millis(number as u64)
}

/// What may happen in a world: each is explored to its end.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub name: &'static str,
    pub policy: Policy,
    /// The strategy's orders.
    pub orders: [Order; 2],
    /// What is held at the start.
    pub held: [u8; 2],
    /// Venues fill no closing order beyond zero.
    pub reduce_only: bool,
    /// The phases that have a hook, in a row.
    pub hooks: &'static [Phase],
    pub signals: u8,
    pub faults: Faults,
    pub budgets: Budgets,
}

/// What may go wrong or be asked for, beside loss, delay, duplication, reordering and hanging, which always may.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    /// The program asks for a stop, or the data ends.
    pub request: bool,
    /// The kill switch.
    pub kill: bool,
    /// The strategy says that it is done.
    pub done: bool,
    /// The strategy breaks.
    pub crash: bool,
    /// The strategy cancels.
    pub cancels: bool,
    /// Venues reject orders.
    pub rejects: bool,
    /// Venues refuse cancels.
    pub refuses: bool,
    /// Venues end orders by their own rule.
    pub expires: bool,
    /// The outcome of a request is lost, and known to be.
    pub loses: bool,
    /// The store fails.
    pub store: bool,
    /// Closing orders may be filled; without it they only rest, end or are lost.
    pub fills: bool,
}

impl Plan {
    /// The protocol's plan.
    pub(crate) fn plan(&self) -> tidegate::control::Plan {
        let hook = |(place, phase): (usize, &Phase)| HookPlan {
            name: place.to_string(),
            phase: *phase,
            priority: Priority::Normal,
            limit: None,
        };
        tidegate::control::Plan {
            budgets: self.budgets,
            policy: self.policy,
            hooks: self.hooks.iter().enumerate().map(hook).collect(),
            ports: vec!["A".to_owned(), "B".to_owned()],
        }
    }
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Request,
    Signal,
    Kill,
    Done,
    Crash,
    /// The strategy submits an order.
    Submit(usize),
    /// The strategy cancels an order.
    Cancel(usize),
    /// A request arrives; the venue takes it, or does not.
    Arrives(usize, Message, bool),
    /// The venue fills this much, and no more if so.
    Fill(usize, u8, bool),
    Expire(usize),
    /// An answer arrives.
    Hear(usize, Message),
    /// The outcome of an order is lost, and known to be.
    Lose(usize),
    /// A question could not be asked.
    Unanswered(usize),
    HookEnds(bool),
    StoreAnswers(bool),
    PartEnds(u8),
    /// A tick passes.
    Tick,
    /// All that happened up to now was told.
    Time,
}

/// What is checked: a plan, perhaps with a bug, and for all laws or one.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub plan: Plan,
    pub plant: Option<Plant>,
    pub only: Option<Law>,
}

impl System {
    pub(crate) fn has(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    /// Whether positions are to be closed as far as is known now; told without the protocol.
    pub(crate) fn closes(&self, world: &World) -> bool {
        let forced = world.signals >= 2;
        match self.plan.policy.positions {
            OnPositions::Keep => false,
            OnPositions::Close => !forced && !world.killed,
            OnPositions::Flatten => !forced,
        }
    }

    /// When the protocol wants to be told of the time.
    pub(crate) fn due(&self, state: &State) -> Option<Time> {
        let is_forgotten = self.has(Plant::SetsNoAlarm) && state.protocol.phase() == Phase::Disconnect;
        state.protocol.next_deadline().filter(|_| !is_forgotten)
    }

    fn causes(&self, state: &State, actions: &mut Vec<Action>) {
        let (world, faults) = (&state.world, self.plan.faults);
        let phase = state.protocol.phase();
        let is_alive = world.strategy == Strategy::Alive;
        let causes = [
            (faults.request && phase == Phase::Running, Action::Request),
            (world.signals < self.plan.signals, Action::Signal),
            (faults.kill && !world.killed, Action::Kill),
            (faults.done && (is_alive || self.has(Plant::TakesDoneTwice)), Action::Done),
            (faults.crash && is_alive, Action::Crash),
        ];
        actions.extend(causes.into_iter().filter(|(may, _)| *may).map(|(_, action)| action));
    }

    fn orders(&self, world: &World, actions: &mut Vec<Action>) {
        let faults = self.plan.faults;
        for (place, order) in world.orders.iter().enumerate() {
            let is_own = place < 2;
            if order.book == Book::Free {
                if is_own && order.lots > 0 && world.strategy != Strategy::Crashed {
                    actions.push(Action::Submit(place));
                }
                continue;
            }
            if faults.cancels && is_own && order.is_live() && world.strategy != Strategy::Crashed {
                actions.push(Action::Cancel(place));
            }
            self.at_venue(place, order, world, actions);
            if world.connectors[usize::from(order.port)] < Connector::Ended {
                let told = Message::ANSWERS.into_iter().filter(|answer| order.has(*answer));
                actions.extend(told.map(|answer| Action::Hear(place, answer)));
                if faults.loses && order.is_live() {
                    actions.push(Action::Lose(place));
                    if order.has(Message::Query) {
                        actions.push(Action::Unanswered(place));
                    }
                }
            }
        }
    }

    fn at_venue(&self, place: usize, order: &Order, world: &World, actions: &mut Vec<Action>) {
        let faults = self.plan.faults;
        let arrives = |message, taken| Action::Arrives(place, message, taken);
        if order.venue == Venue::Absent && order.has(Message::Place) {
            actions.push(arrives(Message::Place, true));
            actions.extend(faults.rejects.then_some(arrives(Message::Place, false)));
        }
        if order.has(Message::Cancel) {
            let is_live = order.venue == Venue::Live;
            actions.extend(is_live.then_some(arrives(Message::Cancel, true)));
            actions.extend((!is_live || faults.refuses).then_some(arrives(Message::Cancel, false)));
        }
        if order.has(Message::Query) {
            actions.push(arrives(Message::Query, true));
        }
        if order.venue == Venue::Live {
            actions.extend(faults.expires.then_some(Action::Expire(place)));
            let rest = order.lots - order.filled;
            let is_clipped = order.sells() && self.plan.reduce_only;
            let room = u8::try_from(world.position(order.port, |order| order.filled)).unwrap_or(0);
            let most = if is_clipped { rest.min(room) } else { rest };
            if faults.fills && most > 0 {
                actions.push(Action::Fill(place, most, most < rest));
                actions.extend((most > 1).then_some(Action::Fill(place, 1, false)));
            }
        }
    }
}

impl stateright::Model for System {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let protocol = Protocol::new(self.plan.plan(), at(0));
        vec![State { core: protocol.core(), protocol: Arc::new(protocol), world: World::new(&self.plan) }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let world = &state.world;
        if world.over.is_some() {
            return;
        }
        self.causes(state, actions);
        self.orders(world, actions);
        if let Hook::Running { .. } = world.hook {
            actions.extend([Action::HookEnds(true), Action::HookEnds(false)]);
        }
        if world.store == Store::Busy {
            actions.push(Action::StoreAnswers(true));
            actions.extend(self.plan.faults.store.then_some(Action::StoreAnswers(false)));
        }
        actions.extend((0..2).filter(|port| world.is_ending(*port)).map(Action::PartEnds));
        let now = at(world.now);
        match self.due(state) {
            _ if state.protocol.phase() == Phase::Running => {}
            Some(due) if due <= now => {
                let is_late = self.has(Plant::IsDeafWhileSaving) || self.has(Plant::IsLate);
                actions.push(Action::Time);
                actions.extend(is_late.then_some(Action::Tick));
            }
            Some(_) => actions.push(Action::Tick),
            None => {}
        }
    }

    fn next_state(&self, state: &State, action: Action) -> Option<State> {
        Runtime::new(self, state).act(state, action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all(self.only)
    }
}
