//! Connectors at the end of a wire: what they say and hear takes time, and goes wrong.
//!
//! A [`Wire`] stands between a runtime and any connector. Everything that passes takes its [`Latency`]; each [`Fault`]
//! strikes at its [`Boundary`] as often as its [`When`] says. All chance comes from one seed: the same seed is the same
//! run, and [`Injected`] lists what struck, when and where. Without latency and faults nothing changes, bit for bit.
//!
//! | | start | market data | orders | answers | end |
//! |---|---|---|---|---|---|
//! | [`Loss`](Fault::Loss) | | not told | never arrives | not told until the venue is asked | the venue is not told that we leave |
//! | [`Duplication`](Fault::Duplication) | | told twice | arrives twice, with one id | told twice | |
//! | [`Delay`](Fault::Delay) | | late, as is all behind it | the same | the same | busy so long |
//! | [`Reorder`](Fault::Reorder) | | others overtake it | the same | the same | |
//! | [`Refusal`](Fault::Refusal) | | | turned away by the venue | | |
//! | [`Failure`](Fault::Failure) | does not start | the producer fails, it is lost | the executor fails, it is lost | the producer fails, it is lost | the terminator fails |
//! | [`Panic`](Fault::Panic) | panics | the producer panics, it is lost | the executor panics, and perhaps it arrives | the producer panics, it is lost | the terminator panics |
//! | [`Hang`](Fault::Hang) | | nothing is told, nothing leaves | the same | the same | busy so long, or for ever |
//! | [`Disconnect`](Fault::Disconnect) | | the link breaks | the same | the same | as loss |
//!
//! In an empty cell a fault never strikes. Failures and panics over what an action brings about at once are those of the
//! executor.
//!
//! The near end keeps the contract of the [market](crate::market) as an honest connector does. An order of which nothing is
//! heard is told as lost after the [patience](Wire::patience). Behind a lost answer nothing more of that order is told,
//! until the venue answers a question: first come the events that were missed, then the status. Where the link breaks,
//! what was to come is missed and some of what was to arrive does; it is up again at the first attempt of a back-off that
//! finds the venue, with what was missed, the status of every order, and [`Link::Resynced`](crate::market::Link::Resynced).
//! Meanwhile actions are turned away. Two faults break the contract on purpose: answers that are told twice or are overtaken.
//!
//! A submission is in flight until the venue has it, or until it is given up.
//!
//! | file | idea |
//! |---|---|
//! | `fault.rs`, `latency.rs` | what can be asked for |
//! | `rules.rs`, `injected.rs` | what strikes, and the list of it |
//! | `journeys.rs` | what is known of each order at this end |
//! | `queue.rs`, `state.rs` | what is on its way, and who goes on next |
//! | `trouble.rs` | what a fault does |
//! | `parts.rs` | the three parts of the connector |
//! | `feed.rs` | the same for feeds |

mod fault;
mod feed;
mod injected;
mod journeys;
mod latency;
mod parts;
mod queue;
mod rules;
mod state;
mod trouble;

pub use self::fault::{Boundary, Fault, When};
pub use self::feed::WireFeed;
pub use self::injected::{Injected, Injection};
pub use self::latency::Latency;
pub use self::parts::{WireExecutor, WireProducer, WireTerminator};

use self::journeys::Journeys;
use self::latency::Channel;
use self::parts::Shared;
use self::queue::Queue;
use self::rules::Rules;
use self::state::State;
use self::trouble::Broken;
use super::{Connector, ConnectorError, Parts, Started};
use crate::money::Market;
use crate::rng::Rng;
use crate::scope::BackOff;
use crate::time::{Span, Time};

/// A connector at the end of a wire. See the [module](self) for what passes and what goes wrong.
///
/// ```
/// use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
/// use tidegate::connector::venue::SimulatedVenue;
/// use tidegate::connector::wire::{Boundary, Fault, Latency, When, Wire};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim};
///
/// /// Buys a little at the first trade.
/// fn once(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
///     let quantity = "0.1".parse().expect("a quantity");
///     let (id, side) = (OrderId::new(1), Side::Buy);
///     (market.trades().once().map(move |_| Action::Market { id, instrument: Only, side, quantity }),)
/// }
/// let venue = SimulatedVenue::new(Synthetic::new(Only, SyntheticOptions::default().trades(1_000))?);
/// let (ms, judge) = (Span::from_millis, venue.stats());
/// let wire = Wire::new(venue, 7)
///     .latency(Boundary::MarketData, Latency::of(ms(4)).jitter(ms(2)))
///     .latency(Boundary::Orders, Latency::of(ms(3)))
///     .latency(Boundary::Answers, Latency::of(ms(3)))
///     .fault(Boundary::Answers, Fault::Loss, When::Nth(2));
/// let injected = wire.injected();
/// let outcome = Sim::new().seed(7).run(&uncontrolled(once), (wire,))?;
/// assert_eq!(injected.list().len(), 1, "{injected}"); // the fill was lost
/// assert_eq!((outcome.report.orders.filled, judge.fills()), (1, 1), "asked for, it was told");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "a connector does nothing before it is started"]
pub struct Wire<C> {
    connector: C,
    seed: u64,
    latencies: [Latency; 3],
    faults: Vec<(Boundary, Fault, When)>,
    patience: Span,
    attempts: BackOff,
    injected: Injected,
}

/// Unless told otherwise, an answer is waited for as long as a shutdown waits for that to a cancel.
const PATIENCE: Span = Span::from_secs(1);

/// Unless told otherwise, the first attempt to reconnect comes after this, and later ones after twice as long each time.
const FIRST_ATTEMPT: Span = Span::from_millis(100);

/// ... but no longer than this.
const LONGEST_WAIT: Span = Span::from_secs(10);

impl<C> Wire<C> {
    /// A wire on which nothing takes time or goes wrong so far; whatever is asked for, this seed decides.
    pub fn new(connector: C, seed: u64) -> Self {
        let attempts = BackOff::new(FIRST_ATTEMPT).cap(LONGEST_WAIT).jitter(seed);
        let (latencies, faults, injected) = (Default::default(), Vec::new(), Injected::new(seed));
        Self { connector, seed, latencies, faults, patience: PATIENCE, attempts, injected }
    }

    /// How long what passes is on its way: market data, orders or answers. A start and an end take no time.
    pub fn latency(mut self, boundary: Boundary, latency: Latency) -> Self {
        match boundary {
            Boundary::MarketData => self.latencies[0] = latency,
            Boundary::Orders => self.latencies[1] = latency,
            Boundary::Answers => self.latencies[2] = latency,
            Boundary::Start | Boundary::End => {}
        }
        self
    }

    /// Also goes wrong in this way. Of several faults that would strike at once, the one that was asked for first does.
    pub fn fault(mut self, boundary: Boundary, fault: Fault, when: When) -> Self {
        self.faults.push((boundary, fault, when));
        self
    }

    /// How long an answer is waited for until an order is told as lost, or a question as unanswered; 1 s unless set.
    pub const fn patience(mut self, patience: Span) -> Self {
        self.patience = patience;
        self
    }

    /// When it is tried to reconnect; after 100 ms, and twice as long each time up to 10 s, unless set.
    pub fn reconnects(mut self, attempts: BackOff) -> Self {
        self.attempts = attempts;
        self
    }

    /// The faults that strike, as they do.
    #[must_use]
    pub fn injected(&self) -> Injected {
        self.injected.clone()
    }
}

/// Each of a wire's parts draws from numbers of its own.
fn rules(name: &'static str, faults: &[(Boundary, Fault, When)], injected: Injected, rng: &mut Rng) -> Rules {
    let mut rules = Rules::new(name, injected);
    for (boundary, fault, when) in faults {
        rules.add(*boundary, *fault, *when, rng.split());
    }
    rules
}

impl<M: Market, C: Connector<M>> Connector<M> for Wire<C> {
    type Producer = WireProducer<M, C::Producer, C::Executor>;
    type Executor = WireExecutor<M, C::Producer, C::Executor>;
    type Terminator = WireTerminator<M, C::Producer, C::Executor, C::Terminator>;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let mut rng = Rng::new(self.seed);
        let [data, to_venue, answers] = self.latencies.map(|latency| Channel::new(latency, rng.split()));
        let coin = rng.split();
        let mut rules = rules(M::NAME, &self.faults, self.injected, &mut rng);
        match rules.strike(Boundary::Start, Time::EPOCH, || "the start".to_owned()) {
            Some(Fault::Panic) => Broken::Panics.happen::<M>()?,
            Some(_) => Broken::Fails.happen::<M>()?,
            None => {}
        }
        let Parts { producer, executor, terminator } = self.connector.start()?;
        let shared = Shared::new(State {
            producer,
            executor,
            rules,
            to_venue,
            data,
            answers,
            out: Queue::new(),
            inbound: Queue::new(),
            journeys: Journeys::new(),
            patience: self.patience,
            attempts: self.attempts,
            now: Time::MIN,
            hangs_until: Time::MIN,
            up_at: None,
            broken: None,
            failure: None,
            coin,
            is_closed: false,
            is_mute: false,
        });
        Ok(Parts {
            producer: WireProducer(shared.clone()),
            executor: WireExecutor(shared.clone()),
            terminator: WireTerminator::new(shared, terminator),
        })
    }
}
