//! An exchange in virtual time: requests travel, orders rest, others meet them, and it does wrong what it is told to.
//!
//! It knows orders by the names that clients give them, of several clients on one account. What it holds at the
//! end is the truth that a report is judged by.

use std::collections::BTreeMap;

use tidegate::connector::Terms;
use tidegate::prelude::*;

use super::knobs::{Knobs, OnCancel, OnPlace};
use super::wire::{Ended, Held, Placing, Reply, Report, Step, What};

/// One coin in 1e-8.
pub(crate) const COIN: i64 = 100_000_000;

/// The prefix of all our names.
pub(crate) const OURS: &str = "tg-";

/// What every order trades at that names no price.
pub(crate) const PRICE: &str = "100";

/// The exchange.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) knobs: Knobs,
    pub(crate) now: Time,
    agenda: BTreeMap<(Time, u64), Step>,
    steps: u64,
    trades: u64,
    pub(crate) orders: BTreeMap<String, Held>,
    /// What the account holds by our orders, after each of their fills.
    pub(crate) positions: Vec<(Time, i64)>,
    cancels: BTreeMap<String, usize>,
    queries: u32,
}

impl Exchange {
    pub(crate) fn new(knobs: Knobs) -> Self {
        let mut exchange = Self {
            agenda: BTreeMap::new(),
            now: Time::EPOCH,
            steps: 0,
            trades: 0,
            orders: BTreeMap::new(),
            positions: Vec::new(),
            cancels: BTreeMap::new(),
            queries: 0,
            knobs,
        };
        for name in exchange.knobs.foreign.clone() {
            exchange.take(name, Side::Buy, exchange.price(None), COIN, false);
        }
        for second in 1..=exchange.knobs.ticks {
            exchange.plan(Time::from_secs(second), Step::Tick);
        }
        for (at, id, units) in exchange.knobs.meets.clone() {
            exchange.plan(at, Step::Meet { name: format!("{OURS}{id}"), units });
        }
        exchange
    }

    pub(crate) fn plan(&mut self, at: Time, step: Step) {
        self.steps += 1;
        self.agenda.insert((at.max(self.now), self.steps), step);
    }

    /// Further orders to cancel by a request that has not arrived.
    pub(crate) fn join(&mut self, first: u64, mut more: Vec<String>) {
        for step in self.agenda.values_mut() {
            if let Step::Cancel { call, names, .. } = step
                && *call == first
            {
                names.append(&mut more);
            }
        }
    }

    pub(crate) fn next_at(&self) -> Option<Time> {
        self.agenda.keys().next().map(|(at, _)| *at)
    }

    pub(crate) fn position(&self) -> i64 {
        self.positions.last().map_or(0, |(_, units)| *units)
    }

    /// What is next happens; what of it leaves for the connector is given back.
    pub(crate) fn step(&mut self) -> Option<(Time, Step)> {
        let ((at, _), step) = self.agenda.pop_first()?;
        self.now = at;
        match step {
            Step::Place(call, placing) => self.place(call, placing),
            Step::Cancel { call, own, names } => self.cancel(call, &own, names),
            Step::Query { name } => self.query(name),
            Step::Meet { name, units } => self.fill(&name, units),
            leaving => return Some((at, leaving)),
        }
        None
    }

    /// Requests that are on their way arrive, though nobody waits for them any more.
    pub(crate) fn settle(&mut self) {
        self.agenda.retain(|_, step| matches!(step, Step::Place(..) | Step::Cancel { .. }));
        while let Some((at, mut step)) = self.agenda.pop_first().map(|((at, _), step)| (at, step)) {
            self.now = at;
            match &mut step {
                Step::Place(call, placing) => self.place(*call, placing.clone()),
                Step::Cancel { call, own, names } => self.cancel(*call, own, std::mem::take(names)),
                _ => {}
            }
        }
    }

    fn back(&self, travel: Span) -> Time {
        self.now.after(Span::from_nanos(travel.nanos().unsigned_abs() / 2))
    }

    fn reply(&mut self, travel: Span, call: Option<u64>, reply: Reply) {
        self.plan(self.back(travel), Step::Reply(call, reply));
    }

    fn report(&mut self, name: &str, original: Option<String>, what: What) {
        let subject = original.as_deref().unwrap_or(name);
        if !self.knobs.unheard.contains(&number(subject)) {
            let report = Report { name: name.to_owned(), original, what };
            self.plan(self.now.after(self.knobs.stream), Step::Report(report));
        }
    }

    fn price(&self, limit: Option<Price<BtcUsdt>>) -> Price<BtcUsdt> {
        limit.unwrap_or_else(|| PRICE.parse().expect("a price"))
    }

    fn take(&mut self, name: String, side: Side, price: Price<BtcUsdt>, units: i64, reduces_only: bool) {
        let venue = self.orders.len() as u64 + 1;
        let held = Held { venue, side, price, units, trades: Vec::new(), reduces_only, end: None };
        self.orders.insert(name, held);
    }

    fn place(&mut self, call: u64, placing: Placing) {
        let Placing { name, side, limit, units, reduces_only } = placing;
        let (travel, fault) = (self.knobs.place, self.knobs.on_place.get(&number(&name)).copied());
        if let Some(why) = self.objection(units, limit, fault) {
            return self.reply(travel, Some(call), Reply::Refused(name, why));
        }
        let price = self.price(limit);
        self.take(name.clone(), side, price, units, reduces_only);
        self.report(&name, None, What::New);
        if limit.is_none() {
            self.fill(&name, self.knobs.depth);
            self.knobs.depth -= self.orders[&name].filled();
            if self.orders[&name].is_live() {
                self.end(&name, None, Ended::Expired);
            }
        }
        match fault {
            Some(OnPlace::Lost { .. } | OnPlace::Hangs) => {}
            Some(OnPlace::AnsweredAfter(late)) => {
                self.plan(self.now.after(late), Step::Reply(Some(call), Reply::Placed(name, Vec::new())));
            }
            _ => {
                let trades = self.orders[&name].trades.clone();
                self.reply(travel, Some(call), Reply::Placed(name, trades));
            }
        }
    }

    fn objection(
        &self,
        units: i64,
        limit: Option<Price<BtcUsdt>>,
        fault: Option<OnPlace>,
    ) -> Option<&'static str> {
        let Terms { lot, min_quantity, min_notional, .. } = self.knobs.terms;
        let quantity = Quantity::from_units(units).expect("a quantity");
        [
            (
                self.knobs.cancel_only.is_some_and(|since| self.now >= since),
                "the symbol is in CANCEL_ONLY mode",
            ),
            (fault == Some(OnPlace::Refused), "insufficient balance"),
            (units.checked_rem(lot.units()).unwrap_or(0) != 0, "lot"),
            (quantity < min_quantity, "least quantity"),
            (self.price(limit).notional(quantity) < min_notional, "least notional"),
            (limit.is_none() && self.knobs.depth == 0, "no liquidity"),
        ]
        .into_iter()
        .find_map(|(holds, why)| holds.then_some(why))
    }

    fn cancel(&mut self, call: u64, own: &str, names: Vec<String>) {
        let travel = self.knobs.cancel;
        let mut refused = Vec::new();
        let mut why = "unknown order";
        for name in names {
            let turn = self.cancels.entry(name.clone()).or_default();
            let fault =
                self.knobs.on_cancel.get(&number(&name)).and_then(|faults| faults.get(*turn)).copied();
            *turn += 1;
            let is_live = self.orders.get(&name).is_some_and(Held::is_live);
            match fault {
                Some(OnCancel::Silent) => return,
                Some(OnCancel::Ignored) => {}
                Some(OnCancel::Refused(said)) => {
                    why = said;
                    refused.push(name);
                }
                Some(OnCancel::ToldAsFailed) if is_live => {
                    self.end(&name, Some(own), Ended::Cancelled);
                    why = "503";
                    refused.push(name);
                }
                _ if is_live => self.end(&name, Some(own), Ended::Cancelled),
                _ => refused.push(name),
            }
        }
        let reply = if refused.is_empty() { Reply::CancelTaken } else { Reply::CancelRefused(refused, why) };
        self.reply(travel, Some(call), reply);
    }

    fn query(&mut self, name: String) {
        self.queries += 1;
        let reply = match self.orders.get(&name) {
            _ if self.queries <= self.knobs.troubled_queries => Reply::Trouble(name),
            Some(held) => Reply::Found(name, held.clone()),
            None => Reply::NotFound(name),
        };
        self.reply(self.knobs.query, None, reply);
    }

    fn fill(&mut self, name: &str, units: i64) {
        let position = self.position();
        let Some(held) = self.orders.get_mut(name).filter(|held| held.is_live()) else { return };
        let mut units = units.min(held.units - held.filled());
        if held.reduces_only && self.knobs.terms.reduce_only {
            let reducible = if held.side.sign() == -position.signum() { position.abs() } else { 0 };
            units = units.min(reducible);
        }
        if units <= 0 {
            return;
        }
        self.trades += 1;
        let trade = self.trades;
        held.trades.push((trade, units));
        self.positions.push((self.now, position + held.side.sign() * units));
        let is_filled = held.filled() == held.units;
        if is_filled {
            held.end = Some(Ended::Filled);
        }
        self.report(name, None, What::Trade { trade, units });
        if is_filled {
            self.report(name, None, What::Gone(Ended::Filled));
        }
    }

    pub(crate) fn end(&mut self, name: &str, own: Option<&str>, end: Ended) {
        let Some(held) = self.orders.get_mut(name) else { return };
        held.end = Some(end);
        match own {
            Some(own) => self.report(own, Some(name.to_owned()), What::Gone(end)),
            None => self.report(name, None, What::Gone(end)),
        }
    }

    /// The session ends, and with it our orders, if that is the exchange's way.
    pub(crate) fn logout(&mut self) {
        let is_ours = |(name, held): &(&String, &Held)| name.starts_with(OURS) && held.is_live();
        let names: Vec<String> = self.orders.iter().filter(is_ours).map(|(name, _)| name.clone()).collect();
        if self.knobs.cancels_on_logout {
            names.iter().for_each(|name| self.end(name, None, Ended::Cancelled));
        }
    }
}

/// The number in a name of ours; 0 for all others.
pub(crate) fn number(name: &str) -> u64 {
    name.strip_prefix(OURS).and_then(|number| number.parse().ok()).unwrap_or(0)
}
