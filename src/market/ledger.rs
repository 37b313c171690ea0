//! Every order ever submitted, in exactly one class.
//!
//! Orders under way are kept whole; of finished ones only their number in each class remains, so
//! memory is bounded by what is under way. One more number, the highest id seen, tells a finished
//! order from one that never was (O3: ids rise).
//!
//! Law (conservation):
//! submitted = requested + working + unknown + filled + cancelled + expired + refused.
//!
//! What is known only grows: an event that comes late, or again, is an error and changes nothing, so that no
//! order comes back from its end.

use super::{Action, Fill, Life, Misfit, OrderError, OrderEvent, OrderId, OrderState};
use crate::money::Market;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// What the ledger cannot book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// An order whose id is not above all earlier ones (O3).
    #[error("order {order}: expected an id above {highest}")]
    IdNotRising {
        /// The id of the order.
        order: u64,
        /// The highest id so far.
        highest: u64,
    },
    /// An event of an order that was never submitted (O10).
    #[error("order {order}: expected an order that was submitted, found none of that id")]
    NeverSubmitted {
        /// The id the event names.
        order: u64,
    },
    /// An event of an order that has ended (O7).
    #[error("order {order}: expected no more events, found {found}")]
    Ended {
        /// The id the event names.
        order: u64,
        /// What was to happen to it.
        found: &'static str,
    },
    /// An event that does not fit the order it names; the order is as it was.
    #[error(transparent)]
    Order(#[from] OrderError),
}

/// How many orders are in each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// All there ever were.
    pub submitted: u64,
    /// Asked for, without an answer so far.
    pub requested: u64,
    /// At the venue, with something left.
    pub working: u64,
    /// Lost with a link, or with an answer.
    pub unknown: u64,
    /// Executed in full.
    pub filled: u64,
    /// Gone with what was left.
    pub cancelled: u64,
    /// Ended by a rule of the venue, with what was left.
    pub expired: u64,
    /// Never came to exist.
    pub refused: u64,
}

impl Counts {
    /// All classes together; equals `submitted` if no order was lost or counted twice.
    #[must_use]
    pub const fn classified(&self) -> u64 {
        self.under_way() + self.filled + self.cancelled + self.expired + self.refused
    }

    /// The orders that can still change a position.
    #[must_use]
    pub const fn under_way(&self) -> u64 {
        self.requested + self.working + self.unknown
    }

    /// The place where orders of this state are counted.
    const fn of(&mut self, state: OrderState) -> &mut u64 {
        match state {
            OrderState::Requested => &mut self.requested,
            OrderState::Working => &mut self.working,
            OrderState::Unknown => &mut self.unknown,
            OrderState::Filled | OrderState::Done => &mut self.filled,
            OrderState::Cancelled => &mut self.cancelled,
            OrderState::Expired => &mut self.expired,
            OrderState::Refused => &mut self.refused,
        }
    }
}

/// The orders of one market.
///
/// ```
/// use tidegate::{
///     market::{Action, Ledger, OrderEvent, OrderId, Side},
///     money::{BtcUsdt, Only},
/// };
/// let (id, instrument) = (OrderId::<BtcUsdt>::new(1), Only);
/// let mut ledger = Ledger::new();
/// ledger.submit(&Action::Market { id, instrument, side: Side::Buy, quantity: "1".parse()? }).unwrap();
/// assert_eq!(ledger.counts().requested, 1);
/// let (rule, found, limit) = ("notional".into(), "61837".into(), "50000".into());
/// ledger.event(&OrderEvent::Refused { id, instrument, rule, found, limit }).unwrap();
/// assert_eq!((ledger.counts().refused, ledger.live().count()), (1, 0));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Ledger<M: Market> {
    highest: Option<OrderId<M>>,
    counts: Counts,
    /// `None` while an order goes from one state to the next, which is never seen: its place is kept, as to free it
    /// and ask for it again would be most of what a step costs.
    live: BTreeMap<OrderId<M>, Option<Life<M>>>,
}

impl<M: Market> Ledger<M> {
    /// No orders so far.
    #[must_use]
    pub const fn new() -> Ledger<M> {
        let counts = Counts {
            submitted: 0,
            requested: 0,
            working: 0,
            unknown: 0,
            filled: 0,
            cancelled: 0,
            expired: 0,
            refused: 0,
        };
        Ledger { highest: None, counts, live: BTreeMap::new() }
    }

    /// Books an action that is about to leave; a cancel changes nothing, as it may be ignored (O11).
    ///
    /// # Errors
    /// [`LedgerError::IdNotRising`] for an order whose id is not above all earlier ones.
    pub fn submit(&mut self, action: &Action<M>) -> Result<(), LedgerError> {
        let Some(life) = Life::request(action) else {
            return Ok(());
        };
        if let Some(highest) = self.highest.filter(|&highest| life.id() <= highest) {
            return Err(LedgerError::IdNotRising { order: life.id().number(), highest: highest.number() });
        }
        self.highest = Some(life.id());
        self.counts.submitted += 1;
        *self.counts.of(life.state()) += 1;
        self.live.insert(life.id(), Some(life));
        Ok(())
    }

    /// Books an execution.
    ///
    /// # Errors
    /// [`LedgerError::NeverSubmitted`], [`LedgerError::Ended`], or [`LedgerError::Order`] if the
    /// fill does not fit its order. Nothing changes then.
    pub fn fill(&mut self, fill: &Fill<M>) -> Result<(), LedgerError> {
        self.step(fill.id, "a fill", |life| life.fill(fill))
    }

    /// Books any other event of an order. A done for a finished order is its expected echo (O6), and a refused
    /// cancel is what a cancel meets that comes too late: neither changes anything.
    ///
    /// # Errors
    /// [`LedgerError::NeverSubmitted`], [`LedgerError::Ended`], or [`LedgerError::Order`] if the
    /// event does not fit its order. Nothing changes then.
    pub fn event(&mut self, event: &OrderEvent<M>) -> Result<(), LedgerError> {
        let ended = self.highest >= Some(event.id()) && !self.live.contains_key(&event.id());
        if ended && matches!(event, OrderEvent::Done { .. } | OrderEvent::CancelRefused { .. }) {
            return Ok(());
        }
        self.step(event.id(), "an order event", |life| life.event(event))
    }

    /// Books that nobody here knows any longer what became of an order.
    ///
    /// # Errors
    /// As for [`event`](Ledger::event).
    pub fn lose(&mut self, id: OrderId<M>) -> Result<(), LedgerError> {
        self.step(id, "the loss of its link", Life::lose)
    }

    /// Books the loss of all orders under way, as after a broken link.
    pub fn lose_all(&mut self) {
        for place in self.live.values_mut() {
            let lost =
                place.take().map(|life| life.lose().unwrap_or_else(|already_unknown| already_unknown.order));
            *place = lost;
        }
        self.counts.unknown = self.counts.under_way();
        (self.counts.requested, self.counts.working) = (0, 0);
    }

    /// Books that the venue was asked and has the order: one that was unknown works again. Others are as they were.
    pub fn found(&mut self, id: OrderId<M>) {
        let is_unknown = self.get(id).is_some_and(|life| life.state() == OrderState::Unknown);
        if is_unknown {
            // An unknown order takes this step, so it cannot fail.
            let _ = self.step(id, "an answer", |life| Ok(life.found()));
        }
    }

    /// How many orders are in each class.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The orders that can still change a position, by rising id.
    pub fn live(&self) -> impl Iterator<Item = &Life<M>> {
        self.live.values().flatten()
    }

    /// The order of this id, if it can still change a position.
    #[must_use]
    pub fn get(&self, id: OrderId<M>) -> Option<&Life<M>> {
        self.live.get(&id)?.as_ref()
    }

    /// The highest id so far: the next order needs one above it.
    #[must_use]
    pub const fn highest(&self) -> Option<OrderId<M>> {
        self.highest
    }

    fn step(
        &mut self,
        id: OrderId<M>,
        found: &'static str,
        step: impl FnOnce(Life<M>) -> Result<Life<M>, Misfit<Life<M>>>,
    ) -> Result<(), LedgerError> {
        let order = id.number();
        let mut place = self.live.get_mut(&id);
        let Some(life) = place.as_mut().and_then(|place| place.take()) else {
            let known = self.highest >= Some(id);
            let (ended, never) = (LedgerError::Ended { order, found }, LedgerError::NeverSubmitted { order });
            return Err(if known { ended } else { never });
        };
        *self.counts.of(life.state()) -= 1;
        let (life, outcome) = match step(life) {
            Ok(life) => (life, Ok(())),
            Err(misfit) => (misfit.order, Err(misfit.error.into())),
        };
        *self.counts.of(life.state()) += 1;
        match place {
            Some(place) if life.state().is_live() => *place = Some(life),
            _ => drop(self.live.remove(&id)),
        }
        outcome
    }

    /// Stops with the name of the broken rule; for tests and debug builds.
    ///
    /// # Panics
    /// If orders were lost or counted twice.
    pub fn check_invariants(&self) {
        assert_eq!(self.counts.classified(), self.counts.submitted, "each order is in one class");
        assert_eq!(self.counts.under_way(), self.live.len() as u64, "what is under way is kept");
        let is_live = |life: &Option<Life<M>>| life.as_ref().is_some_and(|life| life.state().is_live());
        assert!(self.live.values().all(is_live), "what has ended is not kept");
    }
}

impl<M: Market> Default for Ledger<M> {
    fn default() -> Self {
        Ledger::new()
    }
}
