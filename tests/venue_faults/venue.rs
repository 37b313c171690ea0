//! The connector to the exchange: requests out with their permits, replies and the stream in, names mapped both ways.
//!
//! It is honest: a submission without an answer is lost, an accepted cancel is no end, the answer to a query comes
//! after what it tells of, and nothing of somebody else's orders becomes an event. What it fires is watched by the
//! contract.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tidegate::connector::Handler;
use tidegate::control::Phase;
use tidegate::market::{Contract, Liquidity, OrderStatus, Repeats, Standing, VenueOrderId};
use tidegate::prelude::*;
use tidegate::runtime::Stop;
use tidegate::safety::{Admitted, Origin, Permit};

use super::exchange::{Exchange, OURS, number};
use super::knobs::{Knobs, OnPlace};
use super::wire::{Ended, Held, Placing, Reply, Report, Step, What};

/// What was asked of the connector, and the phases, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Sent {
        at: Time,
        origin: Origin,
        action: Action<BtcUsdt>,
    },
    Asked {
        at: Time,
        id: u64,
    },
    /// With the submissions under way as the connector counts them.
    Phase {
        at: Time,
        phase: Phase,
        under_way: usize,
    },
    /// The connector was told to end.
    LoggedOut {
        at: Time,
    },
}

/// What the connector knows of an order of ours.
#[derive(Clone, Debug)]
struct Known {
    side: Side,
    is_placed: bool,
    has_ended: bool,
}

/// The exchange with the connector's side of it.
pub(crate) struct Desk {
    pub(crate) exchange: Exchange,
    pub(crate) log: Vec<Line>,
    /// Every event that was fired about our orders.
    pub(crate) fired: Vec<(Time, MarketEvent<BtcUsdt>)>,
    pub(crate) breaches: Vec<String>,
    known: BTreeMap<String, Known>,
    under_way: BTreeMap<u64, Permit>,
    calls: u64,
    /// Cancels of this instant that wait to go out as one.
    bulk: Option<(Time, u64)>,
    contract: Contract<BtcUsdt>,
    repeats: Repeats<BtcUsdt>,
    /// A signal that comes while this order is being submitted.
    pub(crate) signal_in: Option<(u64, Stop)>,
}

/// All that happens on the desk, shared by the connector's parts and by whoever judges.
#[derive(Clone)]
pub(crate) struct Venue(Arc<Mutex<Desk>>);

impl Venue {
    pub(crate) fn new(knobs: Knobs) -> Self {
        Self(Arc::new(Mutex::new(Desk {
            exchange: Exchange::new(knobs),
            log: Vec::new(),
            fired: Vec::new(),
            breaches: Vec::new(),
            known: BTreeMap::new(),
            under_way: BTreeMap::new(),
            calls: 0,
            bulk: None,
            contract: Contract::new(),
            repeats: Repeats::new(),
            signal_in: None,
        })))
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the runtime's watch.
    pub(crate) fn note_phase(&self, phase: Phase) {
        let mut desk = self.desk();
        let (at, under_way) = (desk.exchange.now, desk.under_way.len());
        desk.log.push(Line::Phase { at, phase, under_way });
    }
}

impl Desk {
    fn fire(&mut self, at: Time, event: MarketEvent<BtcUsdt>, events: &mut dyn Handler<BtcUsdt>) {
        let new = match event.clone() {
            MarketEvent::Fills(fills) => self.repeats.leave_out(fills).map(MarketEvent::Fills),
            other => Some(other),
        };
        if let Some(Err(breach)) = new.as_ref().map(|new| self.contract.received(new)) {
            self.breaches.push(breach.to_string());
        }
        self.fired.push((at, event.clone()));
        events.fire(at, event);
    }

    pub(crate) fn execute(&mut self, at: Time, admitted: Admitted<BtcUsdt>) {
        self.exchange.now = self.exchange.now.max(at);
        let (origin, reduces_only, action) = (admitted.origin(), admitted.reduces_only(), *admitted.action());
        let (_, permit) = admitted.into_parts();
        self.log.push(Line::Sent { at, origin, action });
        // A cancel before the place event is the venue's to judge, not the contract's.
        let _ = self.contract.sent(&action);
        self.calls += 1;
        self.under_way.insert(self.calls, permit);
        let name = format!("{OURS}{}", action.id());
        match (action.side(), action.quantity()) {
            (Some(side), Some(quantity)) => {
                let limit = action.limit();
                let placing = Placing { name, side, limit, units: quantity.units(), reduces_only };
                self.place(at, action.id(), placing);
            }
            _ => self.cancel(at, name, origin == Origin::SweepCancel),
        }
    }

    fn place(&mut self, at: Time, id: OrderId<BtcUsdt>, placing: Placing) {
        let (call, name) = (self.calls, placing.name.clone());
        self.repeats.sent(id);
        self.known.insert(name.clone(), Known { side: placing.side, is_placed: false, has_ended: false });
        let (arrival, patience) = (half(self.exchange.knobs.place), self.exchange.knobs.patience);
        let fault = self.exchange.knobs.on_place.get(&id.number()).copied();
        match fault {
            Some(OnPlace::Hangs) => return,
            Some(OnPlace::Lost { arrives: false }) => {}
            _ => self.exchange.plan(at.after(arrival), Step::Place(call, placing)),
        }
        if let Some(OnPlace::Lost { .. }) = fault {
            self.exchange.plan(at.after(patience), Step::GivenUp { call, name });
        }
    }

    fn cancel(&mut self, at: Time, name: String, of_sweep: bool) {
        let arrival = at.after(half(self.exchange.knobs.cancel));
        let call = self.calls;
        let (own, names) = (format!("{OURS}c{call}"), vec![name]);
        if self.exchange.knobs.bulk && of_sweep {
            if let Some((_, first)) = self.bulk.filter(|(since, _)| *since == at) {
                // The permit of the request is that of its first cancel.
                self.under_way.remove(&call);
                return self.exchange.join(first, names);
            }
            self.bulk = Some((at, call));
        }
        self.exchange.plan(arrival, Step::Cancel { call, own, names });
    }

    /// What arrives from the exchange becomes events.
    pub(crate) fn hear(&mut self, at: Time, step: Step, events: &mut dyn Handler<BtcUsdt>) {
        match step {
            Step::Tick => {
                let (price, quantity) = (super::exchange::PRICE.parse(), "1".parse());
                let (price, quantity) = (price.expect("a price"), quantity.expect("a quantity"));
                let id = TradeId(u64::MAX);
                let trade = Trade { instrument: Only, id, price, quantity, aggressor: Side::Buy };
                events.fire(at, trade.into());
            }
            Step::Report(report) => self.report(at, report, events),
            Step::GivenUp { call, name } => {
                drop(self.under_way.remove(&call));
                if self.known.get(&name).is_some_and(|known| !known.has_ended) {
                    let lost = OrderEvent::Lost { id: id(&name), instrument: Only };
                    self.fire(at, lost.into(), events);
                }
            }
            Step::Reply(call, reply) => {
                drop(call.and_then(|call| self.under_way.remove(&call)));
                self.reply(at, reply, events);
            }
            _ => {}
        }
    }

    fn report(&mut self, at: Time, report: Report, events: &mut dyn Handler<BtcUsdt>) {
        let name = report.original.unwrap_or(report.name);
        match report.what {
            What::New => self.placed(at, &name, events),
            What::Trade { trade, units } => self.traded(at, &name, &[(trade, units)], events),
            What::Gone(end) => self.gone(at, &name, end, events),
        }
    }

    fn reply(&mut self, at: Time, reply: Reply, events: &mut dyn Handler<BtcUsdt>) {
        match reply {
            Reply::Placed(name, trades) => {
                self.placed(at, &name, events);
                if self.exchange.knobs.on_place.get(&number(&name)) == Some(&OnPlace::Repeated) {
                    self.traded(at, &name, &trades, events);
                }
            }
            Reply::Refused(name, why) => {
                let Some(known) = self.known.get_mut(&name) else { return };
                known.has_ended = true;
                let (found, limit) = (why.into(), "what the venue takes".into());
                let rule = "venue".into();
                let refused = OrderEvent::Refused { id: id(&name), instrument: Only, rule, found, limit };
                self.fire(at, refused.into(), events);
            }
            // Accepted is not cancelled: the stream will tell, or a query.
            Reply::CancelTaken => {}
            Reply::CancelRefused(names, why) => {
                // Of an order that never left through us nobody is to hear.
                for name in names.into_iter().filter(|name| self.known.contains_key(name)).collect::<Vec<_>>()
                {
                    let (id, instrument, why) = (id(&name), Only, why.into());
                    self.fire(at, OrderEvent::CancelRefused { id, instrument, why }.into(), events);
                }
            }
            Reply::Found(name, held) => self.found(at, &name, &held, events),
            Reply::NotFound(name) => self.answer(at, &name, Standing::NotFound, events),
            Reply::Trouble(name) => {
                self.answer(at, &name, Standing::Unanswered { why: "503".into() }, events);
            }
        }
    }

    fn found(&mut self, at: Time, name: &str, held: &Held, events: &mut dyn Handler<BtcUsdt>) {
        self.placed(at, name, events);
        self.traded(at, name, &held.trades, events);
        let standing = match held.end {
            Some(end) => {
                self.gone(at, name, end, events);
                Standing::Ended
            }
            None => Standing::Working { filled: Quantity::from_units(held.filled()).expect("a quantity") },
        };
        self.answer(at, name, standing, events);
    }

    fn answer(
        &mut self,
        at: Time,
        name: &str,
        standing: Standing<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) {
        self.fire(at, OrderStatus { id: id(name), instrument: Only, standing }.into(), events);
    }

    fn placed(&mut self, at: Time, name: &str, events: &mut dyn Handler<BtcUsdt>) {
        let Some(known) = self.known.get_mut(name).filter(|known| !known.is_placed) else { return };
        known.is_placed = true;
        let venue = VenueOrderId(self.exchange.orders.get(name).map_or(0, |held| held.venue));
        self.fire(at, OrderEvent::Placed { id: id(name), instrument: Only, venue }.into(), events);
    }

    fn traded(&mut self, at: Time, name: &str, trades: &[(u64, i64)], events: &mut dyn Handler<BtcUsdt>) {
        let Some(side) = self.known.get(name).map(|known| known.side) else { return };
        self.placed(at, name, events);
        let price = self.exchange.orders[name].price;
        for (trade, units) in trades {
            let quantity = Quantity::from_units(*units).expect("a quantity");
            let (trade, fee, liquidity) = (TradeId(*trade), Amount::ZERO, Liquidity::Taker);
            let fill = Fill { id: id(name), trade, instrument: Only, side, price, quantity, fee, liquidity };
            self.fire(at, Fills::from(fill).into(), events);
        }
    }

    fn gone(&mut self, at: Time, name: &str, end: Ended, events: &mut dyn Handler<BtcUsdt>) {
        self.placed(at, name, events);
        let Some(known) = self.known.get_mut(name).filter(|known| !known.has_ended) else { return };
        known.has_ended = true;
        let (id, instrument) = (id(name), Only);
        let turn = match end {
            Ended::Filled => OrderEvent::Done { id, instrument },
            Ended::Cancelled => OrderEvent::Cancelled { id, instrument },
            Ended::Expired => OrderEvent::Expired { id, instrument },
        };
        self.fire(at, turn.into(), events);
        self.repeats.ended(id);
    }

    /// Whether nothing was ever sent.
    pub(crate) fn is_unused(&self) -> bool {
        self.known.is_empty()
    }

    /// Our numbers of all orders that were sent.
    pub(crate) fn sent(&self) -> BTreeSet<u64> {
        self.known.keys().map(|name| number(name)).collect()
    }
}

pub(crate) fn half(travel: Span) -> Span {
    Span::from_nanos(travel.nanos().unsigned_abs() / 2)
}

fn id(name: &str) -> OrderId<BtcUsdt> {
    OrderId::new(number(name))
}
