//! A trial: a fault played twice in simulation, once more with connectors on threads of their own (or, with the feature
//! `tokio`, in tasks), and replayed from its journal each time, with the invariants checked.

use tidegate::control::{Budgets, ExitCode, Phase, ShutdownReport};
use tidegate::journal::MemoryJournal;
use tidegate::runtime::sim::{ReplayAll, replay};
use tidegate::runtime::{AttachAll, Outcome, Runtime, Sim, Workers};
use tidegate::strategy::Strategy;
use tidegate::time::{Span, Time};

use crate::invariants;
use crate::trail::{Asked, Line, Trail, secs};

/// One run, as it is seen from outside.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) outcome: Outcome,
    pub(crate) lines: Vec<Line>,
    pub(crate) budgets: Budgets,
}

/// Plays with the default budgets. `make` is asked for runtime, strategy and connectors anew each time.
#[track_caller]
pub(crate) fn play<P, S, C>(make: impl Fn(Sim, &Trail) -> (Sim, S, C)) -> Run
where
    S: Strategy<P>,
    S::Terminals: AttachAll<C> + ReplayAll,
{
    play_within(Budgets::default(), make)
}

/// Plays with these budgets.
#[track_caller]
pub(crate) fn play_within<P, S, C>(budgets: Budgets, make: impl Fn(Sim, &Trail) -> (Sim, S, C)) -> Run
where
    S: Strategy<P>,
    S::Terminals: AttachAll<C> + ReplayAll,
{
    let run = once(budgets, &make, |sim| sim);
    invariants::check(&run);
    invariants::are_equal(&run, &once(budgets, &make, |sim| sim));
    invariants::are_equal(&run, &once(budgets, &make, |sim| sim.with_workers(elsewhere())));
    run
}

/// Where connectors work when it is not on the thread of the network.
#[cfg(not(feature = "tokio"))]
fn elsewhere() -> impl Workers {
    tidegate::runtime::ThreadWorkers::new()
}

/// Where connectors work when it is not on the thread of the network.
#[cfg(feature = "tokio")]
fn elsewhere() -> impl Workers {
    use std::sync::OnceLock;
    static TOKIO: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    let tokio = TOKIO.get_or_init(|| {
        let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
        tokio.expect("threads for tokio")
    });
    tidegate::runtime::TaskWorkers::on(tokio.handle().clone())
}

/// One run, with connectors wherever `place` puts them.
#[track_caller]
fn once<P, S, C, R: Runtime>(
    budgets: Budgets,
    make: &impl Fn(Sim, &Trail) -> (Sim, S, C),
    place: impl FnOnce(Sim) -> R,
) -> Run
where
    S: Strategy<P>,
    S::Terminals: AttachAll<C> + ReplayAll,
{
    let trail = Trail::default();
    let watching = trail.clone();
    let sim = Sim::new()
        .budgets(budgets)
        .alert_to(trail.clone())
        .watch(move |phase, until| watching.push(Line::Phase { phase, until }));
    let (sim, strategy, connectors) = make(sim, &trail);
    let journal = MemoryJournal::new();
    let sim = sim.journal_to(journal.clone());
    let outcome = place(sim).run(&strategy, connectors).unwrap_or_else(|error| panic!("{error}"));
    let lines = trail.lines();
    // Its journal keeps all that was chance in it.
    let replayed = replay(&strategy, journal.read()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((replayed.instants, replayed.trace_hash), (outcome.instants, outcome.trace_hash));
    drop(strategy);
    assert_eq!(trail.holders(), 1, "i24: something of the run is still held");
    Run { outcome, lines, budgets }
}

impl Run {
    pub(crate) fn report(&self) -> &ShutdownReport {
        &self.outcome.report
    }

    pub(crate) fn exit(&self) -> ExitCode {
        self.report().exit_code()
    }

    /// What markets were asked for.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.lines.iter().filter_map(|line| match line {
            Line::Asked(asked) => Some(asked),
            _ => None,
        })
    }

    /// The same from the time of the first cause on, in words.
    pub(crate) fn asked_since_the_cause(&self) -> Vec<String> {
        let stopped = self.stopped();
        self.asked().filter(|asked| asked.at >= stopped).map(ToString::to_string).collect()
    }

    /// When the first cause came up.
    pub(crate) fn stopped(&self) -> Time {
        self.report().causes.first().map_or(Time::MAX, |cause| cause.at)
    }

    /// How long it took from there to the end.
    pub(crate) fn took(&self) -> Span {
        self.outcome.last.since(self.stopped())
    }

    /// The phases after Running, with the second in which each began.
    pub(crate) fn phases(&self) -> Vec<(Phase, f64)> {
        let after = self.report().phases.iter().skip(1);
        after.map(|record| (record.phase, secs(record.entered))).collect()
    }

    /// What came of a phase.
    pub(crate) fn outcome_of(&self, phase: Phase) -> &str {
        let record = self.report().phases.iter().find(|record| record.phase == phase);
        record.map_or("it was not come to", |record| &record.outcome)
    }

    /// What the strategy heard, where it complains of that.
    pub(crate) fn heard(&self) -> Vec<&str> {
        self.report().complaints.iter().map(|complaint| complaint.text.as_ref()).collect()
    }

    /// What a market was asked and told, without the rest.
    pub(crate) fn of_market(&self, name: &str) -> Vec<Line> {
        let is_of_it = |line: &&Line| match line {
            Line::Asked(asked) => asked.market == name,
            Line::Told { market, .. } => *market == name,
            _ => false,
        };
        self.lines.iter().filter(is_of_it).cloned().collect()
    }
}
