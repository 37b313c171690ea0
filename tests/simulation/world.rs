//! A world: markets, a strategy, how far away and how bad everything is, and when and why it stops, all from one seed.

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::connector::wire::{Boundary, Fault, Injected, Latency, When, Wire, WireFeed};
use tidegate::connector::{Connector, FeedSource};
use tidegate::control::{Budgets, OnOrders, OnPositions, Policy};
use tidegate::journal::MemoryJournal;
use tidegate::money::Market;
use tidegate::prelude::*;
use tidegate::runtime::sim::{ReplayError, Replayed, replay};
use tidegate::runtime::{OnLoss, Outcome, RunError, Runtime, Sim};

use crate::dice::Dice;
use crate::tap::{Line, Log, Tap};
use crate::traders::{EthBtc, careless, hedger, maker, taker, three};

const START: Time = Time::from_secs(1_704_067_200);

/// What can be chosen about a run.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) budgets: Budgets,
    pub(crate) policy: Policy,
    on_loss: OnLoss,
    causes: Vec<(Time, Cause)>,
    action_delay: Span,
    /// How many kinds of fault a wire may have.
    faults: u64,
    which: u64,
}

/// A run, as it was seen at both ends of its wires.
pub(crate) struct Played {
    pub(crate) ended: Result<Outcome, RunError>,
    /// Between runtime and wires, with the phases.
    pub(crate) near: Vec<Line>,
    /// Between wires and venues.
    pub(crate) far: Vec<Line>,
    pub(crate) injected: Vec<Injected>,
}

impl World {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let orders = dice.of(&[OnOrders::Cancel, OnOrders::Cancel, OnOrders::Keep, OnOrders::Leave]);
        let positions = dice.of(&[OnPositions::Keep, OnPositions::Close, OnPositions::Flatten]);
        let causes = [Cause::Signal, Cause::Signal, Cause::Request, Cause::Kill, Cause::Breaker];
        let count = dice.of(&[0, 1, 1, 1, 2]);
        let mut causes: Vec<(Time, Cause)> =
            (0..count).map(|_| (START.after(dice.millis(6_000)), dice.of(&causes))).collect();
        causes.sort_by_key(|(at, _)| *at);
        Self {
            seed,
            budgets: dice.of(&[Budgets::default(), Budgets::default(), Budgets::container()]),
            policy: Policy { orders, positions },
            on_loss: dice.of(&[OnLoss::Stop, OnLoss::GoOn]),
            causes,
            action_delay: if dice.one_in(2) { Span::ZERO } else { dice.millis(30) },
            faults: dice.of(&[0, 1, 2, 4]),
            which: dice.below(5),
        }
    }

    /// The same without any fault.
    pub(crate) fn without_faults(self) -> Self {
        Self { faults: 0, ..self }
    }

    /// Plays it, with connectors wherever `place` puts them.
    pub(crate) fn play<R: Runtime>(&self, place: impl FnOnce(Sim) -> R) -> Played {
        let (near, far) = (Log::default(), Log::default());
        let mut build =
            Build { world: self, dice: Dice(self.seed ^ 0x5EED), near, far, injected: Vec::new() };
        let watching = build.near.clone();
        let mut sim = Sim::new().action_delay(self.action_delay);
        for (at, cause) in &self.causes {
            sim = sim.cause_at(*at, *cause, "");
        }
        let runtime = place(sim)
            .budgets(self.budgets)
            .policy(self.policy)
            .on_lost_connector(self.on_loss)
            .watch(move |phase, _| watching.push(Line::Phase(phase)));
        let ended = match self.which {
            0 => runtime.run(&maker, (build.market(),)),
            1 => runtime.run(&careless, (build.market(),)),
            2 => runtime.run(&taker, (build.market(),)),
            3 => runtime.run(&hedger, (build.market(), build.market())),
            _ => {
                runtime.run(&three, (build.market(), build.market(), build.market::<EthBtc>(), build.feed()))
            }
        };
        Played { ended, near: build.near.lines(), far: build.far.lines(), injected: build.injected }
    }

    /// Plays its strategy again, as a journal of it has it.
    pub(crate) fn replay(&self, journal: &MemoryJournal) -> Result<Replayed, ReplayError> {
        match self.which {
            0 => replay(&maker, journal.read()),
            1 => replay(&careless, journal.read()),
            2 => replay(&taker, journal.read()),
            3 => replay(&hedger, journal.read()),
            _ => replay(&three, journal.read()),
        }
    }
}

/// The connectors of a world, one after the other.
struct Build<'w> {
    world: &'w World,
    dice: Dice,
    near: Log,
    far: Log,
    injected: Vec<Injected>,
}

impl Build<'_> {
    /// A market of some seconds, with a tap at both ends of its wire.
    fn market<M: Market<Instrument = Only>>(&mut self) -> impl Connector<M> + use<M> {
        let dice = &mut self.dice;
        let options =
            SyntheticOptions::<M>::default().seed(dice.next()).trades(6 + dice.below(50)).start(START);
        let data = Synthetic::new(Only, options).expect("sound options");
        let rule = dice.of(&[FillRule::Same, FillRule::Next]);
        let venue = SimulatedVenue::new(data).fee("0.001".parse().expect("a rate")).fill(rule);
        let mut wire = Wire::new(Tap(venue, self.far.clone()), dice.next());
        for boundary in [Boundary::MarketData, Boundary::Orders, Boundary::Answers] {
            wire = wire.latency(boundary, latency(dice));
        }
        for _ in 0..self.world.faults {
            let (boundary, fault, when) = fault(dice);
            wire = wire.fault(boundary, fault, when);
        }
        self.injected.push(wire.injected());
        Tap(wire, self.near.clone())
    }

    fn feed(&mut self) -> impl FeedSource<u64> + use<> {
        let dice = &mut self.dice;
        let events: Vec<(Time, u64)> = (0..dice.below(20))
            .map(|tick| (START.after(Span::from_millis(100 * tick)), dice.below(5)))
            .collect();
        let mut wire = WireFeed::new(events.into_iter(), dice.next()).latency(latency(dice));
        for _ in 0..self.world.faults {
            let (_, fault, when) = fault(dice);
            wire = wire.fault(fault, when);
        }
        self.injected.push(wire.injected());
        wire
    }
}

fn latency(dice: &mut Dice) -> Latency {
    match dice.below(3) {
        0 => Latency::default(),
        1 => Latency::of(dice.millis(40)),
        _ => Latency::of(dice.millis(20)).jitter(dice.millis(60)),
    }
}

fn fault(dice: &mut Dice) -> (Boundary, Fault, When) {
    use Boundary::{Answers, End, MarketData, Orders, Start};
    let boundary = match dice.below(40) {
        0 => Start,
        _ => {
            dice.of(&[MarketData, MarketData, Orders, Orders, Orders, Orders, Answers, Answers, Answers, End])
        }
    };
    let long = |dice: &mut Dice, most| if dice.one_in(12) { Span::MAX } else { dice.millis(most) };
    let fault = match dice.below(12) {
        0..2 => Fault::Loss,
        2..4 => Fault::Duplication,
        4 => Fault::Delay(dice.millis(3_000)),
        5 => Fault::Reorder(dice.millis(500)),
        6 => Fault::Refusal,
        7 => Fault::Failure,
        8 => Fault::Panic,
        9 => Fault::Hang(long(dice, 4_000)),
        _ => Fault::Disconnect(long(dice, 5_000)),
    };
    let is_rare = matches!(fault, Fault::Failure | Fault::Panic | Fault::Hang(_) | Fault::Disconnect(_));
    let all = if is_rare { 20 + dice.below(60) } else { 2 + dice.below(30) };
    let when = match dice.below(2) {
        0 => When::OneIn(u32::try_from(all).expect("few")),
        _ => When::Nth(1 + dice.below(12)),
    };
    (boundary, fault, when)
}
