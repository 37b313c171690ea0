//! What a runtime knows of its orders and positions in one market, whatever the strategy believes.

use std::collections::{BTreeMap, BTreeSet};

use crate::control::{End, Known, OrderNews, Orders};
use crate::market::{
    Action, Advice, Contract, Counts, Fill, Ledger, Life, Link, MarketEvent, OrderEvent, OrderId, OrderState,
    OrderStatus, Position, Repeats, Side, Standing,
};
use crate::money::{Amount, Market, Price};
use crate::safety::Exposure;

/// The runtime's own books of one market.
///
/// A breach of the market contract is noted and changes nothing: what the venue says is what counts.
pub(crate) struct Books<M: Market> {
    ledger: Ledger<M>,
    contract: Contract<M>,
    repeats: Repeats<M>,
    holdings: BTreeMap<M::Instrument, Holding<M>>,
    /// Orders that cancels were sent for and that were never submitted: a gate refused them, or an earlier run had them.
    strangers: BTreeSet<OrderId<M>>,
    /// Live orders that protect a position.
    protecting: BTreeSet<OrderId<M>>,
    breaches: Vec<String>,
    more_breaches: u64,
    gated: u64,
}

/// What is held of one instrument.
pub(crate) struct Holding<M: Market> {
    pub(crate) position: Position<M>,
    pub(crate) profit: Amount<M::Quote>,
    /// The price of the last fill: what it is worth, as far as the runtime knows.
    pub(crate) last: Option<Price<M>>,
    /// Its place among the instruments, in the order in which they were first traded.
    pub(crate) place: u32,
}

/// Breaches beyond this many are counted, not kept: a lying venue must not fill the memory.
const KEPT_BREACHES: usize = 16;

/// Orders of others beyond this many are not remembered: the answer is then held against the venue.
const KEPT_STRANGERS: usize = 1_000;

impl<M: Market> Books<M> {
    pub(crate) fn new() -> Self {
        Self {
            ledger: Ledger::new(),
            contract: Contract::new(),
            repeats: Repeats::new(),
            holdings: BTreeMap::new(),
            strangers: BTreeSet::new(),
            protecting: BTreeSet::new(),
            breaches: Vec::new(),
            more_breaches: 0,
            gated: 0,
        }
    }

    /// The highest id of all orders so far.
    pub(crate) const fn highest(&self) -> Option<OrderId<M>> {
        self.ledger.highest()
    }

    /// How much of an action's instrument is held, and on its way out.
    pub(crate) fn exposure(&self, action: &Action<M>) -> Exposure {
        self.exposure_to(action.instrument(), |_| true)
    }

    /// The same for an order that closes. At a venue with orders that reduce only, what protects does not count: both are
    /// such orders, and the first to fill leaves nothing to the other. But an order that may turn the position round,
    /// if it fills after both, leaves less room for them.
    pub(crate) fn closing_exposure(&self, instrument: M::Instrument, reduce_only: bool) -> Exposure {
        let unmarked = self.exposure_to(instrument, |life| !self.protecting.contains(&life.id()));
        match reduce_only && unmarked.reducing == 0 {
            true => unmarked,
            false => self.exposure_to(instrument, |_| true),
        }
    }

    fn exposure_to(&self, instrument: M::Instrument, counts: impl Fn(&Life<M>) -> bool) -> Exposure {
        let position = self.holdings.get(&instrument).map_or(0, |holding| holding.position.signed_units());
        let reduces = |side: Side| side.sign() == -position.signum();
        let of_it = |life: &&Life<M>| life.instrument() == instrument && reduces(life.side()) && counts(life);
        Exposure {
            position,
            reducing: self.ledger.live().filter(of_it).map(|life| life.left().units()).sum(),
        }
    }

    /// An admitted action leaves.
    pub(crate) fn sent(&mut self, advice: &Advice<M>) {
        let action = &advice.action;
        let sent = self.contract.sent(action);
        if matches!(action, Action::Cancel { .. }) {
            // O12 leaves a cancel before the place event undefined. Here actions leave in their order, so
            // that the venue knows the order, and cancels always pass.
            if self.highest() < Some(action.id()) && self.strangers.len() < KEPT_STRANGERS {
                self.strangers.insert(action.id());
            }
            return;
        }
        self.repeats.sent(action.id());
        if advice.protects {
            self.protecting.insert(action.id());
        }
        if let Err(breach) = sent {
            self.note(&breach);
        }
        if let Err(error) = self.ledger.submit(action) {
            self.note(&error);
        }
    }

    /// The gate refused an action.
    pub(crate) const fn gated(&mut self) {
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
            MarketEvent::Trade(_) | MarketEvent::Book(_) => return,
            MarketEvent::Link(Link::Up | Link::Degraded | Link::Resynced) => return,
            MarketEvent::Status(status) => return self.status(status),
            MarketEvent::Fills(_) | MarketEvent::Order(_) | MarketEvent::Link(Link::Down) => {}
        }
        // A venue that refuses to cancel what it never had answers as it should.
        if let MarketEvent::Order(OrderEvent::CancelRefused { id, .. }) = event
            && self.strangers.remove(id)
        {
            return;
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

    fn fill(&mut self, fill: &Fill<M>) {
        if let Err(error) = self.ledger.fill(fill) {
            self.note(&error);
        }
        let place = u32::try_from(self.holdings.len()).unwrap_or(u32::MAX);
        let holding = self.holdings.entry(fill.instrument).or_insert_with(|| Holding::new(place));
        if let Err(error) = holding.apply(fill) {
            self.note(&error);
        }
        self.forget(fill.id);
    }

    /// Of an order that has ended, less is remembered.
    fn forget(&mut self, id: OrderId<M>) {
        if self.ledger.get(id).is_none() {
            self.repeats.ended(id);
            self.protecting.remove(&id);
        }
    }

    /// An answer has to agree with what was told before it.
    fn status(&mut self, status: &OrderStatus<M>) {
        let Some(life) = self.ledger.get(status.id) else { return };
        let told = life.quantity().checked_sub(life.left());
        match &status.standing {
            // Less is an answer that crossed a fill on its way.
            Standing::Working { filled } if told.is_none_or(|told| *filled > told) => {
                let told = told.map_or_else(|| "?".to_owned(), |told| told.to_string());
                self.note(&format_args!(
                    "order {}: asked, the venue has {filled} filled, and told {told}",
                    status.id
                ));
            }
            Standing::Ended => {
                self.note(&format_args!(
                    "order {}: asked, the venue calls it ended, and told no end",
                    status.id
                ));
            }
            Standing::Working { .. } | Standing::NotFound | Standing::Unanswered { .. } => {}
        }
        if let Standing::Working { .. } = status.standing {
            self.ledger.found(status.id);
        }
    }

    /// What an event teaches about an order, once it is in the books.
    pub(crate) fn learnt(&self, event: &MarketEvent<M>, learn: &mut dyn FnMut(OrderId<M>, OrderNews)) {
        match event {
            MarketEvent::Order(turn) => learn(turn.id(), self.turned(turn)),
            MarketEvent::Fills(fills) => {
                for fill in fills.iter().filter(|fill| self.ledger.get(fill.id).is_none()) {
                    learn(fill.id, OrderNews::Ended(End::Filled));
                }
            }
            MarketEvent::Status(status) => {
                if self.ledger.get(status.id).is_some() {
                    learn(status.id, stands(&status.standing));
                }
            }
            MarketEvent::Link(Link::Down) => {
                self.ledger.live().for_each(|life| learn(life.id(), OrderNews::Lost));
            }
            MarketEvent::Link(_) | MarketEvent::Trade(_) | MarketEvent::Book(_) => {}
        }
    }

    /// An end that does not fit what the order was told before, such as a done with a part unfilled, ends nothing: the
    /// ledger has it as it was, and nobody knows where it stands.
    fn turned(&self, turn: &OrderEvent<M>) -> OrderNews {
        let end = match turn {
            OrderEvent::Placed { .. } => return OrderNews::Placed,
            OrderEvent::Lost { .. } => return OrderNews::Lost,
            OrderEvent::CancelRefused { .. } => return OrderNews::CancelRefused,
            OrderEvent::Cancelled { .. } => End::Cancelled,
            OrderEvent::Expired { .. } => End::Expired,
            OrderEvent::Done { .. } => End::Filled,
            OrderEvent::Refused { .. } => End::Rejected,
        };
        match self.ledger.get(turn.id()) {
            Some(_) => OrderNews::Lost,
            None => OrderNews::Ended(end),
        }
    }

    pub(crate) fn note(&mut self, breach: &dyn std::fmt::Display) {
        match self.breaches.len() < KEPT_BREACHES {
            true => self.breaches.push(format!("{}: {}", M::NAME, unnamed::<M>(&breach.to_string()))),
            false => self.more_breaches += 1,
        }
    }

    /// The orders that have not ended.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Life<M>> {
        self.ledger.live()
    }

    /// The order of this id, if it has not ended.
    pub(crate) fn get(&self, id: OrderId<M>) -> Option<&Life<M>> {
        self.ledger.get(id)
    }

    /// Whether an order protects a position.
    pub(crate) fn protects(&self, id: OrderId<M>) -> bool {
        self.protecting.contains(&id)
    }

    /// All instruments that were ever traded.
    pub(crate) fn holdings(&self) -> impl Iterator<Item = (&M::Instrument, &Holding<M>)> {
        self.holdings.iter()
    }

    /// What is held of an instrument.
    pub(crate) fn holding(&self, instrument: M::Instrument) -> Option<&Holding<M>> {
        self.holdings.get(&instrument)
    }

    /// The instrument at this place.
    pub(crate) fn instrument_at(&self, place: u32) -> Option<M::Instrument> {
        self.holdings.iter().find(|(_, holding)| holding.place == place).map(|(instrument, _)| *instrument)
    }

    /// The first breaches, and how many more there were.
    pub(crate) fn breaches(&self) -> Vec<String> {
        let more =
            (self.more_breaches > 0).then(|| format!("{}: {} more breaches", M::NAME, self.more_breaches));
        self.breaches.iter().cloned().chain(more).collect()
    }

    /// Every order that has ended, by its fate; what lives is for the caller to add.
    pub(crate) fn ended(&self) -> Orders {
        let Counts { submitted, filled, cancelled, expired, refused, .. } = self.ledger.counts();
        let (rejected, gated) = (refused, self.gated);
        Orders { submitted, filled, cancelled, expired, rejected, gated, ..Orders::default() }
    }
}

impl<M: Market> Holding<M> {
    const fn new(place: u32) -> Self {
        Self { position: Position::new(), profit: Amount::ZERO, last: None, place }
    }

    fn apply(&mut self, fill: &Fill<M>) -> Result<(), crate::money::MoneyError> {
        let realized = self.position.apply(fill)?;
        self.last = Some(fill.price);
        let profit = self.profit.checked_add(realized.profit);
        self.profit = profit.ok_or(crate::money::MoneyError::amount("profit"))?;
        Ok(())
    }
}

/// How far an order is known.
pub(crate) const fn known(state: OrderState) -> Known {
    match state {
        OrderState::Requested => Known::Requested,
        OrderState::Unknown => Known::Lost,
        _ => Known::Working,
    }
}

const fn stands<M: Market>(standing: &Standing<M>) -> OrderNews {
    match standing {
        Standing::Working { .. } => OrderNews::Working,
        // It is gone, and nobody has told how: no more than that it cannot be found.
        Standing::Ended | Standing::NotFound => OrderNews::NotFound,
        Standing::Unanswered { .. } => OrderNews::Unanswered,
    }
}

/// What somebody says of a market, without its name before it: errors of a connector say whose they are, as does
/// whoever tells of them.
pub(super) fn unnamed<M: Market>(said: &str) -> &str {
    let mut said = said;
    while let Some(rest) = said.strip_prefix(M::NAME).and_then(|rest| rest.strip_prefix(": ")) {
        said = rest;
    }
    said
}
