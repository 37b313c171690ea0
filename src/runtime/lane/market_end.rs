//! What a market lane does once a shutdown has begun.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::connector::{
    Capability, Closable, Connector, ConnectorError, Ending as Parting, Executor, Producer, Terminator, Terms,
};
use crate::control::{
    CloseNews, Facts, Fate, Input, Inventory, LiveOrder, OnOrders, OnPositions, OrderKey, OrderNews,
    OrderRecord, PartNews, Port, PositionFate, PositionKey, PositionRecord, Purpose,
};
use crate::journal::{Asked, PortNote};
use crate::market::{Action, Advice, Life, Link, MarketEvent, OrderId, OrderStatus, Side, Standing};
use crate::money::{Market, Quantity};
use crate::time::Time;

use super::books::{Holding, known, unnamed};
use super::discarded;
use super::end::{Kept, LaneEnd};
use super::ending::Swept;
use super::fired::Speaker;
use super::market::MarketLane;
use crate::runtime::ConnectorState;
use crate::runtime::saved::{MarketState, SavedOrder, SavedPosition};

impl<M: Market, C: Connector<M>> LaneEnd for MarketLane<M, C> {
    fn name(&self) -> String {
        M::NAME.to_owned()
    }

    fn note(&self) -> PortNote {
        PortNote::market::<M>()
    }

    fn capability(&self) -> Capability {
        let executor = &self.parts.executor;
        catch_unwind(AssertUnwindSafe(|| executor.capability())).unwrap_or(Capability::UNKNOWN)
    }

    fn wind(&mut self, reason: &str) {
        self.keys.wind(reason);
    }

    fn waiting(&self) -> Vec<(u64, Asked)> {
        let asked = |action: &Action<M>| (action.id().number(), Asked::from(action));
        self.queue.iter().map(|(_, advice)| asked(&advice.action)).collect()
    }

    fn seal(&mut self, reason: &str, cancels_pass: bool) -> Vec<String> {
        self.keys.seal(reason, self.rules.flattens);
        self.end.cancels_pass = cancels_pass;
        self.desk.is_watched = true;
        let waiting = std::mem::take(&mut self.queue);
        self.end.discarded = waiting.len() as u64;
        discarded::listed(waiting.iter().map(|(_, advice)| &advice.action))
    }

    fn inventory(&mut self, port: Port, inventory: &mut Inventory) {
        for life in self.desk.books.live() {
            let swept = Swept { what: what(life), end: None };
            self.end.swept.insert(life.id(), swept);
        }
        let mut orders: Vec<LiveOrder> = self.desk.books.live().map(|life| self.live(port, life)).collect();
        inventory.orders.append(&mut orders);
        inventory.in_flight += self.gate.in_flight();
        self.end.held = self.held(port);
    }

    fn in_flight(&self) -> u64 {
        self.gate.in_flight()
    }

    fn learnt(&mut self, port: Port, news: &mut Vec<Input>) {
        for (id, turn) in std::mem::take(&mut self.desk.learnt) {
            if let (Some(swept), OrderNews::Ended(end)) = (self.end.swept.get_mut(&id), turn) {
                swept.end.get_or_insert(end);
            }
            news.push(Input::Order(OrderKey { port, id: id.number() }, turn));
        }
    }

    fn cancel(&mut self, at: Time, id: u64) -> bool {
        let id = OrderId::new(id);
        let Some(instrument) = self.reachable(id) else { return false };
        let Some(admitted) = self.keys.cancel(id, instrument) else { return false };
        if let Err(error) = self.execute(at, admitted) {
            self.desk.books.note(&error);
            self.desk.learnt.push((id, OrderNews::CancelRefused));
        }
        true
    }

    fn query(&mut self, at: Time, id: u64) {
        let id = OrderId::new(id);
        let Some(instrument) = self.reachable(id) else { return };
        let (executor, fired) = (&mut self.parts.executor, &mut self.desk.fired);
        let asked = catch_unwind(AssertUnwindSafe(|| executor.query(at, id, instrument, fired)));
        let why = match asked {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its executor panicked".to_owned(),
        };
        let standing = Standing::Unanswered { why: why.into() };
        self.desk.fired.push(at, Speaker::Venue, OrderStatus { id, instrument, standing }.into());
    }

    fn positions(&mut self, port: Port, keys: &mut Vec<PositionKey>) {
        keys.extend(self.held(port));
    }

    fn close(&mut self, at: Time, key: PositionKey) -> CloseNews {
        let Some(instrument) = self.desk.books.instrument_at(key.instrument) else { return CloseNews::Flat };
        let Some(terms) = self.terms(instrument) else {
            self.desk.books.note(&"its executor panicked when it was asked for its terms");
            return CloseNews::Blocked;
        };
        let exposure = self.desk.books.closing_exposure(instrument, terms.reduce_only);
        if exposure.position == 0 {
            return CloseNews::Flat;
        }
        let free = exposure.position.abs().saturating_sub(exposure.reducing) * exposure.position.signum();
        let last = self.desk.books.holding(instrument).and_then(|holding| holding.last);
        match terms.closable(free, last) {
            Closable::Order { quantity, .. } if exposure.reducing < exposure.position.abs() => {
                self.send_closing(at, key, (instrument, quantity), exposure)
            }
            Closable::Dust(_) if exposure.reducing == 0 => CloseNews::Dust,
            _ => CloseNews::Blocked,
        }
    }

    fn end_closing(&mut self) {
        self.keys.end_closing();
    }

    fn part(&mut self, at: Time) -> (PartNews, Option<Time>) {
        let terminator = &mut self.parts.terminator;
        match catch_unwind(AssertUnwindSafe(|| terminator.terminate(at))) {
            Ok(Ok(Parting::Over)) => {
                self.end.has_ended = true;
                self.end.is_silent = true;
                (PartNews::Ended, None)
            }
            Ok(Ok(Parting::NeverConnected)) => {
                self.end.has_ended = true;
                self.end.is_silent = true;
                (PartNews::NeverConnected, None)
            }
            Ok(Ok(Parting::Busy { stage, until })) => (PartNews::Stage(stage.into_owned()), until),
            Ok(Err(error)) => self.fails_to_part(&error.to_string()),
            Err(_) => self.fails_to_part("its terminator panicked"),
        }
    }

    fn has_unread(&self, at: Time) -> bool {
        self.desk.fired.first_at().is_some_and(|first| first <= at)
    }

    fn absorb(&mut self, at: Time) -> Result<(), ConnectorError> {
        if !self.has_unread(at) && !self.end.is_silent && self.own.is_some_and(|own| own <= at) {
            self.parts.producer.produce(&mut self.desk.fired).inspect_err(|_| self.end.is_silent = true)?;
        }
        if self.has_unread(at)
            && let Some((at, speaker, event)) = self.desk.fired.pop()
        {
            self.desk.now = at;
            drop(self.desk.note(speaker, event));
        }
        Ok(())
    }

    fn silence(&mut self) {
        self.end.is_silent = true;
    }

    fn lose(&mut self, at: Time) {
        if !std::mem::replace(&mut self.end.is_lost, true) {
            self.desk.fired.push(at, Speaker::Venue, MarketEvent::Link(Link::Down));
        }
    }

    fn is_lost(&self) -> bool {
        self.end.is_lost
    }

    fn state_of_connector(&self) -> ConnectorState {
        match (self.end.is_lost, self.end.has_ended) {
            (_, true) => ConnectorState::Ended,
            (true, false) => ConnectorState::Lost,
            (false, false) => ConnectorState::Connected,
        }
    }

    fn link(&self) -> Option<Link> {
        self.desk.link
    }

    fn queued(&self) -> u64 {
        self.queue.len() as u64
    }

    fn state(&self) -> Option<MarketState> {
        let orders = self.end.swept.iter().map(|(id, swept)| {
            let live = self.desk.books.get(*id).map(|life| life.state().to_string());
            let ended = swept.end.map(|end| Fate::from(end).to_string());
            let state = live.or(ended).unwrap_or_else(|| "unknown".to_owned());
            SavedOrder { id: id.number(), state, what: swept.what.clone() }
        });
        let positions = self.desk.books.holdings().filter(|(_, holding)| !holding.position.is_flat());
        let position = |(instrument, holding): (&M::Instrument, &Holding<M>)| SavedPosition {
            instrument: instrument.to_string(),
            units: holding.position.signed_units(),
        };
        Some(MarketState {
            name: M::NAME.to_owned(),
            highest_id: self.desk.books.highest().map(OrderId::number),
            orders: orders.collect(),
            positions: positions.map(position).collect(),
        })
    }

    fn facts(&self, port: Port, kept: Kept<'_>, facts: &mut Facts) {
        let mut orders = self.desk.books.ended();
        orders.discarded = self.end.discarded;
        orders.swept = self.end.swept.len() as u64;
        for life in self.desk.books.live() {
            *match self.fate(port, kept, life) {
                Fate::Kept => &mut orders.kept,
                Fate::LeftOpen => &mut orders.left_open,
                _ => &mut orders.unknown,
            } += 1;
        }
        orders.check_invariants();
        facts.orders = facts.orders.plus(orders);
        facts.open_orders.extend(self.records(port, kept));
        facts.positions.extend(
            self.desk
                .books
                .holdings()
                .filter_map(|(instrument, holding)| self.position(port, kept.positions, instrument, holding)),
        );
        facts.late_actions.extend(self.end.late.iter().cloned());
        facts.more_late_actions += self.end.more_late;
        facts.connector_failures.extend(self.desk.books.breaches());
    }
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    /// What became of a lost submission is asked for at once, by its id. Nothing is sent again: the venue may have it.
    #[cold]
    pub(super) fn ask_for_lost(&mut self, at: Time) {
        for (id, _) in std::mem::take(&mut self.desk.learnt) {
            self.query(at, id.number());
        }
    }

    /// The instrument of an order that has not ended, unless its connector has: nothing is sent to a closed client.
    fn reachable(&self, id: OrderId<M>) -> Option<M::Instrument> {
        self.desk.books.get(id).filter(|_| !self.end.has_ended).map(Life::instrument)
    }

    fn live(&self, port: Port, life: &Life<M>) -> LiveOrder {
        let key = OrderKey { port, id: life.id().number() };
        LiveOrder { key, known: known(life.state()), purpose: self.purpose(port, life) }
    }

    /// What an order is to a position. One that protects nothing that is held is an order like others.
    fn purpose(&self, port: Port, life: &Life<M>) -> Purpose {
        let holding = self.desk.books.holding(life.instrument());
        match holding.filter(|holding| !holding.position.is_flat()) {
            Some(holding) if self.desk.books.protects(life.id()) => {
                let position = PositionKey { port, instrument: holding.place };
                match self.terms(life.instrument()).is_some_and(|terms| terms.reduce_only) {
                    true => Purpose::ProtectToTheEnd(position),
                    false => Purpose::Protect(position),
                }
            }
            _ => Purpose::Trade,
        }
    }

    /// What the venue takes; `None` if its executor panics over it.
    fn terms(&self, instrument: M::Instrument) -> Option<Terms<M>> {
        let executor = &self.parts.executor;
        catch_unwind(AssertUnwindSafe(|| executor.terms(instrument))).ok()
    }

    /// Whether what is held is too little for the venue.
    fn is_dust(&self, instrument: M::Instrument, holding: &Holding<M>) -> bool {
        let terms = self.terms(instrument);
        let closable = terms.map(|terms| terms.closable(holding.position.signed_units(), holding.last));
        matches!(closable, Some(Closable::Dust(_)))
    }

    /// The positions that are not flat.
    fn held(&self, port: Port) -> Vec<PositionKey> {
        let held = self.desk.books.holdings().filter(|(_, holding)| !holding.position.is_flat());
        held.map(|(_, holding)| PositionKey { port, instrument: holding.place }).collect()
    }

    fn send_closing(
        &mut self,
        at: Time,
        key: PositionKey,
        (instrument, quantity): (M::Instrument, Quantity<M>),
        exposure: crate::safety::Exposure,
    ) -> CloseNews {
        let next = self.desk.books.highest().map_or(Some(1), |highest| highest.number().checked_add(1));
        let Some(id) = next.map(OrderId::new) else { return CloseNews::Blocked };
        let side = if exposure.position > 0 { Side::Sell } else { Side::Buy };
        let order = Action::Market { id, instrument, side, quantity };
        let advice: Advice<M> = order.because("closes the position at shutdown");
        let Some(Ok(admitted)) = self.keys.close(advice, exposure) else { return CloseNews::Blocked };
        self.end.swept.insert(id, Swept { what: order.to_string(), end: None });
        if !self.end.held.contains(&key) {
            self.end.held.push(key);
        }
        if let Err(error) = self.execute(at, admitted) {
            self.desk.books.note(&error);
            self.desk.learnt.push((id, OrderNews::Lost));
        }
        CloseNews::Sent(OrderKey { port: key.port, id: id.number() })
    }

    fn fails_to_part(&mut self, why: &str) -> (PartNews, Option<Time>) {
        self.end.has_ended = true;
        self.end.is_silent = true;
        self.desk.books.note(&why);
        (PartNews::Failed(unnamed::<M>(why).to_owned()), None)
    }

    /// What became of an order that has not ended. One that was kept to protect a position that is gone by now protects
    /// nothing: it is left open, as it could open one.
    fn fate(&self, port: Port, kept: Kept<'_>, life: &Life<M>) -> Fate {
        let holding = self.desk.books.holding(life.instrument());
        let is_flat = holding.is_none_or(|holding| holding.position.is_flat());
        match (kept.fate)(OrderKey { port, id: life.id().number() }) {
            Some(Fate::Kept) if kept.orders == OnOrders::Cancel && is_flat => Fate::LeftOpen,
            told => told.unwrap_or(Fate::Unknown),
        }
    }

    /// The orders that lived when the gate was sealed, and those that close positions.
    fn records(&self, port: Port, kept: Kept<'_>) -> Vec<OrderRecord> {
        let record = |(id, swept): (&OrderId<M>, &Swept)| {
            let live = self.desk.books.get(*id).map(|life| self.fate(port, kept, life));
            let fate = swept.end.map(Fate::from).or(live).unwrap_or(Fate::Unknown);
            OrderRecord { market: M::NAME.to_owned(), id: id.number(), fate, what: swept.what.clone() }
        };
        self.end.swept.iter().map(record).collect()
    }

    fn position(
        &self,
        port: Port,
        policy: OnPositions,
        instrument: &M::Instrument,
        holding: &Holding<M>,
    ) -> Option<PositionRecord> {
        let key = PositionKey { port, instrument: holding.place };
        let fate = match holding.position.is_flat() {
            true if self.end.held.contains(&key) => PositionFate::Closed,
            true => return None,
            false if policy == OnPositions::Keep => PositionFate::Kept,
            false if self.is_dust(*instrument, holding) => PositionFate::Dust,
            false => PositionFate::Left,
        };
        Some(PositionRecord {
            market: M::NAME.to_owned(),
            instrument: instrument.to_string(),
            quantity: holding.position.to_string(),
            fate,
            profit: holding.profit.to_string(),
        })
    }
}

/// An order in words.
fn what<M: Market>(life: &Life<M>) -> String {
    let limit = life.limit().map_or_else(|| "at market".to_owned(), |limit| format!("@ {limit}"));
    format!("{} {} {limit}, {} left", life.side(), life.quantity(), life.left())
}
