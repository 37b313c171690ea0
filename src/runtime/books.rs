//! What a runtime knows of its orders and positions in one market, whatever the strategy believes.

use std::collections::BTreeMap;

use crate::control::Orders;
use crate::market::{
    Action, Contract, Counts, Ledger, Link, MarketEvent, OrderEvent, OrderId, Position, Repeats,
};
use crate::money::Market;
use crate::safety::Exposure;

/// The runtime's own books of one market.
///
/// A breach of the market contract is noted and changes nothing: what the venue says is what counts.
#[derive(Debug)]
pub(crate) struct Books<M: Market> {
    ledger: Ledger<M>,
    contract: Contract<M>,
    repeats: Repeats<M>,
    positions: BTreeMap<M::Instrument, Position<M>>,
    breaches: Vec<String>,
    more_breaches: u64,
    gated: u64,
    swept: u64,
}

/// Breaches beyond this many are counted, not kept: a lying venue must not fill the memory.
const KEPT_BREACHES: usize = 16;

impl<M: Market> Books<M> {
    pub(crate) fn new() -> Self {
        Self {
            ledger: Ledger::new(),
            contract: Contract::new(),
            repeats: Repeats::new(),
            positions: BTreeMap::new(),
            breaches: Vec::new(),
            more_breaches: 0,
            gated: 0,
            swept: 0,
        }
    }

    /// Whether an order of this id may still be submitted.
    pub(crate) fn highest(&self) -> Option<OrderId<M>> {
        self.ledger.highest()
    }

    /// How much of an instrument is held, and on its way out.
    pub(crate) fn exposure(&self, action: &Action<M>) -> Exposure {
        let instrument = action.instrument();
        let position = self.positions.get(&instrument).map_or(0, Position::signed_units);
        let reduces = |side: crate::market::Side| side.sign() == -position.signum();
        let live = self.ledger.live().filter(|life| life.instrument() == instrument && reduces(life.side()));
        Exposure { position, reducing: live.map(|life| life.left().units()).sum() }
    }

    /// An admitted action leaves.
    pub(crate) fn sent(&mut self, action: &Action<M>) {
        let sent = self.contract.sent(action);
        if matches!(action, Action::Cancel { .. }) {
            // O12 leaves a cancel before the place event undefined. Here actions leave in their order, so
            // that the venue knows the order, and cancels always pass.
            return;
        }
        self.repeats.sent(action.id());
        if let Err(breach) = sent {
            self.note(&breach);
        }
        if let Err(error) = self.ledger.submit(action) {
            self.note(&error);
        }
    }

    /// The gate refused an action.
    pub(crate) fn gated(&mut self) {
        self.gated += 1;
    }

    /// What is new in an event: fills that were told before are left out. `None` if nothing is left of it.
    pub(crate) fn news(&mut self, event: MarketEvent<M>) -> Option<MarketEvent<M>> {
        match event {
            MarketEvent::Fills(fills) => self.repeats.leave_out(fills).map(MarketEvent::Fills),
            other => Some(other),
        }
    }

    /// The venue said something about our orders.
    pub(crate) fn received(&mut self, event: &MarketEvent<M>) {
        match event {
            MarketEvent::Trade(_) | MarketEvent::Book(_) | MarketEvent::Status(_) => return,
            MarketEvent::Link(Link::Up | Link::Degraded | Link::Resynced) => return,
            MarketEvent::Fills(_) | MarketEvent::Order(_) | MarketEvent::Link(Link::Down) => {}
        }
        if let Err(breach) = self.contract.received(event) {
            self.note(&breach);
        }
        match event {
            MarketEvent::Order(turn) => self.turn(turn),
            MarketEvent::Fills(fills) => fills.iter().for_each(|fill| self.fill(fill)),
            // R8: nobody knows what becomes of orders that cannot be reached.
            MarketEvent::Link(_) => self.ledger.lose_all(),
            MarketEvent::Trade(_) | MarketEvent::Book(_) | MarketEvent::Status(_) => {}
        }
    }

    fn turn(&mut self, turn: &OrderEvent<M>) {
        if let Err(error) = self.ledger.event(turn) {
            self.note(&error);
        }
        self.forget(turn.id());
    }

    fn fill(&mut self, fill: &crate::market::Fill<M>) {
        if let Err(error) = self.ledger.fill(fill) {
            self.note(&error);
        }
        if let Err(error) = self.positions.entry(fill.instrument).or_default().apply(fill) {
            self.note(&error);
        }
        self.forget(fill.id);
    }

    /// Of an order that has ended, less is remembered.
    fn forget(&mut self, id: OrderId<M>) {
        if self.ledger.get(id).is_none() {
            self.repeats.ended(id);
        }
    }

    fn note(&mut self, breach: &dyn std::fmt::Display) {
        match self.breaches.len() < KEPT_BREACHES {
            true => self.breaches.push(format!("{}: {breach}", M::NAME)),
            false => self.more_breaches += 1,
        }
    }

    /// A cancel for every live order; counts them as swept.
    pub(crate) fn sweep(&mut self) -> Vec<Action<M>> {
        let cancels: Vec<Action<M>> = self
            .ledger
            .live()
            .map(|life| Action::Cancel { id: life.id(), instrument: life.instrument() })
            .collect();
        self.swept = cancels.len() as u64;
        cancels
    }

    /// The first breaches, and how many more there were.
    pub(crate) fn breaches(&self) -> Vec<String> {
        let more =
            (self.more_breaches > 0).then(|| format!("{}: {} more breaches", M::NAME, self.more_breaches));
        self.breaches.iter().cloned().chain(more).collect()
    }

    /// Every order's fate, counted.
    pub(crate) fn orders(&self) -> Orders {
        let Counts { submitted, requested, working, unknown, filled, cancelled, expired, refused } =
            self.ledger.counts();
        let orders = Orders {
            submitted,
            filled,
            // An order that expired is gone with what was left of it, as a cancelled one.
            cancelled: cancelled + expired,
            refused,
            // Requested and never answered: nobody can say what became of it.
            working,
            unknown: unknown + requested,
            swept: self.swept,
            gated: self.gated,
        };
        orders.check_invariants();
        orders
    }
}
