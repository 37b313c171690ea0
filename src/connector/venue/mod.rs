//! A venue in memory: it replays or invents a market, and fills our orders by a stated rule.
//!
//! What it is fed with ([`MarketData`]) is the market of others: our orders leave no trace in it, and our
//! own orders never meet each other. Time comes from the data and from the runtime; nothing waits, nothing
//! is random, so that equal data and equal actions give equal events.
//!
//! | what happens | what follows, at the same time |
//! |---|---|
//! | order with an id not above all earlier ones | `Refused` (order id) |
//! | order for a quantity of zero, limit of zero | `Refused` (quantity, price) |
//! | order of a size that the [`Terms`] do not take | `Refused` (lot, least quantity, least notional) |
//! | order, otherwise | `Placed`, then what the next rows say |
//! | market order, [`FillRule::Same`] | `Fills`: all of it at the price of the last trade, as taker; `Done` |
//! | market order, [`FillRule::Next`], or before any trade | it waits |
//! | limit order that the market can meet, `Same` | `Fills`: all of it at the market's price, as taker; `Done` |
//! | limit order that the market can meet, `Next` | it waits |
//! | limit order otherwise | it rests |
//! | trade: orders that wait, in their order of arrival | all of it at the trade's price, as taker; `Done` |
//! | ... of them, a limit that is worse than that price | it rests |
//! | trade: a seller took, resting bids at its price or above | filled at their limit, as maker |
//! | trade: a buyer took, resting asks at its price or below | filled at their limit, as maker |
//! | ... together no more than the trade's quantity | best price first, then the earlier order; perhaps in parts |
//! | cancel of an order that waits or rests | `Cancelled` |
//! | cancel of an order that has ended or is unknown | nothing (O11) |
//! | query of an order | `Status`: working and how much is filled, ended, or not found if it never came |
//! | the terminator, at a venue that cancels on logout | all orders are gone, and nobody is told |
//! | book | nothing; it is what a new limit order is compared with |
//!
//! *The market can meet* a limit order if the best level of the other side of the last book is as good as
//! the limit, or, while no book is known, the price of the last trade; that is the market's price. A trade
//! fires first, then one `Fills` with everything it filled, then each `Done`. Fees are exact:
//! [`Rate::of`](crate::money::Rate::of) the notional of each fill.
//!
//! What this leaves out, and in whose favour: taking has no size effect, the queue in front of a resting
//! order is empty (both ours); a price that passes a limit without a trade there still fills at the limit
//! (the market's). Fills are numbered from 1 on.
//!
//! | file | idea |
//! |---|---|
//! | `ladder.rs` | resting orders of one side, by price and then time |
//! | `desk.rs` | the rules above for one instrument |
//! | `floor.rs` | all desks, ids and counts: what both threads share |
//! | `taken_in.rs` | which orders ever came |
//! | `objection.rs` | what is wrong with an order |
//! | `outcome.rs` | what a step leads to, in the order in which it is told |
//! | `producer.rs`, `executor.rs`, `terminator.rs` | the three parts of the connector |
//! | `stats.rs` | what can be asked during a run and after it |
//!
//! The floor stands behind one lock. Events about our orders are fired with the lock held, because two
//! threads that fire for one order must not overtake each other (O4 to O7); a trade that fills nothing is
//! fired without. A [`Handler`](super::Handler) therefore queues or feeds a network, and does not call the
//! executor.

mod desk;
mod executor;
mod fees;
mod floor;
mod ladder;
mod objection;
mod outcome;
mod producer;
mod stats;
mod taken_in;
mod terminator;

pub use executor::VenueExecutor;
pub use producer::VenueProducer;
pub use stats::VenueStats;
pub use terminator::VenueTerminator;

use super::{Capability, Connector, ConnectorError, MarketData, Parts, Terms};
use crate::money::{Market, Rate};
use fees::Fees;
use floor::{Floor, Shared};

/// Which trade a taking order is filled at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FillRule {
    /// The last one: the very trade that caused the order, as if nothing took time.
    #[default]
    Same,
    /// The next one: whatever comes after the order.
    Next,
}

impl FillRule {
    /// The words of reports: `same trade`, `next trade`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FillRule::Same => "same trade",
            FillRule::Next => "next trade",
        }
    }
}

/// A text that names no [`FillRule`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `same` or `next`, found `{found}`")]
pub struct UnknownFillRule {
    /// The text.
    pub found: String,
}

impl std::str::FromStr for FillRule {
    type Err = UnknownFillRule;

    fn from_str(text: &str) -> Result<Self, UnknownFillRule> {
        match text {
            "same" => Ok(FillRule::Same),
            "next" => Ok(FillRule::Next),
            _ => Err(UnknownFillRule { found: text.to_owned() }),
        }
    }
}

/// A connector to a market that exists in memory only.
///
#[cfg_attr(feature = "replay", doc = "```")]
#[cfg_attr(not(feature = "replay"), doc = "```ignore")]
/// use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
/// use tidegate::connector::venue::{FillRule, SimulatedVenue};
/// use tidegate::connector::{Connector, Executor, Handler, Producer};
/// use tidegate::market::{Action, MarketEvent, OrderId, Side};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::safety::{Exposure, Gate};
/// use tidegate::time::Time;
///
/// struct Seen(Vec<String>);
/// impl Handler<BtcUsdt> for Seen {
///     fn fire(&mut self, _at: Time, event: MarketEvent<BtcUsdt>) {
///         self.0.push(match event {
///             MarketEvent::Trade(trade) => format!("trade at {}", trade.price),
///             MarketEvent::Fills(fills) => fills.iter().map(|f| format!("fill, fee {}", f.fee)).collect(),
///             MarketEvent::Order(order) => order.to_string(),
///             other => format!("{other:?}"),
///         });
///     }
/// }
///
/// let csv = "7,60000.00,0.5,30000.00,1700000000000,True,True\n";
/// let tape = Tape::from_reader("one row", csv.as_bytes(), TapeOptions::default())?;
/// let venue = SimulatedVenue::new(TapeData::<BtcUsdt>::new(tape, Only)).fee("0.001".parse()?);
/// let stats = venue.stats();
/// let mut parts = venue.start()?;
///
/// let mut seen = Seen(Vec::new());
/// let at = parts.producer.next_at()?.expect("one row");
/// parts.producer.produce(&mut seen)?;
/// let buy = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity: "1".parse()? };
/// let (gate, _keeper) = Gate::open();
/// let admitted = gate.admit(buy.into(), Exposure::FLAT).expect("the gate is open");
/// parts.executor.execute(at, admitted, &mut seen)?;
///
/// assert_eq!(seen.0, ["trade at 60000", "placed as 1 (order 1, only)", "fill, fee 60", "done (order 1, only)"]);
/// assert_eq!((stats.fills(), stats.in_flight()), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "a venue does nothing before it is started"]
pub struct SimulatedVenue<M: Market, D> {
    data: D,
    fees: Fees,
    rule: FillRule,
    terms: Terms<M>,
    capability: Capability,
    shared: Shared<M>,
}

impl<M: Market, D: MarketData<M>> SimulatedVenue<M, D> {
    /// A venue without fees that fills at the same trade, takes orders of any size and keeps them when we leave.
    pub fn new(data: D) -> Self {
        let (fees, rule, shared) = (Fees::default(), FillRule::default(), Shared::new(Floor::new()));
        Self { data, fees, rule, terms: Terms::new(), capability: Capability::default(), shared }
    }

    /// Sets the fee of a fill that met a resting order of ours; negative for a rebate.
    pub const fn maker_fee(mut self, rate: Rate) -> Self {
        self.fees.maker = rate;
        self
    }

    /// Sets the fee of a fill with which we took.
    pub const fn taker_fee(mut self, rate: Rate) -> Self {
        self.fees.taker = rate;
        self
    }

    /// Sets both fees.
    pub const fn fee(self, rate: Rate) -> Self {
        self.maker_fee(rate).taker_fee(rate)
    }

    /// Sets which trade a taking order is filled at; [`FillRule::Same`] unless set.
    pub const fn fill(mut self, rule: FillRule) -> Self {
        self.rule = rule;
        self
    }

    /// Sets what orders the venue takes, of each instrument.
    pub const fn terms(mut self, terms: Terms<M>) -> Self {
        self.terms = terms;
        self
    }

    /// Sets what the venue does with our orders when we leave: it does what this says of a logout.
    pub const fn capability(mut self, capability: Capability) -> Self {
        self.capability = capability;
        self
    }

    /// A view of what the venue holds, which outlives it.
    #[must_use]
    pub fn stats(&self) -> VenueStats<M> {
        VenueStats::of(self.shared.clone())
    }
}

impl<M: Market, D: MarketData<M>> Connector<M> for SimulatedVenue<M, D> {
    type Producer = VenueProducer<M, D>;
    type Executor = VenueExecutor<M>;
    type Terminator = VenueTerminator<M>;

    fn start(self) -> Result<Parts<Self::Producer, Self::Executor, Self::Terminator>, ConnectorError> {
        self.shared.lock().open(self.fees, self.rule, self.terms, self.capability);
        Ok(Parts {
            producer: VenueProducer::new(self.data, self.shared.clone()),
            executor: VenueExecutor::new(self.shared.clone()),
            terminator: VenueTerminator::new(self.shared),
        })
    }
}
