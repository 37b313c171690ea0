//! The runtime: does what the protocol asks for, as `src/runtime/sim/perform.rs` does, on gates, books and
//! connectors that are no more than their states. It decides nothing; on the way it looks after the laws.

use std::collections::VecDeque;
use std::sync::Arc;

use tidegate::control::{
    Cause, DoneCode, End, HookEnd, HookId, Input, Inventory, LiveOrder, OnOrders, OrderKey, OrderNews,
    Output, PartNews, Phase, Port, Protocol, Purpose,
};

use super::plants::Plant;
use super::properties::{self, Law};
use super::system::{Action, System, at, ticks};
use super::venue::{Book, Message, Order, Stand};
use super::world::{Connector, Gate, Hook, State, Store, Strategy, World};

/// One turn of it.
pub(crate) struct Runtime<'a> {
    pub(super) system: &'a System,
    pub(super) protocol: Arc<Protocol>,
    pub(super) world: World,
}

impl<'a> Runtime<'a> {
    pub(crate) fn new(system: &'a System, state: &State) -> Self {
        Self { system, protocol: Arc::clone(&state.protocol), world: state.world.clone() }
    }

    /// What comes of an action; `None` if nothing does.
    pub(crate) fn act(mut self, state: &State, action: Action) -> Option<State> {
        self.happen(action);
        let core = match Arc::ptr_eq(&self.protocol, &state.protocol) {
            true if self.world == state.world => return None,
            true => state.core.clone(),
            false => self.protocol.core(),
        };
        Some(State { protocol: self.protocol, core, world: self.world })
    }

    fn happen(&mut self, action: Action) {
        let input = match action {
            Action::Request => Input::Cause(Cause::Request, String::new()),
            Action::Signal => {
                self.world.signals += 1;
                Input::Cause(Cause::Signal, String::new())
            }
            Action::Kill => {
                self.world.killed = true;
                Input::Cause(Cause::Kill, String::new())
            }
            Action::Done => {
                self.world.strategy = Strategy::Done;
                Input::Done(DoneCode::OK)
            }
            Action::Crash => {
                self.world.strategy = Strategy::Crashed;
                Input::Cause(Cause::Crash, String::new())
            }
            Action::HookEnds(well) => {
                let Hook::Running { hook, .. } = self.world.hook else { return };
                self.world.hook = Hook::None;
                let end = if well { HookEnd::Ended } else { HookEnd::Failed(String::new()) };
                Input::Hook(HookId(hook), end)
            }
            Action::StoreAnswers(well) => {
                self.world.store = if well { Store::Kept } else { Store::Failed };
                Input::Saved(if well { Ok(String::new()) } else { Err(String::new()) })
            }
            Action::PartEnds(port) => {
                self.world.connectors[usize::from(port)] = Connector::Ended;
                Input::Part(Port(port), PartNews::Ended)
            }
            Action::Time => {
                self.world.turns += 1;
                Input::Time
            }
            Action::Tick => {
                self.world.now += 1;
                self.world.turns = 0;
                return;
            }
            Action::Hear(place, answer) => return self.hear(place, answer),
            Action::Lose(place) => return self.lose(place),
            Action::Unanswered(place) => {
                Input::Order(key(&self.world.orders[place], place), OrderNews::Unanswered)
            }
            other => return self.beyond(other),
        };
        self.tell(input);
    }

    /// What happens beyond the protocol's sight: at the strategy's gate and at venues.
    fn beyond(&mut self, action: Action) {
        match action {
            Action::Submit(place) => self.submit(place),
            Action::Cancel(place) => self.cancels(place),
            Action::Arrives(place, Message::Place, taken) => self.world.orders[place].place(taken),
            Action::Arrives(place, Message::Cancel, taken) => self.world.orders[place].cancel(taken),
            Action::Arrives(place, ..) => self.world.orders[place].query(),
            Action::Fill(place, lots, is_last) => self.world.orders[place].fill(lots, is_last),
            Action::Expire(place) => self.world.orders[place].end(End::Expired),
            _ => {}
        }
    }

    /// The strategy submits; its gate decides.
    fn submit(&mut self, place: usize) {
        let order = &self.world.orders[place];
        let reduces = order.sells() && self.world.booked(order.port) >= i16::from(order.lots);
        let passes = match self.world.gate {
            Gate::Open => !self.world.killed,
            Gate::Winding => reduces && !self.world.killed,
            Gate::Sealed | Gate::CancelsOnly => false,
        };
        if !passes || self.is_over_for_strategy() {
            return;
        }
        if self.protocol.phase() > Phase::StopNewOrders {
            self.world.breaks(Law::Sealed);
        }
        self.world.orders[place].submit();
    }

    /// The strategy cancels; that passes always, while it has not said that it is done.
    fn cancels(&mut self, place: usize) {
        if self.is_over_for_strategy() {
            return;
        }
        if self.world.strategy != Strategy::Alive {
            self.world.breaks(Law::Silence);
        }
        let is_refused = self.system.has(Plant::WindingRefusesCancels) && self.world.gate == Gate::Winding;
        self.send_cancel(place, is_refused);
    }

    fn send_cancel(&mut self, place: usize, is_refused: bool) {
        match is_refused {
            true => self.world.breaks(Law::CancelsPass),
            false => self.world.orders[place].send(Message::Cancel),
        }
    }

    fn is_over_for_strategy(&self) -> bool {
        self.world.strategy != Strategy::Alive && !self.system.has(Plant::ActsAfterDone)
    }

    /// An answer arrives: first the books, then the protocol.
    fn hear(&mut self, place: usize, answer: Message) {
        let before = self.world.orders[place];
        let order = &mut self.world.orders[place];
        let news = match (answer, order.venue) {
            (Message::Ended, super::venue::Venue::Ended(end)) => {
                (order.book, order.booked) = (Book::Ended(end), order.filled);
                Some(OrderNews::Ended(end))
            }
            (Message::Placed, _) => Some(OrderNews::Placed),
            (Message::Partial, _) => {
                order.booked = order.booked.max(1);
                None
            }
            (Message::CancelRefused, _) => Some(OrderNews::CancelRefused),
            (Message::Working, _) => order.is_live().then_some(OrderNews::Working),
            (Message::NotFound, _) => order.is_live().then_some(OrderNews::NotFound),
            _ => None,
        };
        if let (Message::Placed | Message::Partial, Book::Live(_)) = (answer, order.book) {
            order.book = Book::Live(Stand::Working);
        }
        order.permit &= !matches!(answer, Message::Placed | Message::Partial | Message::Ended);
        self.learn(place, before, news);
    }

    fn lose(&mut self, place: usize) {
        let before = self.world.orders[place];
        let order = &mut self.world.orders[place];
        order.book = Book::Live(Stand::Lost);
        order.permit = false;
        self.learn(place, before, Some(OrderNews::Lost));
    }

    fn learn(&mut self, place: usize, before: Order, news: Option<OrderNews>) {
        let order = self.world.orders[place];
        if self.world.saves > 0 {
            self.world.is_stale |= (order.book, order.booked) != (before.book, before.booked);
            self.tell(Input::Changed);
        }
        if let Some(news) = news {
            self.tell(Input::Order(key(&order, place), news));
        }
        if order.permit != before.permit {
            self.tell(Input::InFlight(self.world.in_flight()));
        }
    }

    /// Tells the protocol, and does what it asks for, until there is nothing left to do.
    fn tell(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let plant = self.system.plant;
            let told = match plant {
                Some(plant) => plant.told(&self.protocol, &self.world, input),
                None => Some(input),
            };
            let Some(input) = told else { continue };
            let is_late = self.system.has(Plant::IsLate) && input == Input::Time;
            let now = at(self.world.now.saturating_sub(u8::from(is_late)));
            let (mut after, mut outputs) = self.protocol.fork().step(now, input.clone());
            if let Some(plant) = plant {
                after = plant.kept(&self.protocol, after, &input, &self.system.plan);
                outputs = plant.asked(&input, &self.world, outputs);
            }
            let before = std::mem::replace(&mut self.protocol, Arc::new(after));
            properties::watch(self.system, &before, &self.protocol, &mut self.world, (&input, &outputs));
            for output in outputs {
                self.perform(output, &mut inputs);
            }
        }
    }

    fn perform(&mut self, output: Output, inputs: &mut VecDeque<Input>) {
        properties::look(self.system, &self.protocol, &mut self.world, &output);
        let now = self.world.now;
        match output {
            Output::Phase { phase, until } => {
                self.world.until = tick(until.since(at(0)).nanos());
                if phase == Phase::SaveState {
                    self.world.saved_by = self.world.until;
                }
            }
            Output::Wind => self.world.gate = self.world.gate.max(Gate::Winding),
            Output::Seal => self.seal(inputs),
            Output::Cancel(key) => self.sweep(key),
            Output::Query(key) => {
                if let Some(order) = self.order(key).filter(|order| order.is_live()) {
                    order.send(Message::Query);
                }
            }
            Output::CountPositions => inputs.push_back(Input::Positions(self.world.held_keys().collect())),
            Output::Close(key) => {
                let news = self.close(key);
                inputs.push_back(Input::Close(key, news));
            }
            Output::EndClosing if self.system.has(Plant::ClosesToTheLast) => {}
            Output::EndClosing => self.world.gate = Gate::CancelsOnly,
            Output::Save => {
                self.world.store = Store::Busy;
                self.world.saves += 1;
                self.world.is_stale = false;
            }
            Output::AbandonSave => self.world.store = Store::Failed,
            Output::Disconnect(port) => {
                let limit = ticks(now).plus(self.system.plan.budgets.connectors);
                let until = tick(limit.nanos()).min(self.world.until);
                self.world.connectors[usize::from(port.0)] = Connector::Ending { until };
            }
            Output::Abandon(port) => {
                self.world.connectors[usize::from(port.0)] = Connector::Abandoned;
            }
            Output::StartHook(hook) => {
                let limit = ticks(now).plus(self.system.plan.budgets.hook);
                self.world.hook = Hook::Running { hook: hook.0, until: tick(limit.nanos()) };
            }
            Output::AbandonHook(_) => self.world.hook = Hook::LeftBehind,
            Output::Over => {
                self.world.over = Some(properties::judge(self.system, &self.protocol, &mut self.world))
            }
            Output::Tell(_) | Output::Alert(_) | Output::WriteCrash => {}
        }
    }

    fn order(&mut self, key: OrderKey) -> Option<&mut Order> {
        self.world.orders.get_mut(usize::try_from(key.id).unwrap_or(usize::MAX))
    }

    /// The runtime cancels.
    fn sweep(&mut self, key: OrderKey) {
        let place = usize::try_from(key.id).unwrap_or(usize::MAX);
        if self.order(key).is_none_or(|order| !order.is_live()) {
            return;
        }
        self.send_cancel(place, self.system.has(Plant::SealedRefusesCancels));
        if let (true, Some(order)) = (self.system.has(Plant::BelievesCancels), self.order(key)) {
            (order.book, order.permit) = (Book::Ended(End::Cancelled), false);
        }
    }

    fn seal(&mut self, inputs: &mut VecDeque<Input>) {
        if let (None, Some(verdict)) = (self.world.sealed, self.protocol.verdict()) {
            self.world.sealed = Some((self.world.now, verdict));
        }
        if !self.system.has(Plant::SealIsLost) {
            self.world.gate = self.world.gate.max(Gate::Sealed);
        }
        let closes = self.system.closes(&self.world);
        let mut inventory = Inventory { orders: Vec::new(), in_flight: self.world.in_flight() };
        for place in 0..self.world.orders.len() {
            let order = self.world.orders[place];
            let Book::Live(stand) = order.book else { continue };
            let purpose = self.purpose(&order);
            self.world.orders[place].kept =
                self.system.plan.policy.orders == OnOrders::Keep || (purpose != Purpose::Trade && !closes);
            inventory.orders.push(LiveOrder { key: key(&order, place), known: stand.into(), purpose });
        }
        inputs.push_back(Input::Inventory(inventory));
    }
}

pub(crate) fn key(order: &Order, place: usize) -> OrderKey {
    OrderKey { port: Port(order.port), id: place as u64 }
}

fn tick(nanos: i64) -> u8 {
    u8::try_from(nanos / ticks(1).nanos()).unwrap_or(u8::MAX)
}
