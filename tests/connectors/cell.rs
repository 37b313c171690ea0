//! One cell of the matrix: a connector with a whim from a phase on, beside healthy ones.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use tidegate::control::{Budgets, ExitCode, PartEnd, Phase};
use tidegate::prelude::*;
use tidegate::runtime::{OnLoss, Outcome, RunError, Runtime, Stop};

use crate::market::Odd;
use crate::record::{Books, Record};
use crate::traders::{three, two};
use crate::whim::{Latch, Progress, Whim};

/// How long a system trades before it is asked to stop, and how much each healthy market does at least.
const TRADING: Duration = Duration::from_millis(60);
const TRADES: u64 = 20;

/// Waits until all of them trade, or it is clear that they do not.
fn wait_for(healthy: &[Books]) {
    let begun = Instant::now();
    let trades = |books: &Books| books.told() >= TRADES && books.submitted() >= TRADES / 2;
    while begun.elapsed() < TRADING || begun.elapsed() < 50 * TRADING && !healthy.iter().all(trades) {
        thread::sleep(Duration::from_millis(5));
    }
}

/// What is played.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) whim: Whim,
    pub(crate) from: Phase,
    pub(crate) healthy: usize,
}

/// What came of it.
pub(crate) struct Played {
    cell: Cell,
    outcome: Outcome,
    odd: Books,
    healthy: Vec<Books>,
    /// Trades and orders of the healthy markets when the system was asked to stop.
    before: Vec<(u64, u64)>,
    took: Duration,
}

/// Short, as a test should be; long enough for a machine with other things to do.
pub(crate) fn budgets() -> Budgets {
    let (short, long) = (Span::from_millis(150), Span::from_millis(400));
    Budgets {
        strategy: short,
        drain: short,
        cancel: long,
        close: short,
        save: short,
        connectors: long,
        overall: Span::from_secs(5),
        patience: Span::from_millis(30),
        hook: short,
        forced: short,
    }
}

impl Cell {
    /// Plays it in a runtime.
    pub(crate) fn play<R: Runtime>(
        self,
        runtime: R,
        run: impl FnOnce(R, Cell, Connectors) -> Result<Outcome, RunError>,
    ) -> Played {
        let (progress, latch, stop) = (Progress::default(), Latch::default(), Stop::new());
        let watching = progress.clone();
        let runtime = runtime
            .budgets(budgets())
            .stop_on(stop.clone())
            .on_lost_connector(OnLoss::GoOn)
            .watch(move |phase, _| watching.come_to(phase));
        let odd = Books::default();
        let healthy: Vec<Books> = (0..self.healthy).map(|_| Arc::new(Record::default())).collect();
        let connectors = Connectors {
            odd: self.market(self.whim, &progress, &latch, &odd),
            healthy: healthy
                .iter()
                .map(|books| self.market(Whim::Nothing, &progress, &latch, books))
                .collect(),
        };
        let watched = healthy.clone();
        let stopping = thread::spawn(move || {
            wait_for(&watched);
            let before = watched.iter().map(|books| (books.told(), books.submitted())).collect();
            let asked = Instant::now();
            stop.signal();
            (before, asked)
        });
        let outcome = run(runtime, self, connectors).unwrap_or_else(|error| panic!("{self:?}: {error}"));
        let (before, asked): (Vec<(u64, u64)>, Instant) = stopping.join().expect("it only waits");
        let took = asked.elapsed();
        latch.open();
        Played { cell: self, outcome, odd, healthy, before, took }
    }

    fn market<M>(self, whim: Whim, progress: &Progress, latch: &Latch, books: &Books) -> Odd<M> {
        let (progress, latch, books) = (progress.clone(), latch.clone(), Arc::clone(books));
        Odd { whim, from: self.from, progress, latch, books, market: PhantomData }
    }
}

/// The connectors of a cell.
pub(crate) struct Connectors {
    odd: Odd<BtcUsdt>,
    healthy: Vec<Odd<EthUsdt>>,
}

/// The connectors of a cell that nobody watches.
pub(crate) fn connectors(cell: Cell, latch: &Latch) -> Connectors {
    let progress = Progress::default();
    let healthy = (0..cell.healthy).map(|_| cell.market(Whim::Nothing, &progress, latch, &Books::default()));
    Connectors {
        healthy: healthy.collect(),
        odd: cell.market(cell.whim, &progress, latch, &Books::default()),
    }
}

/// Runs a cell with a runtime that blocks.
pub(crate) fn run<R: Runtime>(runtime: R, cell: Cell, connectors: Connectors) -> Result<Outcome, RunError> {
    let Connectors { odd, mut healthy } = connectors;
    match (healthy.pop(), healthy.pop()) {
        (Some(one), Some(other)) => runtime.run(&three, (odd, one, other)),
        (Some(one), None) => runtime.run(&two, (odd, one)),
        _ => panic!("{cell:?}: a healthy market is needed"),
    }
}

impl Played {
    /// What holds in every cell.
    #[track_caller]
    pub(crate) fn check(&self) {
        let (cell, report) = (self.cell, &self.outcome.report);
        let what = || format!("{cell:?}: {}", report);
        for (books, (told, submitted)) in self.healthy.iter().zip(&self.before) {
            assert!(
                *told > 5 && *submitted > 2,
                "a healthy market did not trade: {told}, {submitted}: {}",
                what()
            );
            assert_eq!(books.working(), 0, "an order is left in a healthy market: {}", what());
            assert_eq!(books.after_end.load(Ordering::SeqCst), 0, "an action came after the end: {}", what());
            let asked = books.asked_to_end.lock().expect("nobody holds it").expect("its end was asked for");
            let ended = books.ended.lock().expect("nobody holds it").expect("it ended");
            assert!(ended.duration_since(asked) < within(budgets().connectors), "it ended late: {}", what());
        }
        // Up to what it is asked twice for: the end of the last thread that is left behind.
        let most = within(budgets().total()) + Duration::from_secs(2);
        assert!(self.took < most, "it took {:?}: {}", self.took, what());
        let sealed = report.phases.iter().find(|record| record.phase == Phase::CancelPending);
        assert!(sealed.is_some(), "the gates were sealed: {}", what());
        for record in report.connectors.iter().skip(1) {
            assert_eq!(record.end, PartEnd::Ended, "a healthy connector: {}", what());
        }
        assert!(self.odd.submitted() >= report.orders.left().saturating_sub(1), "{}", what());
        self.check_the_odd_one();
    }

    /// What is told of the one with the whim.
    #[track_caller]
    fn check_the_odd_one(&self) {
        let (cell, report) = (self.cell, &self.outcome.report);
        let end = &report.connectors.first().expect("it has a record").end;
        let what = || format!("{cell:?}: {end:?}, {}: {}", report.exit_code().0, report);
        if self.odd.troubled.lock().expect("nobody holds it").is_none() {
            assert_eq!((self.odd.working(), end), (0, &PartEnd::Ended), "it had no trouble: {}", what());
            return;
        }
        match cell.whim {
            Whim::NeverConnects => {
                assert_eq!((end, self.odd.submitted()), (&PartEnd::NeverConnected, 0), "{}", what());
                assert_eq!(self.outcome.left_behind.len(), 1, "{}", what());
                assert_eq!(report.exit_code(), ExitCode::CLEAN, "{}", what());
            }
            Whim::PanicsAtStart => {
                assert_eq!((end, self.odd.submitted()), (&PartEnd::NeverConnected, 0), "{}", what());
                assert_eq!(report.exit_code(), ExitCode::CONNECTOR_FAILED, "{}", what());
            }
            // Its end may have been over before, and then nobody listens.
            Whim::PanicsInProducer if self.odd.was_troubled_late() && end == &PartEnd::Ended => {}
            Whim::PanicsInProducer | Whim::PanicsInExecutor | Whim::PanicsInTerminator => {
                let said = report.connector_failures.join("; ");
                assert!(said.contains("panicked"), "{}", what());
                assert_ne!(report.exit_code(), ExitCode::CLEAN, "{}", what());
            }
            Whim::Stuck => {
                assert_eq!(end, &PartEnd::Abandoned, "{}", what());
                assert_ne!(report.exit_code(), ExitCode::CLEAN, "{}", what());
                assert_eq!(self.outcome.left_behind.len(), 1, "{}", what());
            }
            Whim::NeverEnds => {
                assert_eq!(end, &PartEnd::Abandoned, "{}", what());
                assert_eq!(report.exit_code(), ExitCode::CONNECTOR_TIMED_OUT, "{}", what());
            }
            // An order that nobody answers for is never called ended.
            Whim::HalfOpen | Whim::Slow | Whim::Floods | Whim::Lies | Whim::Nothing => {
                let left = self.odd.working() as u64;
                assert!(report.orders.left() >= left || cell.whim == Whim::Lies, "{left} left: {}", what());
            }
        }
    }
}

fn within(span: Span) -> Duration {
    Duration::from_nanos(u64::try_from(span.nanos()).expect("budgets are short"))
}
