//! All desks of a venue with the ids and counts above them: what producer and executor share.
//!
//! Invariants: desks are sorted by instrument; the clock never goes back; venue ids rise by one.

use super::FillRule;
use super::desk::{Desk, Order};
use super::fees::Fees;
use super::objection::objection;
use super::outcome::Outcome;
use super::taken_in::TakenIn;
use crate::connector::{Capability, Terms};
use crate::market::{Action, Book, OrderEvent, OrderId, Standing, Trade, VenueOrderId};
use crate::money::{Market, MoneyError, Price};
use crate::time::Time;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The floor, as the parts of the connector hold it.
#[derive(Debug)]
pub(super) struct Shared<M: Market>(Arc<Mutex<Floor<M>>>);

impl<M: Market> Shared<M> {
    pub(super) fn new(floor: Floor<M>) -> Self {
        Self(Arc::new(Mutex::new(floor)))
    }

    /// A thread that panicked while it fired left the floor whole: what it holds changes before that.
    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, Floor<M>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<M: Market> Clone for Shared<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What was counted, for the report.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) placed: u64,
    pub(super) refused: u64,
    pub(super) fills: u64,
}

/// The whole venue but its data.
#[derive(Debug)]
pub(super) struct Floor<M: Market> {
    rules: (Fees, FillRule),
    terms: Terms<M>,
    capability: Capability,
    desks: Vec<Desk<M>>,
    /// The desk of the last quote: the next one mostly goes there, too.
    current: usize,
    taken_in: TakenIn<M>,
    clock: Time,
    totals: Totals,
    closed: bool,
}

impl<M: Market> Floor<M> {
    pub(super) fn new() -> Self {
        Self {
            rules: (Fees::default(), FillRule::default()),
            terms: Terms::new(),
            capability: Capability::default(),
            desks: Vec::new(),
            current: 0,
            taken_in: TakenIn::new(),
            clock: Time::MIN,
            totals: Totals::default(),
            closed: false,
        }
    }

    pub(super) fn open(&mut self, fees: Fees, rule: FillRule, terms: Terms<M>, capability: Capability) {
        (self.rules, self.terms, self.capability) = ((fees, rule), terms, capability);
    }

    /// We leave.
    pub(super) fn close(&mut self) {
        self.closed = true;
        if self.capability.cancels_on_logout {
            self.desks.iter_mut().for_each(Desk::clear);
        }
    }

    pub(super) const fn terms(&self) -> Terms<M> {
        self.terms
    }

    pub(super) const fn capability(&self) -> Capability {
        self.capability
    }

    /// Where an order stands.
    pub(super) fn standing(&self, id: OrderId<M>) -> Standing<M> {
        match self.desks.iter().find_map(|desk| desk.filled(id)) {
            Some(filled) => Standing::Working { filled },
            None if self.taken_in.has(id) => Standing::Ended,
            None => Standing::NotFound,
        }
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    pub(super) const fn totals(&self) -> Totals {
        self.totals
    }

    pub(super) fn desks(&self) -> &[Desk<M>] {
        &self.desks
    }

    /// The time at which something that asks for `at` can be told: not before what was told already.
    #[inline]
    pub(super) fn advance(&mut self, at: Time) -> Time {
        self.clock = self.clock.max(at);
        self.clock
    }

    /// Others traded; whether that can fill nothing, as we have no orders there.
    #[inline]
    pub(super) fn see(&mut self, trade: &Trade<M>) -> bool {
        let desk = self.desk(trade.instrument);
        desk.see(trade.price);
        desk.is_idle()
    }

    /// Fills what a trade fills.
    #[inline(never)]
    pub(super) fn fill(&mut self, trade: &Trade<M>) -> Result<Outcome<M>, MoneyError> {
        let fees = self.rules.0;
        let mut outcome = Outcome::of(None, self.totals.fills);
        self.desk(trade.instrument).trade(trade, fees, &mut outcome)?;
        self.totals.fills += outcome.fills();
        Ok(outcome)
    }

    /// The book is this one.
    pub(super) fn book(&mut self, book: &Book<M>) {
        self.desk(book.instrument()).book(book);
    }

    /// We act.
    pub(super) fn act(&mut self, action: &Action<M>) -> Result<Outcome<M>, MoneyError> {
        let (id, instrument) = (action.id(), action.instrument());
        let (Some(side), Some(quantity)) = (action.side(), action.quantity()) else {
            let cancelled =
                self.desk(instrument).cancel(id).then_some(OrderEvent::Cancelled { id, instrument });
            return Ok(Outcome::of(cancelled, self.totals.fills));
        };
        let last = self.desk(instrument).last();
        let refusal = self.refusal(action, last);
        self.taken_in.note(id);
        if refusal.is_some() {
            self.totals.refused += 1;
            return Ok(Outcome::of(refusal, self.totals.fills));
        }
        self.totals.placed += 1;
        let venue = VenueOrderId(self.totals.placed);
        let placed = OrderEvent::Placed { id, instrument, venue };
        let mut outcome = Outcome::of(Some(placed), self.totals.fills);
        let (rules, limit) = (self.rules, action.limit());
        self.desk(instrument).accept(Order { id, side, limit, quantity }, rules, &mut outcome)?;
        self.totals.fills += outcome.fills();
        Ok(outcome)
    }

    /// The refusal of an order that the venue does not take.
    fn refusal(&self, action: &Action<M>, last: Option<Price<M>>) -> Option<OrderEvent<M>> {
        let (id, instrument) = (action.id(), action.instrument());
        let (rule, found, limit) = match self.taken_in.highest().filter(|&highest| id <= highest) {
            Some(highest) => ("order id", id.to_string().into(), format!("above {highest}").into()),
            None => objection(&self.terms, action, last)?,
        };
        Some(OrderEvent::Refused { id, instrument, rule: rule.into(), found, limit })
    }

    #[inline]
    fn desk(&mut self, instrument: M::Instrument) -> &mut Desk<M> {
        let is_current = self.desks.get(self.current).is_some_and(|desk| desk.instrument == instrument);
        if !is_current {
            self.turn_to(instrument);
        }
        &mut self.desks[self.current]
    }

    #[cold]
    fn turn_to(&mut self, instrument: M::Instrument) {
        let found = self.desks.binary_search_by_key(&instrument, |desk| desk.instrument);
        self.current = found.unwrap_or_else(|at| {
            self.desks.insert(at, Desk::new(instrument));
            at
        });
    }
}
