//! The market contract as a program: it watches actions and events and names the rule they break.
//!
//! Memory is bounded: an order that has ended leaves its entry, except that how the last
//! [`REMEMBERED`] orders ended is kept, to tell a fill after a cancel (O5) from other late events
//! (O7). That no id is used twice (O3) needs one number, because ids rise.
//!
//! Nothing here refuses anything: a breach is reported, the entry stays as it was.

mod breach;

pub use breach::{Breach, Rule};

use super::{
    Action, Fill, Fills, Link, MarketEvent, OrderEvent, OrderId, OrderStatus, Side, Standing, plain_struct,
};
use crate::money::{Market, Quantity, copies};
use breach::{Found, breach};
use std::collections::{BTreeMap, VecDeque};

/// Ends that are remembered; more than any venue has under way for one client.
const REMEMBERED: usize = 1024;

/// What an action that keeps the contract leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Events will follow.
    Passed,
    /// A cancel for an order that has ended, or is ending: nothing follows (O11).
    Ignored,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Cancelled,
    Expired,
    Done,
    Refused,
}

/// An order that has not ended.
struct Entry<M: Market> {
    instrument: M::Instrument,
    side: Side,
    filled: Quantity<M>,
    left: Quantity<M>,
    placed: bool,
    /// Since the last event of the order, the link broke or an answer did not come.
    lost: bool,
}

copies!(Entry<M: Market>);
plain_struct!(Entry { instrument, side, filled, left, placed, lost });

/// Watches what one market and its strategy tell each other.
///
/// ```
/// use tidegate::{
///     market::{Action, Contract, OrderEvent, OrderId, Rule, Side},
///     money::{BtcUsdt, Only},
/// };
/// let (id, instrument) = (OrderId::<BtcUsdt>::new(1), Only);
/// let mut contract = Contract::new();
/// contract.sent(&Action::Market { id, instrument, side: Side::Buy, quantity: "1".parse()? }).unwrap();
/// let breach = contract.received(&OrderEvent::Cancelled { id, instrument }.into()).unwrap_err();
/// assert_eq!(breach.rule, Rule::O4);
/// assert_eq!(breach.to_string(), "O4: order 1: expected its place event first, found its cancel event");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug)]
pub struct Contract<M: Market> {
    highest: Option<OrderId<M>>,
    live: BTreeMap<OrderId<M>, Entry<M>>,
    ended: VecDeque<(OrderId<M>, End)>,
}

impl<M: Market> Contract<M> {
    /// A market without orders so far.
    #[must_use]
    pub const fn new() -> Contract<M> {
        Contract { highest: None, live: BTreeMap::new(), ended: VecDeque::new() }
    }

    /// An action leaves.
    ///
    /// # Errors
    /// A [`Breach`] of O3 or O12. A market order may be cancelled like any other (O13).
    pub fn sent(&mut self, action: &Action<M>) -> Result<Sent, Breach> {
        let (id, instrument) = (action.id(), action.instrument());
        match (action.side(), action.quantity()) {
            (Some(side), Some(left)) => {
                if let Some(highest) = self.highest.filter(|&highest| id <= highest) {
                    return Err(breach(Rule::O3, id, format!("an id above {highest}"), "an earlier one"));
                }
                self.highest = Some(id);
                let filled = Quantity::ZERO;
                self.live.insert(id, Entry { instrument, side, filled, left, placed: false, lost: false });
                Ok(Sent::Passed)
            }
            _ => self.cancel_sent(id),
        }
    }

    fn cancel_sent(&self, id: OrderId<M>) -> Result<Sent, Breach> {
        match self.live.get(&id) {
            Some(entry) if !entry.placed => Err(breach(
                Rule::O12,
                id,
                "its place event before a cancel",
                "a cancel of it, not placed so far",
            )),
            Some(entry) if entry.left.is_zero() => Ok(Sent::Ignored),
            Some(_) => Ok(Sent::Passed),
            None if self.is_known(id) => Ok(Sent::Ignored),
            None => Err(breach(Rule::O12, id, "an order to cancel", "an id that was never sent")),
        }
    }

    /// An event arrives. Trades, books and link states are free to come at any time (O9).
    ///
    /// # Errors
    /// The first [`Breach`] of O4 to O8, O10 or of the rule of answers; the other fills of a list are taken all
    /// the same. A fill that is told twice counts twice here: [`Repeats`](super::Repeats) come out before.
    pub fn received(&mut self, event: &MarketEvent<M>) -> Result<(), Breach> {
        match event {
            MarketEvent::Trade(_) | MarketEvent::Book(_) => Ok(()),
            MarketEvent::Link(Link::Up | Link::Degraded | Link::Resynced) => Ok(()),
            MarketEvent::Link(Link::Down) => {
                self.live.values_mut().for_each(|entry| entry.lost = true);
                Ok(())
            }
            MarketEvent::Fills(fills) => self.filled(fills),
            MarketEvent::Order(order) => self.turned(order),
            MarketEvent::Status(status) => self.answered(status),
        }
    }

    fn filled(&mut self, fills: &Fills<M>) -> Result<(), Breach> {
        let mut first = Ok(());
        for fill in fills {
            let this = self.fill(fill);
            first = first.and(this);
        }
        first
    }

    fn fill(&mut self, fill: &Fill<M>) -> Result<(), Breach> {
        let entry = self.placed(fill.id, fill.instrument, Found::Fill)?;
        if fill.side != entry.side {
            return Err(breach(
                Rule::O8,
                fill.id,
                format!("a fill to {}", entry.side),
                fill.side.to_string(),
            ));
        }
        if fill.quantity.is_zero() {
            return Err(breach(Rule::O8, fill.id, "a fill of more than zero", "0"));
        }
        let left = entry.left.checked_sub(fill.quantity).ok_or_else(|| {
            breach(Rule::O8, fill.id, format!("at most {} filled", entry.left), fill.quantity.to_string())
        })?;
        // It fits: filled and left together are what was ordered.
        let filled = entry.filled.checked_add(fill.quantity).unwrap_or(Quantity::MAX);
        self.live.insert(fill.id, Entry { filled, left, lost: false, ..entry });
        Ok(())
    }

    fn turned(&mut self, event: &OrderEvent<M>) -> Result<(), Breach> {
        let (id, instrument) = (event.id(), event.instrument());
        match event {
            OrderEvent::Placed { .. } => {
                let entry = self.entry(id, instrument, Found::Place)?;
                if entry.placed && !entry.lost {
                    return Err(breach(Rule::O4, id, "one place event or a refusal", Found::Place.text()));
                }
                self.live.insert(id, Entry { placed: true, lost: false, ..entry });
            }
            OrderEvent::Refused { .. } => {
                if self.entry(id, instrument, Found::Refusal)?.placed {
                    return Err(breach(Rule::O4, id, "one place event or a refusal", Found::Refusal.text()));
                }
                self.end(id, End::Refused);
            }
            OrderEvent::Cancelled { .. } => self.gone(id, instrument, End::Cancelled)?,
            OrderEvent::Expired { .. } => self.gone(id, instrument, End::Expired)?,
            OrderEvent::Lost { .. } => {
                let entry = self.entry(id, instrument, Found::Loss)?;
                unfilled(id, entry, Found::Loss)?;
                self.live.insert(id, Entry { lost: true, ..entry });
            }
            OrderEvent::CancelRefused { .. } if self.has_ended(id) => {}
            OrderEvent::CancelRefused { .. } => {
                self.entry(id, instrument, Found::CancelRefusal)?;
            }
            OrderEvent::Done { .. } => {
                let entry = self.placed(id, instrument, Found::Done)?;
                if !entry.left.is_zero() {
                    return Err(breach(
                        Rule::O6,
                        id,
                        "all fills before done",
                        format!("{} left", entry.left),
                    ));
                }
                self.end(id, End::Done);
            }
        }
        Ok(())
    }

    /// The entry of an order that may have this event because it was placed.
    fn placed(&self, id: OrderId<M>, instrument: M::Instrument, found: Found) -> Result<Entry<M>, Breach> {
        let entry = self.entry(id, instrument, found)?;
        if entry.placed {
            Ok(entry)
        } else {
            Err(breach(Rule::O4, id, "its place event first", found.text()))
        }
    }

    /// An order leaves the book with what is left of it.
    fn gone(&mut self, id: OrderId<M>, instrument: M::Instrument, end: End) -> Result<(), Breach> {
        let found = if end == End::Expired { Found::Expiry } else { Found::Cancel };
        unfilled(id, self.placed(id, instrument, found)?, found)?;
        self.end(id, end);
        Ok(())
    }

    /// A query is answered: what it tells of was told before.
    fn answered(&self, status: &OrderStatus<M>) -> Result<(), Breach> {
        let (id, instrument) = (status.id, status.instrument);
        match (&status.standing, self.live.get(&id)) {
            (Standing::NotFound | Standing::Unanswered { .. }, _) => Ok(()),
            (Standing::Ended, Some(_)) => {
                Err(breach(Rule::Status, id, "its end before the answer `ended`", Found::Answer.text()))
            }
            (Standing::Working { filled }, Some(entry)) if *filled > entry.filled => {
                let expected = format!("all fills before the answer `{}`", status.standing);
                Err(breach(Rule::Status, id, expected, format!("fills of {}", entry.filled)))
            }
            (Standing::Working { .. }, Some(_)) => {
                self.placed(id, instrument, Found::Answer)?;
                Ok(())
            }
            // An answer that crossed the order's end on its way.
            (Standing::Ended | Standing::Working { .. }, None) if self.is_known(id) => Ok(()),
            (Standing::Ended | Standing::Working { .. }, None) => Err(self.without_entry(id, Found::Answer)),
        }
    }

    fn entry(&self, id: OrderId<M>, instrument: M::Instrument, found: Found) -> Result<Entry<M>, Breach> {
        let Some(entry) = self.live.get(&id) else {
            return Err(self.without_entry(id, found));
        };
        if entry.instrument == instrument {
            return Ok(*entry);
        }
        Err(breach(Rule::O8, id, format!("instrument {}", entry.instrument), instrument.to_string()))
    }

    fn without_entry(&self, id: OrderId<M>, found: Found) -> Breach {
        if !self.is_known(id) {
            return breach(Rule::O10, id, "no event of an order that is not ours", found.text());
        }
        match (self.ended.iter().rev().find(|(ended, _)| *ended == id).map(|&(_, end)| end), found) {
            (Some(End::Cancelled), Found::Fill) => {
                breach(Rule::O5, id, "all fills before its cancel event", "a fill after it")
            }
            (Some(End::Expired), Found::Fill) => {
                breach(Rule::O5, id, "all fills before it expires", "a fill after it")
            }
            (Some(End::Done), _) => breach(Rule::O7, id, "no event after done", found.text()),
            (Some(End::Cancelled), _) => breach(Rule::O7, id, "no event after its cancel", found.text()),
            (Some(End::Expired), _) => breach(Rule::O7, id, "no event after it expired", found.text()),
            (Some(End::Refused), _) => breach(Rule::O7, id, "no event after its refusal", found.text()),
            (None, _) => breach(Rule::O7, id, "no event after its end", found.text()),
        }
    }

    fn end(&mut self, id: OrderId<M>, end: End) {
        self.live.remove(&id);
        if self.ended.len() == REMEMBERED {
            self.ended.pop_front();
        }
        self.ended.push_back((id, end));
    }

    fn has_ended(&self, id: OrderId<M>) -> bool {
        self.is_known(id) && !self.live.contains_key(&id)
    }

    /// Whether an id was ever sent, as far as one number can tell: no gap below the highest is.
    fn is_known(&self, id: OrderId<M>) -> bool {
        self.highest >= Some(id)
    }

    /// The orders that have not ended, by rising id: after a quiet end these still owe an event
    /// (O2, O6).
    pub fn pending(&self) -> impl Iterator<Item = OrderId<M>> {
        self.live.keys().copied()
    }
}

impl<M: Market> Default for Contract<M> {
    fn default() -> Self {
        Contract::new()
    }
}

/// That something is left of an order, without which it is done and nothing else.
fn unfilled<M: Market>(id: OrderId<M>, entry: Entry<M>, found: Found) -> Result<(), Breach> {
    if entry.left.is_zero() {
        return Err(breach(Rule::O7, id, "done, as it is filled", found.text()));
    }
    Ok(())
}
