//! The sweep: every order that had not ended when the gates were sealed, on its way to its fate.

use std::collections::BTreeMap;

use super::chase::Chase;
use super::evidence::Settled;
use super::input::Inventory;
use super::order::{Fate, LiveOrder, Move, OrderKey, OrderNews, PositionKey, Purpose};
use super::output::Output;
use super::policy::OnOrders;
use crate::time::{Span, Time, earlier};

/// All orders that had not ended when the gates were sealed, and those that close positions since.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sweep {
    is_counted: bool,
    chases: BTreeMap<OrderKey, Chase>,
    in_flight: u64,
    drain: Time,
    is_drain_over: bool,
    patience: Span,
}

/// What the policy makes of orders, as the sweep begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) orders: OnOrders,
    pub(super) closes: bool,
}

impl Sweep {
    /// A sweep whose orders are not counted yet.
    pub(super) const fn new(drain: Time, patience: Span) -> Self {
        Self {
            is_counted: false,
            chases: BTreeMap::new(),
            in_flight: 0,
            drain,
            is_drain_over: false,
            patience,
        }
    }

    /// The gates are sealed: these orders live, and this many submissions are under way.
    pub(super) fn count(&mut self, at: Time, inventory: &Inventory, terms: Terms, out: &mut Vec<Output>) {
        self.is_counted = true;
        self.in_flight = inventory.in_flight;
        for order in &inventory.orders {
            let (chase, first) = self.pursue(at, order, terms);
            self.chases.insert(order.key, chase);
            out.extend(first.map(|first| Output::about(order.key, first)));
        }
    }

    fn pursue(&self, at: Time, order: &LiveOrder, terms: Terms) -> (Chase, Option<Move>) {
        let drain = (self.in_flight > 0).then_some(self.drain);
        match (terms.orders, order.purpose) {
            (OnOrders::Keep | OnOrders::Leave, _) => Chase::kept(order.known, at, drain, self.patience),
            (_, Purpose::Protect(_) | Purpose::ProtectToTheEnd(_)) if !terms.closes => {
                Chase::kept(order.known, at, drain, self.patience)
            }
            (_, Purpose::ProtectToTheEnd(position)) => (Chase::guarding(order.known, position), None),
            (_, Purpose::Trade | Purpose::Protect(_)) => Chase::ending(order.known, at, drain, self.patience),
        }
    }

    /// Whether the inventory was taken.
    pub(super) const fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// How many submissions are under way has changed.
    pub(super) fn in_flight(&mut self, at: Time, in_flight: u64, out: &mut Vec<Output>) {
        self.in_flight = in_flight;
        let patience = self.patience;
        for (key, chase) in self.chases.iter_mut().filter(|_| in_flight == 0) {
            out.extend(chase.drained(at, patience).map(|step| Output::about(*key, step)));
        }
    }

    /// Something was learnt about an order.
    pub(super) fn learn(&mut self, at: Time, key: OrderKey, news: OrderNews, out: &mut Vec<Output>) {
        let patience = self.patience;
        let step = self.chases.get_mut(&key).and_then(|chase| chase.learn(at, news, patience));
        out.extend(step.map(|step| Output::about(key, step)));
    }

    /// Time has passed.
    pub(super) fn pass(&mut self, at: Time, out: &mut Vec<Output>) {
        let patience = self.patience;
        self.is_drain_over |= at >= self.drain;
        for (key, chase) in &mut self.chases {
            out.extend(chase.pass(at, patience).map(|step| Output::about(*key, step)));
        }
    }

    /// An order closes a position.
    pub(super) fn adopt(&mut self, at: Time, key: OrderKey) {
        self.chases.insert(key, Chase::closing(at, self.patience));
    }

    /// A position is closed: what protected it may go.
    pub(super) fn release(&mut self, at: Time, position: PositionKey, out: &mut Vec<Output>) {
        let patience = self.patience;
        for (key, chase) in &mut self.chases {
            out.extend(chase.release(position, at, patience).map(|step| Output::about(*key, step)));
        }
    }

    /// These positions are held, and no others: what protected another may go.
    pub(super) fn release_others(&mut self, at: Time, held: &[PositionKey], out: &mut Vec<Output>) {
        let patience = self.patience;
        for (key, chase) in &mut self.chases {
            let gone = chase.guards().filter(|position| !held.contains(position));
            let step = gone.and_then(|position| chase.release(position, at, patience));
            out.extend(step.map(|step| Output::about(*key, step)));
        }
    }

    /// Orders that close positions are cancelled.
    pub(super) fn stop_closing(&mut self, at: Time, out: &mut Vec<Output>) {
        let patience = self.patience;
        for (key, chase) in &mut self.chases {
            out.extend(chase.stop(at, patience).map(|step| Output::about(*key, step)));
        }
    }

    /// What is not over is given up.
    pub(super) fn give_up(&mut self) {
        self.chases.values_mut().for_each(Chase::give_up);
    }

    /// The evidence that there is nothing left to do: every order is over or stays, and no submission is under way
    /// that could still be waited for.
    pub(super) fn settled(&self, at: Time) -> Option<Settled> {
        let is_drained = self.in_flight == 0 || at >= self.drain;
        (self.is_counted && is_drained && self.is_at_rest()).then_some(Settled::new())
    }

    /// The same at the deadline: what is left is given up.
    pub(super) fn given_up(&mut self) -> Settled {
        self.give_up_pursued();
        Settled::new()
    }

    /// Gives up what is being pursued; what guards a position goes on doing so.
    fn give_up_pursued(&mut self) {
        self.chases.values_mut().filter(|chase| !chase.is_at_rest()).for_each(Chase::give_up);
    }

    /// When something has to be done if nothing is learnt.
    pub(super) fn due(&self) -> Option<Time> {
        let chases = self.next_order();
        let drain = (self.in_flight > 0 && !self.is_drain_over).then_some(self.drain);
        earlier(chases, drain)
    }

    /// When the next order is due, drained or not.
    pub(super) fn next_order(&self) -> Option<Time> {
        self.chases.values().filter_map(Chase::due).min()
    }

    /// What became of an order.
    pub(super) fn fate(&self, key: OrderKey) -> Option<Fate> {
        self.chases.get(&key).and_then(Chase::fate)
    }

    /// Whether every order is over or stays.
    pub(super) fn is_at_rest(&self) -> bool {
        self.chases.values().all(Chase::is_at_rest)
    }

    /// All orders with what became of them.
    pub(super) fn fates(&self) -> impl Iterator<Item = (OrderKey, Option<Fate>)> {
        self.chases.iter().map(|(key, chase)| (*key, chase.fate()))
    }

    /// How many are being brought to their end.
    pub(super) fn pursued(&self) -> u64 {
        self.chases.values().filter(|chase| !chase.is_at_rest()).count() as u64
    }

    /// What became of all, in words.
    pub(super) fn outcome(&self) -> String {
        let count = |fate: Fate| (fate, self.count_of(&[fate]));
        let found = Fate::ALL.map(count).into_iter().filter(|(_, number)| *number > 0);
        let words: Vec<String> = found.map(|(fate, number)| format!("{number} {fate}")).collect();
        match (words.is_empty(), self.in_flight) {
            (true, 0) => "no order was working".to_owned(),
            (_, 0) => words.join(", "),
            (true, in_flight) => format!("{in_flight} submissions still under way"),
            (false, in_flight) => format!("{}; {in_flight} submissions still under way", words.join(", ")),
        }
    }

    /// How many have one of these fates.
    pub(super) fn count_of(&self, fates: &[Fate]) -> usize {
        self.chases.values().filter(|chase| chase.fate().is_some_and(|fate| fates.contains(&fate))).count()
    }
}
