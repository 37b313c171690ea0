//! What the near end of a wire knows of each order that it has sent and that has not ended.
//!
//! It is honest about what it has not heard. Once an answer about an order is lost, there is a gap: what follows about that
//! order is not told either until the venue was asked, so that nothing is told out of its order. Whoever has waited too
//! long calls the order lost.
//!
//! Invariant: what was missed is there only behind a gap.

use std::collections::BTreeMap;

use crate::market::{Action, Fill, Fills, MarketEvent, OrderEvent, OrderId};
use crate::money::{Market, Quantity};
use crate::safety::Admitted;
use crate::time::Time;

/// Orders that were sent and have not ended, by their ids.
#[derive(Debug)]
pub(super) struct Journeys<M: Market> {
    orders: BTreeMap<OrderId<M>, Journey<M>>,
    /// Orders that came to the venue twice, with whether it has said that it has them, or not.
    twice: BTreeMap<OrderId<M>, bool>,
}

/// Which order to ask for.
pub(super) type Question<M> = (OrderId<M>, <M as Market>::Instrument);

#[derive(Debug)]
struct Journey<M: Market> {
    instrument: M::Instrument,
    /// What is left of it, as far as was told.
    left: Quantity<M>,
    /// When it is called lost, unless something is heard of it before.
    deadline: Option<Time>,
    /// A submission that never arrives: in flight until it is given up.
    stray: Option<Admitted<M>>,
    has_gap: bool,
    missed: Vec<MarketEvent<M>>,
}

impl<M: Market> Journeys<M> {
    pub(super) const fn new() -> Self {
        Self { orders: BTreeMap::new(), twice: BTreeMap::new() }
    }

    /// Whether the venue has nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Nobody waits for anything that is to come before this time.
    pub(super) fn postpone(&mut self, until: Time) {
        for deadline in self.orders.values_mut().filter_map(|journey| journey.deadline.as_mut()) {
            *deadline = until.max(*deadline);
        }
    }

    /// An order leaves, of which something is to be heard until then. Nothing is to be said of a cancel.
    pub(super) fn sent(&mut self, action: &Action<M>, deadline: Option<Time>) {
        let Some(left) = action.quantity() else { return };
        let journey = Journey {
            instrument: action.instrument(),
            left,
            deadline,
            stray: None,
            has_gap: false,
            missed: Vec::new(),
        };
        self.orders.insert(action.id(), journey);
    }

    /// It arrives twice.
    pub(super) fn repeats(&mut self, id: OrderId<M>) {
        self.twice.insert(id, false);
    }

    /// Whether this is what the venue says to the second of two requests: nothing about the order.
    pub(super) fn is_to_second(&mut self, event: &MarketEvent<M>) -> bool {
        let MarketEvent::Order(turn @ (OrderEvent::Placed { .. } | OrderEvent::Refused { .. })) = event
        else {
            return false;
        };
        self.twice.get_mut(&turn.id()).is_some_and(|answered| std::mem::replace(answered, true))
    }

    /// It never arrives.
    pub(super) fn strays(&mut self, admitted: Admitted<M>) {
        if let Some(journey) = self.orders.get_mut(&admitted.action().id()) {
            journey.stray = Some(admitted);
        }
    }

    /// The event without what stands behind a gap, which is missed.
    pub(super) fn before_gaps(&mut self, event: MarketEvent<M>) -> Option<MarketEvent<M>> {
        let has_gap = |id: OrderId<M>| self.orders.get(&id).is_some_and(|journey| journey.has_gap);
        match event {
            MarketEvent::Order(turn) if has_gap(turn.id()) => {
                self.miss(turn.into(), None);
                None
            }
            MarketEvent::Fills(fills) if fills.iter().any(|fill| has_gap(fill.id)) => {
                let (behind, before): (Vec<Fill<M>>, Vec<Fill<M>>) =
                    fills.iter().copied().partition(|fill| has_gap(fill.id));
                behind.into_iter().for_each(|fill| self.miss(Fills::from(fill).into(), None));
                (!before.is_empty()).then(|| before.into_iter().collect::<Fills<M>>().into())
            }
            other => Some(other),
        }
    }

    /// Something about orders was not heard, and from then on nothing is. Whoever waits for it does so until `deadline`.
    pub(super) fn miss(&mut self, event: MarketEvent<M>, deadline: Option<Time>) {
        match event {
            MarketEvent::Order(turn) => self.miss_of(turn.id(), turn.into(), deadline),
            MarketEvent::Fills(fills) => {
                fills.iter().for_each(|fill| self.miss_of(fill.id, Fills::from(*fill).into(), deadline));
            }
            _ => {}
        }
    }

    /// The link breaks with this on its way, in its order: it left before all that was missed.
    pub(super) fn miss_on_its_way(&mut self, events: Vec<MarketEvent<M>>) {
        let later: Vec<Vec<MarketEvent<M>>> =
            self.orders.values_mut().map(|journey| std::mem::take(&mut journey.missed)).collect();
        events.into_iter().for_each(|event| self.miss(event, None));
        for (journey, mut later) in self.orders.values_mut().zip(later) {
            journey.missed.append(&mut later);
        }
    }

    fn miss_of(&mut self, id: OrderId<M>, event: MarketEvent<M>, deadline: Option<Time>) {
        if let Some(journey) = self.orders.get_mut(&id) {
            journey.has_gap = true;
            journey.missed.push(event);
            journey.deadline = journey.deadline.or(deadline);
        }
    }

    /// The venue was asked: what was missed of this order, in its order.
    pub(super) fn recovered(&mut self, id: OrderId<M>) -> Vec<MarketEvent<M>> {
        self.orders.get_mut(&id).map(Journey::close_gap).unwrap_or_default()
    }

    /// Something is told.
    pub(super) fn told(&mut self, event: &MarketEvent<M>) {
        match event {
            MarketEvent::Order(turn) if turn.is_end() => drop(self.orders.remove(&turn.id())),
            MarketEvent::Order(turn) => self.heard_of(turn.id(), Quantity::ZERO),
            MarketEvent::Fills(fills) => fills.iter().for_each(|fill| self.heard_of(fill.id, fill.quantity)),
            _ => {}
        }
    }

    fn heard_of(&mut self, id: OrderId<M>, filled: Quantity<M>) {
        if let Some(journey) = self.orders.get_mut(&id) {
            journey.left = journey.left.checked_sub(filled).unwrap_or(Quantity::ZERO);
            // Who hears something behind a gap has not heard what is in it.
            if !journey.has_gap {
                journey.deadline = None;
            }
        }
    }

    pub(super) fn first_deadline(&self) -> Option<Time> {
        self.orders.values().filter_map(|journey| journey.deadline).min()
    }

    /// Those who were waited for long enough: what is to be said of them.
    pub(super) fn give_up(&mut self, now: Time) -> Vec<MarketEvent<M>> {
        let mut said = Vec::new();
        for (id, journey) in &mut self.orders {
            if journey.deadline.take_if(|deadline| *deadline <= now).is_none() {
                continue;
            }
            journey.stray = None;
            match journey.left.is_zero() {
                // All of it was executed: only its end is missing.
                true => said.append(&mut journey.close_gap()),
                false => {
                    let lost = OrderEvent::Lost { id: *id, instrument: journey.instrument };
                    said.push(lost.into());
                }
            }
        }
        said
    }

    /// The link is gone, and with it all that was waited for.
    pub(super) fn cut(&mut self) {
        for journey in self.orders.values_mut() {
            (journey.deadline, journey.stray) = (None, None);
        }
    }

    /// The link is back: what was missed of all orders, and those that have to be asked for.
    pub(super) fn resync(&mut self) -> (Vec<MarketEvent<M>>, Vec<Question<M>>) {
        let (mut missed, mut open) = (Vec::new(), Vec::new());
        for (id, journey) in &mut self.orders {
            let of_it = journey.close_gap();
            let is_end = |event: &MarketEvent<M>| matches!(event, MarketEvent::Order(turn) if turn.is_end());
            if !of_it.iter().any(is_end) {
                open.push((*id, journey.instrument));
            }
            missed.extend(of_it);
        }
        (missed, open)
    }
}

impl<M: Market> Journey<M> {
    fn close_gap(&mut self) -> Vec<MarketEvent<M>> {
        self.has_gap = false;
        self.deadline = None;
        std::mem::take(&mut self.missed)
    }
}
