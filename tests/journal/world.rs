//! A whole run from a seed: which strategy, which markets, what goes wrong and what stops it.

use tidegate::connector::venue::SimulatedVenue;
use tidegate::control::{Budgets, OnOrders, OnPositions, Policy};
use tidegate::journal::{FileJournal, Journal, JournalError, JournalReader, MemoryJournal, Record};
use tidegate::prelude::*;
use tidegate::runtime::sim::{ReplayAll, ReplayError, Replayed, replay};
use tidegate::runtime::{OnHalt, Outcome, Runtime, Sim};
use tidegate::safety::{KillSwitch, Posture};
use tidegate::strategy::Strategy;

use crate::breaks::{Breaks, How};
use crate::chance::Chance;
use crate::market::{After, Rows};
use crate::strategies::{Skew, fragile, keyed, pair, quoter};

/// A run, and what its journals hold.
pub(crate) struct Played {
    pub(crate) outcome: Outcome,
    pub(crate) records: Vec<Record<'static>>,
    pub(crate) file: Vec<u8>,
}

/// A run from a seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World(pub(crate) u64);

/// Both kinds of journal at once.
struct Both(MemoryJournal, FileJournal<Bytes>);

/// Bytes that somebody else looks at.
#[derive(Clone, Default)]
pub(crate) struct Bytes(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Bytes {
    pub(crate) fn all(&self) -> Vec<u8> {
        self.0.lock().expect("nobody panics over bytes").clone()
    }
}

impl std::io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panics over bytes").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Journal for Both {
    fn record(&mut self, record: Record<'_>) -> Result<(), JournalError> {
        self.1.record(record.clone())?;
        self.0.record(record)
    }
}

/// What is done with a world's strategy and connectors.
trait Visit {
    type Result;
    fn visit<P, S, C>(self, sim: Sim, strategy: S, connectors: C) -> Self::Result
    where
        S: Strategy<P>,
        S::Terminals: tidegate::runtime::AttachAll<C> + ReplayAll;
}

impl World {
    /// Runs it with a journal of both kinds.
    pub(crate) fn play(self) -> Played {
        let (memory, bytes) = (MemoryJournal::new(), Bytes::default());
        let file = FileJournal::to(bytes.clone()).expect("bytes take all");
        let outcome = self.play_to(Both(memory.clone(), file));
        assert!(outcome.journal_failure.is_none(), "{self:?}");
        Played { outcome, records: memory.records(), file: bytes.all() }
    }

    /// Runs it with this journal.
    pub(crate) fn play_to(self, journal: impl Journal + 'static) -> Outcome {
        struct Run<J>(J);
        impl<J: Journal + 'static> Visit for Run<J> {
            type Result = Outcome;
            fn visit<P, S, C>(self, sim: Sim, strategy: S, connectors: C) -> Outcome
            where
                S: Strategy<P>,
                S::Terminals: tidegate::runtime::AttachAll<C> + ReplayAll,
            {
                sim.journal_to(self.0).run(&strategy, connectors).expect("it begins")
            }
        }
        self.visit(Run(journal))
    }

    /// Runs it without any.
    pub(crate) fn play_without(self) -> Outcome {
        struct Run;
        impl Visit for Run {
            type Result = Outcome;
            fn visit<P, S, C>(self, sim: Sim, strategy: S, connectors: C) -> Outcome
            where
                S: Strategy<P>,
                S::Terminals: tidegate::runtime::AttachAll<C> + ReplayAll,
            {
                sim.run(&strategy, connectors).expect("it begins")
            }
        }
        self.visit(Run)
    }

    /// Replays records with its strategy.
    pub(crate) fn replay<R>(self, records: R) -> Result<Replayed, ReplayError>
    where
        R: IntoIterator<Item = Result<Record<'static>, JournalError>>,
    {
        struct Again<R>(R);
        impl<R: IntoIterator<Item = Result<Record<'static>, JournalError>>> Visit for Again<R> {
            type Result = Result<Replayed, ReplayError>;
            fn visit<P, S, C>(self, _: Sim, strategy: S, _: C) -> Self::Result
            where
                S: Strategy<P>,
                S::Terminals: tidegate::runtime::AttachAll<C> + ReplayAll,
            {
                replay(&strategy, self.0)
            }
        }
        self.visit(Again(records))
    }

    fn visit<V: Visit>(self, visit: V) -> V::Result {
        let mut chance = Chance(self.0);
        let sim = sim(&mut chance);
        let chance = &mut chance;
        let after = [After::Nothing, After::Nothing, After::Nothing, After::Failure, After::Panic];
        let after = after[chance.below(5) as usize];
        match chance.below(5) {
            0 | 1 => visit.visit(sim, quoter, (venue(chance, after, &[Only]),)),
            2 => {
                let btc = venue::<BtcUsdt>(chance, After::Nothing, &[Only]);
                let eth = venue::<EthUsdt>(chance, after, &[Only]);
                visit.visit(sim, pair, (btc, eth, skews(chance).into_iter()))
            }
            3 => {
                let instruments = [0, 1, 2, 7].map(InstrumentId);
                visit.visit(sim, keyed, (venue(chance, after, &instruments),))
            }
            _ => visit.visit(sim, fragile, (venue(chance, after, &[Only]),)),
        }
    }
}

/// A venue, which breaks now and then.
fn venue<M: Market>(
    chance: &mut Chance,
    after: After,
    instruments: &[M::Instrument],
) -> Breaks<SimulatedVenue<M, Rows<M>>> {
    let inner = SimulatedVenue::new(Rows::new(chance, after, instruments));
    let how = [How::Fails, How::Panics][chance.below(2) as usize];
    Breaks { inner, at: chance.once_in(6).then(|| (chance.below(20), how)) }
}

fn skews(chance: &mut Chance) -> Vec<(Time, Skew)> {
    let mut at = Time::EPOCH;
    let skew = |_| {
        at = at.after(Span::from_millis(100 * chance.below(12)));
        (at, Skew { ticks: chance.below(9) as i64 - 4, weight: chance.below(100) as f64 / 50.0 })
    };
    (0..20).map(skew).collect()
}

fn sim(chance: &mut Chance) -> Sim {
    let orders = [OnOrders::Cancel, OnOrders::Leave][chance.below(2) as usize];
    let positions = [OnPositions::Keep, OnPositions::Close, OnPositions::Flatten][chance.below(3) as usize];
    let mut sim = Sim::new().policy(Policy { orders, positions });
    if chance.once_in(4) {
        sim = sim.budgets(Budgets { strategy: Span::from_millis(800), ..Budgets::default() });
    }
    if chance.once_in(2) {
        sim = sim.action_delay(Span::from_millis(50 * (1 + chance.below(8))));
    }
    let at = |chance: &mut Chance| Time::EPOCH.after(Span::from_millis(500 + 100 * chance.below(200)));
    if chance.once_in(3) {
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let on_halt = [OnHalt::Stop, OnHalt::Hold][chance.below(2) as usize];
        sim = sim.kill_on(kill, on_halt).cause_at(at(chance), Cause::Kill, "a drill");
    }
    for _ in 0..chance.below(3) {
        sim = sim.cause_at(at(chance), Cause::Signal, "SIGTERM");
    }
    sim
}

/// The records in the bytes of a file.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Record<'static>>, JournalError> {
    JournalReader::new(file)?.collect()
}
