//! One run: what the strategy sends and when, what goes wrong, when it is stopped and what is wanted then.

use tidegate::control::{Budgets, OnOrders, OnPositions, Phase, Policy, ShutdownReport};
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, RunError, Runtime, Sim, Stop};
use tidegate::safety::Origin;

use super::exchange::COIN;
use super::invariants;
use super::knobs::Knobs;
use super::venue::{Desk, Line, Venue};
use super::wire::Held;

/// Everything about one run.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) knobs: Knobs,
    /// What the strategy sends, in milliseconds.
    pub(crate) orders: Vec<(u64, Advice<BtcUsdt>)>,
    pub(crate) policy: Policy,
    /// What stops it, in milliseconds.
    pub(crate) causes: Vec<(u64, Cause)>,
    /// How long after the notice the strategy is done; at once by default.
    pub(crate) winding: Option<Span>,
    pub(crate) budgets: Budgets,
    /// A signal comes while this order is being submitted.
    pub(crate) signal_in: Option<u64>,
}

/// What a run left behind, judged already.
pub(crate) struct Judged {
    pub(crate) report: ShutdownReport,
    pub(crate) venue: Venue,
}

pub(crate) fn at(millis: u64) -> Time {
    Time::EPOCH.after(Span::from_millis(millis))
}

pub(crate) fn coins(hundredths: i64) -> Quantity<BtcUsdt> {
    Quantity::from_units(hundredths * COIN / 100).expect("a quantity")
}

/// Buys or sells so many hundredths of a coin at 100, or waits for that price.
pub(crate) fn limit(id: u64, side: Side, hundredths: i64) -> Advice<BtcUsdt> {
    let (id, instrument, price) = (OrderId::new(id), Only, "100".parse().expect("a price"));
    Action::Limit { id, instrument, side, price, quantity: coins(hundredths) }.into()
}

pub(crate) fn market(id: u64, side: Side, hundredths: i64) -> Advice<BtcUsdt> {
    Action::Market { id: OrderId::new(id), instrument: Only, side, quantity: coins(hundredths) }.into()
}

pub(crate) fn cancel(id: u64) -> Advice<BtcUsdt> {
    Action::Cancel { id: OrderId::new(id), instrument: Only }.into()
}

pub(crate) const CLOSE: Policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
pub(crate) const KEEP_ORDERS: Policy = Policy { orders: OnOrders::Keep, positions: OnPositions::Keep };

impl Case {
    /// Nothing goes wrong, and a signal comes after ten seconds.
    pub(crate) fn new(orders: impl Into<Vec<(u64, Advice<BtcUsdt>)>>) -> Self {
        Self {
            knobs: Knobs::default(),
            orders: orders.into(),
            policy: Policy::default(),
            causes: vec![(10_000, Cause::Signal)],
            winding: None,
            budgets: Budgets::default(),
            signal_in: None,
        }
    }

    pub(crate) fn knobs(self, knobs: Knobs) -> Self {
        Self { knobs, ..self }
    }

    pub(crate) fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    pub(crate) fn stopped_at(self, millis: u64) -> Self {
        Self { causes: vec![(millis, Cause::Signal)], ..self }
    }

    /// Runs it once.
    fn once(&self) -> (Outcome, Venue) {
        let venue = Venue::new(self.knobs.clone());
        let outcome = self.run_at(&venue).expect("it begins");
        (outcome, venue)
    }

    /// Runs it at this venue.
    ///
    /// # Errors
    /// What the runtime says.
    pub(crate) fn run_at(&self, venue: &Venue) -> Result<Outcome, RunError> {
        let stop = Stop::new();
        venue.desk().signal_in = self.signal_in.map(|order| (order, stop.clone()));
        let watched = venue.clone();
        let mut sim = Sim::new().policy(self.policy).budgets(self.budgets).stop_on(stop);
        for (millis, cause) in &self.causes {
            sim = sim.cause_at(at(*millis), *cause, "");
        }
        let sim = sim.watch(move |phase: Phase, _| watched.note_phase(phase));
        let feed = self.orders.clone().into_iter().map(|(millis, advice)| (at(millis), advice));
        match self.winding {
            None => sim.run(
                &|_: MarketPort<BtcUsdt>, orders: Feed<Advice<BtcUsdt>>, control: Control| {
                    (orders.events(), control.done_at_once())
                },
                (venue.clone(), feed),
            ),
            Some(wait) => sim.run(
                &move |_: MarketPort<BtcUsdt>, orders: Feed<Advice<BtcUsdt>>, control: Control| {
                    let later = control.shutdown().delay(wait).map(|_| DoneCode::OK);
                    (orders.events(), control.done_when(later))
                },
                (venue.clone(), feed),
            ),
        }
    }

    /// Runs it twice and holds it against every invariant.
    #[track_caller]
    pub(crate) fn judge(&self) -> Judged {
        let ((outcome, venue), (again, _)) = (self.once(), self.once());
        assert_eq!(outcome.trace_hash, again.trace_hash, "i7: the same run twice");
        assert_eq!(outcome.report, again.report, "i7: the same report twice");
        venue.desk().exchange.settle();
        invariants::check(self, &outcome, &venue.desk());
        Judged { report: outcome.report, venue }
    }
}

impl Judged {
    /// How the report says that an order ended.
    pub(crate) fn fate(&self, id: u64) -> Option<tidegate::control::Fate> {
        self.report.open_orders.iter().find(|order| order.id == id).map(|order| order.fate)
    }

    /// The order at the exchange.
    pub(crate) fn held(&self, id: u64) -> Option<Held> {
        self.venue.desk().exchange.orders.get(&format!("tg-{id}")).cloned()
    }

    /// What was asked for, from this origin.
    pub(crate) fn sent(&self, wanted: Origin) -> Vec<(Time, Action<BtcUsdt>)> {
        sent(&self.venue.desk(), wanted)
    }

    /// When an order was asked after.
    pub(crate) fn asked(&self, order: u64) -> Vec<Time> {
        let desk = self.venue.desk();
        let asked = desk.log.iter().filter_map(|line| match line {
            Line::Asked { at, id } if *id == order => Some(*at),
            _ => None,
        });
        asked.collect()
    }

    /// When a phase began.
    pub(crate) fn entered(&self, phase: Phase) -> Time {
        let record = self.report.phases.iter().find(|record| record.phase == phase);
        record.expect("every phase has a record").entered
    }

    pub(crate) fn position(&self) -> i64 {
        self.venue.desk().exchange.position()
    }

    pub(crate) fn alerted(&self, code: &str) -> bool {
        self.report.alerts.iter().any(|alert| alert.code == code)
    }

    /// What was fired about our orders, in words.
    pub(crate) fn fired(&self) -> Vec<String> {
        let desk = self.venue.desk();
        let fired = desk.fired.iter().filter_map(|(_, event)| match event {
            MarketEvent::Order(turn) => Some(turn.to_string()),
            MarketEvent::Fills(fills) => fills.iter().next().map(|fill| format!("fill (order {})", fill.id)),
            _ => None,
        });
        fired.collect()
    }
}

pub(crate) fn sent(desk: &Desk, wanted: Origin) -> Vec<(Time, Action<BtcUsdt>)> {
    let sent = desk.log.iter().filter_map(|line| match line {
        Line::Sent { at, origin, action } if *origin == wanted => Some((*at, *action)),
        _ => None,
    });
    sent.collect()
}
