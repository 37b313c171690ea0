//! The market contract as a program: it watches actions and events and names the rule they break.
//!
//! Memory is bounded: an order that has ended leaves its entry, except that how the last
//! [`REMEMBERED`] orders ended is kept, to tell a fill after a cancel (O5) from other late events
//! (O7). That no id is used twice (O3) needs one number, because ids rise.
//!
//! Nothing here refuses anything: a breach is reported, the entry stays as it was.

use super::{Action, Fill, Fills, MarketEvent, OrderEvent, OrderId, Side, plain_struct};
use crate::money::{Market, Quantity, copies};
use std::{
    borrow::Cow,
    collections::{BTreeMap, VecDeque},
    fmt,
};
use thiserror::Error;

/// Ends that are remembered; more than any venue has under way for one client.
const REMEMBERED: usize = 1024;

/// The rules of the contract that can be broken, by their number in the requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Ids are used once.
    O3,
    /// First the place event, once, then the others.
    O4,
    /// All fills of a cancelled order come before its cancel.
    O5,
    /// Done follows the last fill.
    O6,
    /// One end for each order, and nothing after it.
    O7,
    /// A fill names its order's side and instrument, and no more than was left.
    O8,
    /// No events of orders that are not ours.
    O10,
    /// No cancel before the place event.
    O12,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A rule was broken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{rule}: order {order}: expected {expected}, found {found}")]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// The order that broke it.
    pub order: u64,
    /// What the rule asks for.
    pub expected: Cow<'static, str>,
    /// What happened.
    pub found: Cow<'static, str>,
}

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
    Done,
    Refused,
}

/// An order that has not ended.
struct Entry<M: Market> {
    instrument: M::Instrument,
    side: Side,
    left: Quantity<M>,
    placed: bool,
}

copies!(Entry<M: Market>);
plain_struct!(Entry { instrument, side, left, placed });

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
                self.live.insert(id, Entry { instrument, side, left, placed: false });
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
    /// The first [`Breach`] of O4 to O8 or O10; the other fills of a list are taken all the same.
    pub fn received(&mut self, event: &MarketEvent<M>) -> Result<(), Breach> {
        match event {
            MarketEvent::Trade(_) | MarketEvent::Book(_) | MarketEvent::Link(_) => Ok(()),
            MarketEvent::Fills(fills) => self.filled(fills),
            MarketEvent::Order(order) => self.turned(order),
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
        self.live.insert(fill.id, Entry { left, ..entry });
        Ok(())
    }

    fn turned(&mut self, event: &OrderEvent<M>) -> Result<(), Breach> {
        let (id, instrument) = (event.id(), event.instrument());
        match event {
            OrderEvent::Placed { .. } => {
                let entry = self.fresh(id, instrument, Found::Place)?;
                self.live.insert(id, Entry { placed: true, ..entry });
            }
            OrderEvent::Refused { .. } => {
                self.fresh(id, instrument, Found::Refusal)?;
                self.end(id, End::Refused);
            }
            OrderEvent::Cancelled { .. } => {
                let entry = self.placed(id, instrument, Found::Cancel)?;
                if entry.left.is_zero() {
                    return Err(breach(Rule::O7, id, "done, as it is filled", "its cancel event"));
                }
                self.end(id, End::Cancelled);
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

    /// The entry of an order that may have this event because it was not placed so far.
    fn fresh(&self, id: OrderId<M>, instrument: M::Instrument, found: Found) -> Result<Entry<M>, Breach> {
        let entry = self.entry(id, instrument, found)?;
        if entry.placed {
            Err(breach(Rule::O4, id, "one place event or a refusal", found.text()))
        } else {
            Ok(entry)
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
            (Some(End::Done), _) => breach(Rule::O7, id, "no event after done", found.text()),
            (Some(End::Cancelled), _) => breach(Rule::O7, id, "no event after its cancel", found.text()),
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

/// What an event brings, for the words of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Place,
    Fill,
    Cancel,
    Done,
    Refusal,
}

impl Found {
    const fn text(self) -> &'static str {
        match self {
            Found::Place => "its place event",
            Found::Fill => "a fill",
            Found::Cancel => "its cancel event",
            Found::Done => "its done event",
            Found::Refusal => "its refusal",
        }
    }
}

fn breach<M: Market>(
    rule: Rule,
    id: OrderId<M>,
    expected: impl Into<Cow<'static, str>>,
    found: impl Into<Cow<'static, str>>,
) -> Breach {
    Breach { rule, order: id.number(), expected: expected.into(), found: found.into() }
}
