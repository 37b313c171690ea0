//! All desks of a venue with the ids and counts above them: what producer and executor share.
//!
//! Invariants: desks are sorted by instrument; the clock never goes back; venue ids rise by one.

use super::FillRule;
use super::desk::{Desk, Order};
use super::fees::Fees;
use super::outcome::Outcome;
use crate::market::{Action, Book, OrderEvent, OrderId, Trade, VenueOrderId};
use crate::money::{Market, MoneyError};
use crate::time::Time;
use std::borrow::Cow;
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
    terms: (Fees, FillRule),
    desks: Vec<Desk<M>>,
    /// The desk of the last quote: the next one mostly goes there, too.
    current: usize,
    highest: Option<OrderId<M>>,
    clock: Time,
    totals: Totals,
    closed: bool,
}

impl<M: Market> Floor<M> {
    pub(super) fn new() -> Self {
        Self {
            terms: (Fees::default(), FillRule::default()),
            desks: Vec::new(),
            current: 0,
            highest: None,
            clock: Time::MIN,
            totals: Totals::default(),
            closed: false,
        }
    }

    pub(super) fn open(&mut self, fees: Fees, rule: FillRule) {
        self.terms = (fees, rule);
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
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
        let fees = self.terms.0;
        let mut outcome = Outcome::of(None);
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
            let was_working = self.desk(instrument).cancel(id);
            return Ok(Outcome::of(was_working.then_some(OrderEvent::Cancelled { id, instrument })));
        };
        let refusal = self.refusal(action);
        self.highest = self.highest.max(Some(id));
        if refusal.is_some() {
            self.totals.refused += 1;
            return Ok(Outcome::of(refusal));
        }
        self.totals.placed += 1;
        let venue = VenueOrderId(self.totals.placed);
        let mut outcome = Outcome::of(Some(OrderEvent::Placed { id, instrument, venue }));
        let (terms, limit) = (self.terms, action.limit());
        self.desk(instrument).accept(Order { id, side, limit, quantity }, terms, &mut outcome)?;
        self.totals.fills += outcome.fills();
        Ok(outcome)
    }

    /// The refusal of an order that the venue does not take.
    fn refusal(&self, action: &Action<M>) -> Option<OrderEvent<M>> {
        let (id, instrument) = (action.id(), action.instrument());
        let refused = |rule: &'static str, found: Cow<'static, str>, limit: Cow<'static, str>| {
            OrderEvent::Refused { id, instrument, rule: rule.into(), found, limit }
        };
        if let Some(highest) = self.highest.filter(|&highest| id <= highest) {
            return Some(refused("order id", id.to_string().into(), format!("above {highest}").into()));
        }
        if action.quantity().is_some_and(|quantity| quantity.is_zero()) {
            return Some(refused("quantity", "0".into(), "more than zero".into()));
        }
        let is_free = action.limit().is_some_and(|limit| limit.units() == 0);
        is_free.then(|| refused("price", "0".into(), "more than zero".into()))
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
