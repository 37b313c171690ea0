//! The desk: a market of one instrument that does what its knobs say, and notes what it is asked.
//!
//! Orders at market are placed and filled in one answer; limit orders rest until [`Desk::fills_at`] or a cancel. A
//! submission is in flight until it is answered, at once or after [`Desk::answers_after`], in virtual time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator,
};
use tidegate::market::{Contract, Counts, Ledger, Liquidity, OrderStatus, Sent, Standing, VenueOrderId};
use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

use crate::trail::{Line, Trail};

/// How a desk ends.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Leaving {
    #[default]
    AtOnce,
    After(Span),
    Never,
    Fails,
    Panics,
}

/// When what a desk says is said to have happened, seen from when it says so.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Stamp {
    #[default]
    Right,
    Early(Span),
    Late(Span),
}

/// A market that does what its knobs say.
pub(crate) struct Desk<M: Market<Instrument = Only>> {
    state: Shared<M>,
    on_start: Option<Box<dyn FnOnce() + Send>>,
}

type Shared<M> = Arc<Mutex<State<M>>>;

/// What happens at the market.
enum Step<M: Market> {
    Trade,
    Place(Action<M>),
    Fill(OrderId<M>),
    Cancel(OrderId<M>),
}

/// A step that is to happen, with the submission that waits for it.
type Pending<M> = (Step<M>, Option<Permit>);

struct State<M: Market<Instrument = Only>> {
    trail: Trail,
    ledger: Ledger<M>,
    contract: Contract<M>,
    pending: BTreeMap<(Time, u64), Pending<M>>,
    number: u64,
    delay: Span,
    hears_cancels: bool,
    stamp: Stamp,
    leaving: Leaving,
    leaves_at: Option<Time>,
    is_closed: bool,
}

fn locked<M: Market<Instrument = Only>>(state: &Shared<M>) -> MutexGuard<'_, State<M>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<M: Market<Instrument = Only>> Desk<M> {
    pub(crate) fn new(trail: &Trail) -> Self {
        let state = State {
            trail: trail.clone(),
            ledger: Ledger::new(),
            contract: Contract::new(),
            pending: BTreeMap::new(),
            number: 0,
            delay: Span::ZERO,
            hears_cancels: true,
            stamp: Stamp::Right,
            leaving: Leaving::AtOnce,
            leaves_at: None,
            is_closed: false,
        };
        Self { state: Arc::new(Mutex::new(state)), on_start: None }
    }

    fn set(self, set: impl FnOnce(&mut State<M>)) -> Self {
        set(&mut locked(&self.state));
        self
    }

    /// Others trade at these seconds, at 100.
    pub(crate) fn trades(self, seconds: impl IntoIterator<Item = i32>) -> Self {
        self.set(|state| seconds.into_iter().for_each(|at| state.due(Time::from_secs(at), Step::Trade, None)))
    }

    /// Each answer comes so much later.
    pub(crate) fn answers_after(self, delay: Span) -> Self {
        self.set(|state| state.delay = delay)
    }

    /// It takes cancels and does nothing about them; asked, it calls the order working.
    pub(crate) fn hears_no_cancels(self) -> Self {
        self.set(|state| state.hears_cancels = false)
    }

    /// An order fills in full, if it works then.
    pub(crate) fn fills_at(self, second: i32, id: u64) -> Self {
        self.set(|state| state.due(Time::from_secs(second), Step::Fill(OrderId::new(id)), None))
    }

    /// The stamps of its answers are wrong.
    pub(crate) fn stamped(self, stamp: Stamp) -> Self {
        self.set(|state| state.stamp = stamp)
    }

    pub(crate) fn leaves(self, leaving: Leaving) -> Self {
        self.set(|state| state.leaving = leaving)
    }

    /// Does this while it starts.
    pub(crate) fn on_start(mut self, act: impl FnOnce() + Send + 'static) -> Self {
        self.on_start = Some(Box::new(act));
        self
    }

    /// The orders as the market counts them.
    pub(crate) fn counter(&self) -> impl Fn() -> Counts + Send + Sync + 'static + use<M> {
        let state = Arc::downgrade(&self.state);
        move || state.upgrade().map_or_else(Counts::default, |state| locked(&state).ledger.counts())
    }
}

impl<M: Market<Instrument = Only>> State<M> {
    fn due(&mut self, at: Time, step: Step<M>, permit: Option<Permit>) {
        self.number += 1;
        self.pending.insert((at, self.number), (step, permit));
    }

    fn happen(&mut self, at: Time, step: Step<M>, events: &mut dyn Handler<M>) {
        match step {
            Step::Trade => {
                self.trail.set_now(at);
                self.number += 1;
                events.fire_trade(at, trade(self.number));
            }
            Step::Place(action) => {
                let (id, instrument) = (action.id(), Only);
                let venue = VenueOrderId(id.number());
                self.tell(at, OrderEvent::Placed { id, instrument, venue }.into(), events);
                if action.limit().is_none() {
                    self.fill(at, id, events);
                }
            }
            Step::Fill(id) => self.fill(at, id, events),
            Step::Cancel(id) => {
                let event = match self.ledger.get(id) {
                    Some(_) => OrderEvent::Cancelled { id, instrument: Only },
                    None => OrderEvent::CancelRefused { id, instrument: Only, why: "unknown order".into() },
                };
                self.tell(at, event.into(), events);
            }
        }
    }

    fn fill(&mut self, at: Time, id: OrderId<M>, events: &mut dyn Handler<M>) {
        let Some(life) = self.ledger.get(id) else { return };
        self.number += 1;
        let fill = Fill {
            id,
            trade: TradeId(self.number),
            instrument: Only,
            side: life.side(),
            price: life.limit().unwrap_or_else(price),
            quantity: life.left(),
            fee: Amount::ZERO,
            liquidity: Liquidity::Taker,
        };
        self.tell(at, Fills::from(fill).into(), events);
        self.tell(at, OrderEvent::Done { id, instrument: Only }.into(), events);
    }

    fn tell(&mut self, at: Time, event: MarketEvent<M>, events: &mut dyn Handler<M>) {
        if let Err(breach) = self.contract.received(&event) {
            self.trail.push(Line::Breach { market: M::NAME, what: breach.to_string() });
        }
        let (what, booked) = match &event {
            MarketEvent::Order(turn) => (turn.to_string(), self.ledger.event(turn).is_ok()),
            MarketEvent::Fills(fills) => {
                let all: Vec<String> = fills.iter().map(|fill| format!("fill (order {})", fill.id)).collect();
                (all.join(", "), fills.iter().all(|fill| self.ledger.fill(fill).is_ok()))
            }
            _ => (String::new(), true),
        };
        // A cancel that is refused finds no order, and a done that follows the last fill finds none any more.
        let is_late = matches!(&event, MarketEvent::Order(turn) if self.ledger.get(turn.id()).is_none());
        assert!(booked || is_late, "the desk tells what cannot be: {what}");
        self.trail.push(Line::Told { at, market: M::NAME, what });
        let stamp = match self.stamp {
            Stamp::Right => at,
            Stamp::Early(span) => at.checked_sub(span).unwrap_or(Time::MIN),
            Stamp::Late(span) => at.after(span),
        };
        events.fire(stamp, event);
    }
}

/// What is not answered when the market is gone.
impl<M: Market<Instrument = Only>> Drop for State<M> {
    fn drop(&mut self) {
        for (step, permit) in self.pending.values() {
            if let (Step::Place(Action::Limit { id, .. } | Action::Market { id, .. }), Some(_)) =
                (step, permit)
            {
                self.trail.push(Line::Unfinished { market: M::NAME, id: id.number() });
            }
        }
    }
}

fn price<M: Market>() -> Price<M> {
    "100".parse().expect("a price")
}

fn trade<M: Market<Instrument = Only>>(number: u64) -> Trade<M> {
    let quantity = "1".parse().expect("a quantity");
    Trade { instrument: Only, id: TradeId(number), price: price(), quantity, aggressor: Side::Buy }
}

/// The three parts of a desk hold the same state.
pub(crate) struct Part<M: Market<Instrument = Only>>(Shared<M>);

impl<M: Market<Instrument = Only>> Connector<M> for Desk<M> {
    type Producer = Part<M>;
    type Executor = Part<M>;
    type Terminator = Part<M>;

    fn start(self) -> Result<Parts<Part<M>, Part<M>, Part<M>>, ConnectorError> {
        locked(&self.state).trail.push(Line::Started(M::NAME));
        if let Some(act) = self.on_start {
            act();
        }
        let part = || Part(Arc::clone(&self.state));
        Ok(Parts { producer: part(), executor: part(), terminator: part() })
    }
}

impl<M: Market<Instrument = Only>> Producer<M> for Part<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(locked(&self.0).pending.first_key_value().map(|((at, _), _)| *at))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let mut state = locked(&self.0);
        if let Some(((at, _), (step, permit))) = state.pending.pop_first() {
            state.happen(at, step, events);
            drop(permit);
        }
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Executor<M> for Part<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let mut state = locked(&self.0);
        state.trail.asked(at, &admitted);
        let (advice, permit) = admitted.into_parts();
        if state.is_closed {
            let what = format!("asked after its end: {}", advice.action);
            state.trail.push(Line::Breach { market: M::NAME, what });
        }
        match state.contract.sent(&advice.action) {
            Ok(Sent::Passed | Sent::Ignored) => {}
            Err(breach) => state.trail.push(Line::Breach { market: M::NAME, what: breach.to_string() }),
        }
        let step = match advice.action {
            Action::Cancel { .. } if !state.hears_cancels => return Ok(()),
            Action::Cancel { id, .. } => Step::Cancel(id),
            order => {
                state.ledger.submit(&order).map_err(|error| ConnectorError::failed(M::NAME, error))?;
                Step::Place(order)
            }
        };
        match state.delay.is_zero() {
            true => state.happen(at, step, events),
            false => {
                let answered = at.after(state.delay);
                state.due(answered, step, Some(permit));
            }
        }
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: Only,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let standing = match locked(&self.0).ledger.get(id) {
            Some(_) => Standing::Working { filled: Quantity::ZERO },
            None => Standing::NotFound,
        };
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Terminator for Part<M> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        let mut state = locked(&self.0);
        let until = match state.leaving {
            Leaving::AtOnce => at,
            Leaving::After(span) => *state.leaves_at.get_or_insert(at.after(span)),
            Leaving::Never => return Ok(Ending::Busy { stage: "the logout hangs".into(), until: None }),
            Leaving::Fails => return Err(ConnectorError::failed(M::NAME, "the socket does not close")),
            Leaving::Panics => panic!("a terminator that panics"),
        };
        if at < until {
            return Ok(Ending::Busy { stage: "logging out".into(), until: Some(until) });
        }
        state.is_closed = true;
        state.trail.push(Line::Ended { at, market: M::NAME });
        Ok(Ending::Over)
    }
}
